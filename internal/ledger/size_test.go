package ledger_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// maxAnnotations is what the API server lets the annotations of an object take:
// keys and values together, in bytes.
const maxAnnotations = 256 << 10

// TestTheLargestLedgerFits fills all bounds of L-10 at once with what packs worst,
// beside what kubectl notes of the object.
func TestTheLargestLedgerFits(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	asset, worst := largest(t, dice)
	missing := name(dice)
	for _, c := range []struct {
		behaviour string
		asset     *v1alpha1.Matter
		ledger    ledger.Matter
		spare     int // how many bytes must be left for what else annotates an object
	}{
		{"each awaits a case of its own", asset, worst, 16 << 10},
		{"all await the same case", asset, awaiting(worst, func(*ledger.Awaits) *ledger.Awaits {
			return &ledger.Awaits{Case: missing, Firm: true}
		}), 64 << 10},
		{"all await the Firm", asset, awaiting(worst, func(*ledger.Awaits) *ledger.Awaits {
			return &ledger.Awaits{Firm: true}
		}), 64 << 10},
		{"nobody awaits", asset, awaiting(worst, func(*ledger.Awaits) *ledger.Awaits { return nil }), 64 << 10},
		{"half of them await", asset, awaiting(worst, func(a *ledger.Awaits) *ledger.Awaits {
			return map[bool]*ledger.Awaits{true: a}[a.Case[0] < 'm']
		}), 32 << 10},
		{"after a million writes in thirty years", asset, drawnOut(worst), 8 << 10},
		{"all of that, beside what else a matter says", ordinary(asset, dice), drawnOut(worst), 1 << 10},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			annotation := c.ledger.Encode()
			total := len(v1alpha1.LedgerAnnotation) + len(annotation) +
				len(v1alpha1.SinceAnnotation) + len(firm.At(0).String()) +
				len("kubectl.kubernetes.io/last-applied-configuration") + len(lastApplied(t, c.asset))
			t.Logf("the ledger takes %d bytes, all annotations %d; %d are left", len(annotation), total, maxAnnotations-total)
			if total > maxAnnotations-c.spare {
				t.Errorf("L-10: %d bytes are left, want %d", maxAnnotations-total, c.spare)
			}
			read, err := ledger.DecodeMatter(annotation)
			if diff := cmp.Diff(c.ledger, read); diff != "" || err != nil {
				t.Errorf("L-8: it reads with error %v (-want +got)\n%s", err, diff)
			}
		})
	}
}

// awaiting returns a ledger whose entries await something else, or nothing.
func awaiting(l ledger.Matter, what func(*ledger.Awaits) *ledger.Awaits) ledger.Matter {
	return changed(l, func(list ledger.List) ledger.List {
		for user, joined := range list.Joined {
			joined.Awaits = what(joined.Awaits)
			list.Joined[user] = joined
		}
		return list
	})
}

// drawnOut returns a ledger whose writes lie further apart, with others between them.
func drawnOut(l ledger.Matter) ledger.Matter {
	const writes, times = 700, 10
	return changed(l, func(list ledger.List) ledger.List {
		list.Clock *= writes
		for user, joined := range list.Joined {
			joined.At *= writes
			list.Joined[user] = joined
		}
		for user, left := range list.Left {
			since := left.Time.Sub(firm.At(0).Time)
			list.Left[user] = ledger.Left{At: left.At * writes, Time: ledger.At(firm.At(0).Add(times * since))}
		}
		return list
	})
}

// changed returns a ledger with copies of its lists changed.
func changed(l ledger.Matter, change func(ledger.List) ledger.List) ledger.Matter {
	with := func(list ledger.List) ledger.List {
		list.Joined, list.Left = maps.Clone(list.Joined), maps.Clone(list.Left)
		return change(list)
	}
	l.Staffing, l.ConflictedUsers = with(l.Staffing), with(l.ConflictedUsers)
	return l
}

// ordinary returns an asset that says what else matters of its size say.
func ordinary(m *v1alpha1.Matter, dice *rand.Rand) *v1alpha1.Matter {
	w := firm.MatterWrapper{Matter: *m.DeepCopy()}
	w.Spec.DisplayName = strings.Repeat("d", 120)
	w.Client(name(dice)).Office(name(dice)).Unit(name(dice)).Confidential()
	w.Follow(v1alpha1.FollowEnabled, v1alpha1.FollowEnabled)
	for range 8 {
		w.Collections(name(dice)).Excluded(name(dice)).Side(name(dice), name(dice))
	}
	for i := range 50 {
		w.Spec.Staffing[i].MatterRole = v1alpha1.MatterRoleAdministrator
		w.Spec.Staffing[i].StaffingType = v1alpha1.StaffingSupportStaff
	}
	return w.Obj()
}

// largest returns a matter with a lead and two full lists of random names, and its ledger:
// everyone on them awaits the Firm and a case of its own, and as many have left as
// L-10 keeps, each at a moment of its own.
func largest(t *testing.T, dice *rand.Rand) (*v1alpha1.Matter, ledger.Matter) {
	t.Helper()
	const full = 500
	m := firm.MakeMatter(name(dice)).Case(name(dice)).Lead(name(dice))
	m.Kind, m.APIVersion, m.Namespace = "Matter", v1alpha1.GroupVersion.String(), name(dice)
	now, nobody, l := firm.At(0), firm.View(t, ``), ledger.Matter{}
	write := func(m *v1alpha1.Matter) {
		now = ledger.At(now.Add(time.Duration(dice.Int64N(int64(24 * time.Hour)))))
		l = l.Advance(&m.Spec, nobody, now)
	}
	for i := range full + 2 {
		if i < full {
			write(m.Case(name(dice)).Staff(name(dice)).Obj())
			write(m.Case(name(dice)).Conflicted(name(dice)).Obj())
		}
		passing := firm.MatterWrapper{Matter: *m.DeepCopy()}
		write(passing.Staff(name(dice)).Conflicted(name(dice)).Obj())
	}
	write(m.Obj())
	for list, full := range map[ledger.ListName]int{ledger.Staffing: full + 1, ledger.ConflictedUsers: full} {
		if joined, left := len(l.Of(list).Joined), len(l.Of(list).Left); joined != full || left != ledger.MaxLeft+1 {
			t.Fatalf("%d joined %s and %d left: it is not full", joined, list, left)
		}
		for user, joined := range l.Of(list).Joined {
			if joined.Awaits == nil || !joined.Awaits.Firm || len(joined.Awaits.Case) != 63 {
				t.Fatalf("%s awaits %+v on %s", user, joined.Awaits, list)
			}
		}
	}
	return m.Obj(), l
}

// name returns a random name of the greatest length.
func name(dice *rand.Rand) string {
	const ends, within = "abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijklmnopqrstuvwxyz0123456789-."
	text := make([]byte, 63)
	for i := range text {
		text[i] = within[dice.IntN(len(within))]
	}
	text[0], text[62] = ends[dice.IntN(len(ends))], ends[dice.IntN(len(ends))]
	return string(text)
}

// lastApplied returns what kubectl notes when it applies an object.
func lastApplied(t *testing.T, m *v1alpha1.Matter) string {
	t.Helper()
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}
