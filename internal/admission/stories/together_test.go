package stories_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// around is what is around a matter of a namespace with nothing else in it.
type around struct{}

func (around) Firm() (*v1alpha1.Firm, ledger.Firm)   { return nil, ledger.Firm{} }
func (around) Matter(string) *v1alpha1.Matter        { return nil }
func (around) Ledger(*v1alpha1.Matter) ledger.Matter { return ledger.Matter{} }

// Twelve clients write one matter at once, half of them by PUT, half of them as
// managers of an entry of their own. Every ledger that was stored is Advance of the
// one before (L-1). Somebody stays on it all the time: who applies away the last entry
// leaves a null that the API server refuses itself.
func TestEveryLedgerIsAdvanceOfTheOneBefore(t *testing.T) {
	t.Parallel()
	serve(t)
	const clients, rounds = 12, 8
	namespace := cluster.Namespace(t)
	m := matter(namespace, "m")
	m.Spec.Staffing = []v1alpha1.StaffingEntry{{User: "ann"}}
	must(t, by(t, "ann").Create(t.Context(), m))
	begun, versions := ledgerOf(t, m).Staffing.Clock, record(t, m)

	var wg sync.WaitGroup
	for i := range clients {
		user := fmt.Sprintf("user-%d", i)
		p := by(t, user)
		wg.Go(func() {
			for round := range rounds {
				if err := move(t.Context(), p, m, user, i%2 == 0, round%2 == 0); err != nil {
					t.Errorf("%s, round %d: %v", user, round, err)
				}
			}
		})
	}
	wg.Wait()

	last, before := stored(t, m), m
	for before.ResourceVersion != last.ResourceVersion {
		var next *v1alpha1.Matter
		select {
		case event := <-versions:
			next, _ = event.Object.(*v1alpha1.Matter)
		case <-time.After(time.Minute):
		}
		if next == nil {
			t.Fatalf("no version after %s; the last is %s", before.ResourceVersion, last.ResourceVersion)
		}
		was, is := ledgerOf(t, before), ledgerOf(t, next)
		if is.Like(was.Advance(&next.Spec, around{}, ledger.At(time.Now())), was, time.Minute) != ledger.Same {
			t.Fatalf("of\n%s\nfor %v came\n%s", was.Encode(), next.Spec.Staffing, is.Encode())
		}
		before = next
	}
	if got := ledgerOf(t, last).Staffing.Clock - begun; got != clients*rounds {
		t.Errorf("after %d moves the clock says %d", clients*rounds, got)
	}
}

// record returns every version of an object that is stored from now on.
func record(t *testing.T, m *v1alpha1.Matter) <-chan watch.Event {
	t.Helper()
	watcher, err := client.NewWithWatch(cluster.Config(), client.Options{Scheme: cluster.Scheme()})
	must(t, err)
	versions, err := watcher.Watch(t.Context(), &v1alpha1.MatterList{}, &client.ListOptions{
		Namespace: m.Namespace,
		Raw:       &metav1.ListOptions{ResourceVersion: m.ResourceVersion},
	})
	must(t, err)
	t.Cleanup(versions.Stop)
	return versions.ResultChan()
}

// move lets a user join or leave a matter.
func move(ctx context.Context, p *cluster.Person, m *v1alpha1.Matter, user string, byPut, join bool) error {
	if !byPut {
		o := applied(m)
		if join {
			o = applied(m, user)
		}
		return p.Apply(ctx, client.ApplyConfigurationFromUnstructured(o), client.FieldOwner(user)) // no conflict: nobody else owns it
	}
	for {
		now := &v1alpha1.Matter{}
		if err := p.Get(ctx, client.ObjectKeyFromObject(m), now); err != nil {
			return err
		}
		var team []v1alpha1.StaffingEntry
		for _, entry := range now.Spec.Staffing {
			if entry.User != user {
				team = append(team, entry)
			}
		}
		if join {
			team = append(team, staff(user)...)
		}
		now.Spec.Staffing = team
		if err := p.Update(ctx, now); !apierrors.IsConflict(err) {
			return err
		}
	}
}

// Firm, case and matters are created all at once, each written once: nothing is
// refused because something came between the two webhooks (W-3).
func TestAFirmIsCreatedAllAtOnce(t *testing.T) {
	t.Parallel()
	serve(t)
	p := by(t, "ann")
	for range 5 {
		namespace := cluster.Namespace(t)
		f := &v1alpha1.Firm{}
		f.Name, f.Namespace = "firm", namespace
		f.Spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowEnabled
		group := matter(namespace, "case", "ann")
		group.Spec.Type = v1alpha1.TypeCase
		group.Spec.AssistantsFollow.Staffing = v1alpha1.FollowEnabled
		objects := []client.Object{}
		for i := range 16 {
			m := matter(namespace, fmt.Sprintf("m%d", i), "ann", "bob")
			m.Spec.Case = "case"
			m.Spec.ConflictedUsers = []v1alpha1.ConflictedEntry{{User: "cid"}}
			objects = append(objects, m)
		}
		objects = append(objects[:8], append([]client.Object{f, group}, objects[8:]...)...)

		errs := make([]error, len(objects))
		var wg sync.WaitGroup
		for i, o := range objects {
			wg.Go(func() { errs[i] = p.Create(t.Context(), o) })
		}
		wg.Wait()
		must(t, errors.Join(errs...))
	}
}
