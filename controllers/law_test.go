package controllers

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// The law: whatever the timing, every status is what is derived in the end (W-4).
// Writes reach the caches late, those of each kind by themselves; events wait to
// be handled while later ones are in the cache already; objects wait to be
// reconciled while others are. All of it is in memory, and a matter of dice.

func TestNoTimingLeavesAStatusBehind(t *testing.T) {
	for mode, webhooks := range map[string]bool{"with webhooks": true, "controllers alone": false} {
		t.Run(mode, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				history := undoing(t, strings.Split(random.History().Draw(t, "history"), "\n"))
				w := newWorld(t.Context(), t, webhooks, rapid.Uint64().Draw(t, "timing"))
				w.play(t, states(t, history), 0)
			})
		})
	}
}

// TestWhatIsTakenBackAtOnceLeavesNothingBehind changes something and changes it
// back, while somebody who sees it for a moment is reconciled for another reason.
func TestWhatIsTakenBackAtOnceLeavesNothingBehind(t *testing.T) {
	for _, story := range []struct{ name, settled, then string }{
		{
			"a member of a team",
			"firm clients=acme; user amira; matter m1 staff=amira client=acme",
			"user amira units=x; matter m1 client=acme; matter m1 staff=amira client=acme",
		}, {
			"somebody who is none",
			"firm clients=acme; user amira; matter m1 client=acme",
			"user amira units=x; matter m1 staff=amira client=acme; matter m1 client=acme",
		}, {
			"a wall",
			"firm clients=acme; user amira; matter m1 staff=amira client=acme",
			"user amira units=x; matter m1 staff=amira client=acme conflicted=amira; matter m1 staff=amira client=acme",
		}, {
			"somebody whose assistants follow",
			"firm clients=acme; user amira; user ben; link ben->amira; matter m1 staff=amira:Follow client=acme",
			"user ben units=x; user amira deactivated; user amira",
		}, {
			"somebody who floats",
			"firm clients=acme; user amira; user ben floating; link ben->amira; matter m1 staff=amira:Follow,ben client=acme set=trial/us; matter m2 staff=ben set=trial/them client=acme",
			"user ben floating units=x; user ben units=x; user ben floating units=x",
		}, {
			"the assistant of somebody who floats",
			"firm clients=acme; user amira floating; user ben; link ben->amira; matter m1 staff=amira set=trial/us; matter m2 staff=ben set=trial/them client=acme follow=conflictedUsers",
			"user ben units=x; user amira; user amira floating",
		}, {
			"a side of a case",
			"firm clients=acme; user amira; case c1; matter m1 staff=amira case=c1 client=acme; matter m2 staff=amira set=trial/them client=acme",
			"user amira units=x; case c1 set=trial/us; case c1",
		}, {
			"the team of a case",
			"firm clients=acme; user amira; user ben; link ben->amira; case c1 staff=amira:Follow; matter m1 case=c1 client=acme",
			"user ben units=x; case c1; case c1 staff=amira:Follow",
		}, {
			"a matter's case",
			"firm clients=acme; user amira; user ben; link ben->amira; case c1 staff=amira:Follow; matter m1 case=c1 client=acme",
			"user ben units=x; matter m1 client=acme; matter m1 case=c1 client=acme",
		}, {
			"the wall of a collection",
			"firm clients=acme; user amira; user ben; link ben->amira; collection k1; matter m1 collections=k1 staff=ben client=acme",
			"user ben units=x; collection k1 conflicted=amira:Follow; collection k1",
		}, {
			"the setting of a case",
			"firm clients=acme; user amira; user ben; link ben->amira; case c1; matter m1 case=c1 staff=ben set=trial/us client=acme; matter m2 staff=amira set=trial/them",
			"user ben units=x; case c1 follow=conflictedUsers; case c1",
		}, {
			"the other side's team",
			"firm clients=acme; user amira; user ben; link ben->amira; matter m1 staff=ben set=trial/us follow=conflictedUsers client=acme; matter m2 set=trial/them",
			"user ben units=x; matter m2 set=trial/them staff=amira; matter m2 set=trial/them",
		}, {
			"the side of a matter that inherits",
			"firm clients=acme; user amira; collection k1 staff=amira; matter m1 collections=k1 client=acme; matter m2 staff=amira set=trial/them",
			"user amira units=x; matter m1 collections=k1 client=acme set=trial/us; matter m1 collections=k1 client=acme",
		}, {
			"a link",
			"firm clients=acme; user amira; user ben; matter m1 staff=amira:Follow client=acme",
			"user ben units=x; link ben->amira; delete link ben->amira",
		}, {
			"the firm, whose first settings count",
			"user amira; user ben; link ben->amira; matter m1 staff=amira client=acme; firm clients=acme follow=staffing",
			"user ben units=x; delete firm; firm clients=acme; delete firm; firm clients=acme follow=staffing",
		}, {
			"a client",
			"firm clients=acme; user amira; matter m1 staff=amira client=acme",
			"user amira units=x; matter m1 staff=amira; matter m1 staff=amira client=acme",
		}, {
			"an office",
			"firm; user amira office=london; office london",
			"user amira office=london units=x; delete office london; office london",
		},
	} {
		t.Run(story.name, func(t *testing.T) {
			settled, then := strings.Split(story.settled, ";"), strings.Split(story.then, ";")
			states := states(t, slices.Concat(settled, then))
			rapid.Check(t, func(t *rapid.T) {
				w := newWorld(t.Context(), t, rapid.Bool().Draw(t, "webhooks"), rapid.Uint64().Draw(t, "timing"))
				w.play(t, states, len(settled))
			})
		})
	}
}

// states returns the firm after each statement of a history.
func states(t firm.T, history []string) []roster.Objects {
	t.Helper()
	states := make([]roster.Objects, 0, len(history))
	for n := range history {
		states = append(states, firm.Written(t, strings.Join(history[:n+1], "\n")))
	}
	return states
}

// endless is more steps than any history needs.
const endless = 50_000

// play writes a history to a world, the first states of which everybody has seen
// before the rest is written, and fails the test if any status is left behind.
func (w *world) play(t *rapid.T, history []roster.Objects, settled int) {
	t.Helper()
	for n, state := range history {
		w.write(state, n+1)
		steps := w.random.IntN(12)
		if n+1 == settled || n+1 == len(history) {
			steps = endless
		}
		for steps > 0 && w.step(t.Context()) {
			steps--
		}
	}
	if w.step(t.Context()) {
		t.Fatal("the controllers never come to rest")
	}
	for _, behind := range w.leftBehind(t) {
		t.Error(behind)
	}
}

// undoing puts into a history statements that it had before, so that what was
// changed is sometimes changed back before anybody has seen it.
func undoing(t *rapid.T, history []string) []string {
	var longer []string
	for i, statement := range history {
		longer = append(longer, statement)
		again := history[i-min(i, rapid.IntRange(0, 9).Draw(t, "again"))]
		if again != statement && !strings.HasPrefix(again, "delete") {
			longer = append(longer, again)
		}
	}
	return longer
}

// leftBehind says which statuses are not what a fresh look at all that is stored
// derives.
func (w *world) leftBehind(t *rapid.T) []string {
	fresh := newMemory(t.Context(), t)
	for _, o := range w.stored {
		fresh.apply(change{after: o})
	}
	var behind []string
	for id := range w.stored {
		kind, name, _ := strings.Cut(id, " ")
		diff := map[string]func(*cacheview.View, string) string{
			"firm": differs(firmKind), "office": differs(officeKind), "user": differs(userKind),
			"link": differs(linkKind), "matter": differs(matterKind),
		}[kind](fresh.view(), name)
		if diff != "" {
			behind = append(behind, id+" (-derived +stored):\n"+diff)
		}
	}
	return behind
}

// differs tells how the status of an object differs from what is derived, or
// what of its annotations is missing.
func differs[T client.Object](k kind[T]) func(*cacheview.View, string) string {
	return func(v *cacheview.View, name string) string {
		stored := k.find(v, name)
		want, got := k.copy(stored), k.copy(stored)
		k.derive(v, stored, want)
		for _, o := range []T{want, got} {
			_, conditions := k.status(o)
			for i := range *conditions {
				(*conditions)[i].LastTransitionTime = metav1.Time{}
			}
		}
		derived, _ := k.status(want)
		status, _ := k.status(got)
		return cmp.Diff(derived, status, cmpopts.EquateEmpty()) + cmp.Diff(map[string]string(nil), k.missing(v, stored, time.Time{}), cmpopts.EquateEmpty())
	}
}
