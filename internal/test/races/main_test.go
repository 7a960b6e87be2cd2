package races

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/manager"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/ports"
	"github.com/matterplane/matterplane/internal/test/story"
)

var (
	bursts    = flag.Int("races.bursts", 4, "how many bursts of fifty clients to let loose")
	firstSeed = flag.Uint64("races.seed", 0, "draw the writes of this seed and those after it (0: others every time)")
)

func TestMain(m *testing.M) { story.Main(m) }

// seedOf returns the seed of the nth burst.
var seedOf = func() func(int) uint64 {
	drawn := sync.OnceValue(func() uint64 {
		if *firstSeed != 0 {
			return *firstSeed
		}
		return uint64(time.Now().UnixNano()) % 1_000_000_000
	})
	return func(n int) uint64 { return drawn() + uint64(n) }
}()

func dice(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// The groups whom RBAC lets do what the rules are then asked about.
const (
	people       = "people"
	provisioners = "provisioners"
	support      = "matterplane:support"
)

// start starts the controllers and the house for a test, and gives the groups
// their roles. The manager's own webhook server has nothing to answer.
func start(t *testing.T) *house {
	t.Helper()
	story.Operate(t, func(o *manager.Options) {
		o.Webhooks = false
		o.WebhookPort = ports.Free()
	})
	must(t, bound())
	must(t, patient())
	return open(t)
}

// webhookWithin is how long the API server waits for a webhook here. As shipped it
// waits for three seconds, and refuses what a busy machine does not judge by then.
const webhookWithin = 30 * time.Second

// patient lets the API server wait longer, once.
var patient = sync.OnceValue(func() error {
	patch := fmt.Appendf(nil, `[{"op":"replace","path":"/webhooks/0/timeoutSeconds","value":%d}]`, int(webhookWithin.Seconds()))
	for _, o := range []client.Object{
		&admissionregistrationv1.MutatingWebhookConfiguration{ObjectMeta: metav1.ObjectMeta{Name: "matterplane-mutating"}},
		&admissionregistrationv1.ValidatingWebhookConfiguration{ObjectMeta: metav1.ObjectMeta{Name: "matterplane-validating"}},
	} {
		if err := cluster.Client().Patch(cluster.Lifetime(), o, client.RawPatch(types.JSONPatchType, patch)); err != nil {
			return fmt.Errorf("letting the API server wait for %s: %w", o.GetName(), err)
		}
	}
	return nil
})

// bound gives the groups their roles, once.
var bound = sync.OnceValue(func() error {
	ctx := cluster.Lifetime()
	role := &rbacv1.ClusterRole{
		ObjectMeta: metav1.ObjectMeta{Name: people},
		Rules: []rbacv1.PolicyRule{{
			APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"*"},
			Verbs: []string{"get", "list", "create", "update", "patch", "delete"},
		}},
	}
	if err := cluster.Client().Create(ctx, role); err != nil {
		return err
	}
	for group, role := range map[string]string{people: people, support: people, provisioners: "matterplane-provisioner"} {
		binding := &rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: "races:" + group},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
			Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: group}},
		}
		if err := cluster.Client().Create(ctx, binding); err != nil {
			return fmt.Errorf("binding %s: %w", group, err)
		}
	}
	return nil
})

// must ends the test with an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
