package live

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/model"
	"github.com/matterplane/matterplane/internal/test/story"
)

// Links that cannot all be accepted: the first applied wins, and admission
// refuses the others.

// TestTheFirstLinkAppliedWins writes firms with rival links one object after the other.
func TestTheFirstLinkAppliedWins(t *testing.T) {
	story.Operate(t)
	for _, seed := range seeds(*histories) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			t.Logf("-live.seed=%d -live.histories=1", seed)
			objects := withRivals(rand.New(rand.NewPCG(seed, 0)), seed)
			f := story.New(t.Context(), t, story.Webhooks)
			var taken []client.Object
			for _, o := range objects {
				reason := v1alpha1.ReasonAccepted
				if link, isLink := o.(*v1alpha1.AssistantLink); isLink {
					reason = worldOf(taken).Accepts(link.Spec)
				}
				err := create(t.Context(), f.Namespace, o)
				switch {
				case reason == v1alpha1.ReasonAccepted && err == nil:
					taken = append(taken, o)
				case reason == v1alpha1.ReasonAccepted || !refused(err):
					t.Fatalf("%s after %s: want %s, answered %v", o.GetName(), order(taken), reason, err)
				}
			}
			agree(t, f, expect(worldOf(taken)), len(taken))
		})
	}
}

// TestRivalLinksThatRace writes them by several clients: what gets past admission
// is settled in the order of its stamps.
func TestRivalLinksThatRace(t *testing.T) {
	story.Operate(t)
	for _, seed := range seeds(*histories) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			t.Logf("-live.seed=%d -live.histories=1", seed)
			objects := withRivals(rand.New(rand.NewPCG(seed, 0)), seed)
			f := story.New(t.Context(), t, story.Webhooks)
			world, taken := model.New(), 0
			for i, err := range createTogether(t.Context(), f.Namespace, objects) {
				_, isLink := objects[i].(*v1alpha1.AssistantLink)
				switch {
				case err != nil && (!isLink || !refused(err)):
					t.Fatalf("%s: %v", order(objects[i:i+1]), err)
				case err == nil:
					taken++
					model.Write{At: sinceOf(t, f.Namespace, objects[i]), Object: objects[i]}.Apply(world)
				}
			}
			agree(t, f, expect(world), taken)
		})
	}
}

// withRivals returns the end of a history in any order, with links between any two.
func withRivals(random *rand.Rand, seed uint64) []client.Object {
	const links = 10
	objects := ending(rapid.Custom(model.AdmittedHistory).Example(int(seed)))
	users := []string{"tina", "theo", "tara", "ada", "abe", "otto"}
	for i := range links {
		pair := random.Perm(len(users))
		objects = append(objects, &v1alpha1.AssistantLink{
			ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("rival-%d", i)},
			Spec:       v1alpha1.AssistantLinkSpec{Assistant: users[pair[0]], Timekeeper: users[pair[1]]},
		})
	}
	random.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
	return objects
}

func refused(err error) bool { return apierrors.IsForbidden(err) || apierrors.IsInvalid(err) }

// sinceOf returns since when an object is there, by its stamp (L-9).
func sinceOf(t *testing.T, namespace string, o client.Object) time.Time {
	t.Helper()
	stored := declared(namespace, o)
	if err := cluster.Client().Get(t.Context(), client.ObjectKeyFromObject(stored), stored); err != nil {
		t.Fatal(err)
	}
	since, err := ledger.ParseTime(stored.GetAnnotations()[v1alpha1.SinceAnnotation])
	if err != nil {
		t.Fatal(err)
	}
	return since.Time
}
