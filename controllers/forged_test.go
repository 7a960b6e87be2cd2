package controllers_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// parted is a firm with a history that somebody might want to be another: ben,
// who assists amira, was on m1 of its own accord and is no longer.
const parted = `
	firm follow=staffing
	user amira; user ben; user carla; user dan; link ben->amira; link dan->carla
	then
	matter m1 staff=amira,ben; matter m2 staff=carla,dan
	then
	matter m1 staff=amira
	= m1: amira direct
	= m1 ledger: joined amira@1 follow | left ben@2
`

// team returns the ledger of a matter of that firm with that history of its team.
func team(history string) string {
	const settings = `"defaults":{"conflictedUsers":"Disabled","staffing":"Enabled"},"first":{"conflictedUsers":"Disabled","staffing":"Enabled"}`
	return `{` + settings + `,"staffing":{` + history + `},"v":1}`
}

// forgeries are ledgers that can be read, with what becomes of them where no
// webhook keeps m1's: the controllers complete what does not go with the spec
// (L-7), and nobody can tell that the rest is not what somebody wrote.
var forgeries = []struct{ name, ledger, team, history string }{
	{
		"that of another matter", team(`"clock":1,"joined":{"carla":{"at":1,"follow":true},"dan":{"at":1,"follow":true}}`),
		"amira direct; ben SupportStaff follows amira", "joined amira@2 follow",
	},
	{
		"an old one of its own", team(`"clock":1,"joined":{"amira":{"at":1,"follow":true},"ben":{"at":1,"follow":true}}`),
		"amira direct", "joined amira@1 follow | left ben@2",
	},
	{
		"one in which they have changed places", team(`"clock":2,"joined":{"ben":{"at":1}},"left":{"amira":{"at":2,"time":"2026-01-05T09:00:00.000000Z"}}`),
		"amira direct; ben SupportStaff follows amira", "joined amira@3 follow",
	},
	{
		"one in which ben never was there", team(`"clock":1,"joined":{"amira":{"at":1,"follow":true}}`),
		"amira direct; ben SupportStaff follows amira", "joined amira@1 follow",
	},
	{
		"one in which ben leaves at the end of time", team(`"clock":2,"joined":{"amira":{"at":1,"follow":true}},"left":{"ben":{"at":2,"time":"9999-12-31T23:59:59.999999Z"}}`),
		"amira direct", "joined amira@1 follow | left ben@2",
	},
	{
		"one of a name that is none", team(`"clock":1,"joined":{"amira":{"at":1,"follow":true},"` + "\xff" + `":{"at":1}}`),
		"amira direct; ben SupportStaff follows amira", "joined amira@1 follow | left \uFFFD@2",
	},
	{"none", "", "amira direct; ben SupportStaff follows amira", "joined amira@1 follow"},
}

// unreadable are ledgers that nobody can read, each for a reason of its own; the
// table in internal/ledger knows many more.
var unreadable = map[string]string{
	"garbage":                     `garbage`,
	"a byte that is no character": "\xff",
	"cut off":                     team(`"clock":1`)[:40],
	"a key twice":                 team(`"clock":1,"clock":2`),
	"a negative clock":            team(`"clock":-1`),
	"a clock that never ends":     team(`"clock":9223372036854775807`),
	"who joined after the clock":  team(`"clock":1,"joined":{"amira":{"at":2}}`),
	"a version in words":          `{"v":"1"}`,
	"a negative version":          `{"v":-1}`,
	"no version":                  `{}`,
	"deeply nested":               strings.Repeat(`{"staffing":`, 20_000),
	"250 KiB":                     `{"staffing":[` + strings.Repeat(`{},`, 85_000) + `{}],"v":1}`,
	"packed, cut off":             strings.Replace(packed(), `","v"`, `,"v"`, 1)[:9000] + `","v":1}`,
	"packed, of one letter":       `{` + first + `,"packed":"` + strings.Repeat("A", 200<<10) + `","v":1}`,
}

const first = `"first":{"conflictedUsers":"Disabled","staffing":"Enabled"}`

// packed returns the ledger of a crowd, which is stored packed.
func packed() string {
	m := ledger.Matter{Version: ledger.Version, First: ledger.Settings{ConflictedUsers: ledger.Disabled, Staffing: ledger.Enabled}}
	m.Staffing = ledger.List{Clock: 500, Joined: map[string]ledger.Joined{}}
	for i := range 500 {
		m.Staffing.Joined[fmt.Sprintf("somebody-with-quite-a-long-name-%03d", i)] = ledger.Joined{At: int64(i + 1), Follow: i%3 == 0}
	}
	return m.Encode()
}

const newer = `{"v":2,"who":"knows"}`

// TestForgedLedgersWithoutWebhooks puts forged ledgers where no webhook undoes it.
// What lags the spec is completed, what cannot be read is reported and not
// trusted, what is newer is kept (L-7, L-8).
func TestForgedLedgersWithoutWebhooks(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Alone)
	f.Tell(parted)
	ledgers := map[string]string{}
	for _, o := range []client.Object{f.Matter("m1"), f.Object("firm", "firm")} {
		ledgers[o.GetName()] = o.GetAnnotations()[v1alpha1.LedgerAnnotation]
	}
	forge := func(name, forged, says string) {
		t.Helper()
		kind := map[string]string{"firm": "firm", "m1": "matter"}[name]
		f.Patch(f.Object(kind, name), rawLedgerPatch(forged))
		f.Tell(says)
		f.Patch(f.Object(kind, name), ledgerPatch(ledgers[name]))
		f.Settle()
	}
	for _, c := range forgeries {
		t.Log(c.name)
		forge("m1", c.ledger, "= m1: "+c.team+"\n= m1 ledger: "+c.history+"\n= m1 ready: yes")
	}
	for _, name := range slices.Sorted(maps.Keys(unreadable)) {
		t.Log(name)
		forge("m1", unreadable[name], `
			= m1: amira direct; ben SupportStaff follows amira | LedgerIntact=Unreadable
			= m1 ledger: joined amira@1 follow | history lost
			= m1 ready: no, Unreadable
		`)
		forge("firm", unreadable[name], `
			= firm ready: no, Unreadable
			= m1: amira direct
		`)
	}
	forge("m1", newer, "= m1 ready: stalled, NewerVersion")
	forge("firm", newer, "= firm ready: stalled, NewerVersion")
	f.Tell("= m1: amira direct\n= m1 ready: yes")
}

// rawLedgerPatch is ledgerPatch of a value that JSON could not hold as it is.
func rawLedgerPatch(value string) string {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value)
	return `{"metadata":{"annotations":{"` + v1alpha1.LedgerAnnotation + `":"` + quoted + `"}}}`
}

// TestForgedLedgersWithWebhooks sends the same to where webhooks keep ledgers.
func TestForgedLedgersWithWebhooks(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Webhooks)
	f.Tell(parted)
	before := statuses(t, f, false)
	anybody := by(t, "anybody")
	forge := func(name, forged string) {
		t.Run(name, func(t *testing.T) {
			for _, target := range []struct{ kind, name string }{{"Matter", "m1"}, {"Firm", "firm"}} {
				o := read(t, f, target.kind, target.name)
				patch := client.RawPatch(types.MergePatchType, []byte(rawLedgerPatch(forged)))
				must(t, anybody.Patch(t.Context(), o.DeepCopy(), patch))
				unharmed(t, o)
				if warned := anybody.Warned(); len(warned) != 1 || !strings.HasPrefix(warned[0], "L-1: undid the change of matterplane.dev/ledger: ") {
					t.Errorf("warned %q", warned)
				}
			}
		})
	}
	for _, c := range forgeries {
		forge(c.name, c.ledger)
	}
	for name, forged := range unreadable {
		forge(name, forged)
	}
	forge("newer", newer)
	story.AwaitIdle(t)
	if after := statuses(t, f, false); !maps.Equal(before, after) {
		t.Errorf("statuses were\n%v\nand are\n%v", before, after)
	}
}

// TestWebhooksThatComeBackGoOnFromThere breaks ledgers while no webhook is called
// and lets them be called from then on: what is lost stays lost until the matter
// is created anew, and the next writes are kept (L-8).
func TestWebhooksThatComeBackGoOnFromThere(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Alone)
	f.Tell(parted)
	f.Patch(f.Matter("m1"), ledgerPatch("garbage"))
	f.Patch(f.Matter("m2"), ledgerPatch(newer))
	f.Patch(f.Object("firm", "firm"), ledgerPatch("garbage"))
	f.Tell("= m1 ready: no, Unreadable")
	callWebhooks(t, f)
	f.Tell(`
		matter m1 staff=amira,carla; matter m2 staff=carla
		= m2: carla direct; dan SupportStaff follows carla | LedgerIntact=NewerVersion
		firm follow=-staffing
		= m1 ledger: joined amira@1 follow, carla@2 follow | history lost
		= m1 ready: no, Unreadable
		= m2: carla direct | LedgerIntact=NewerVersion
		= m2 ready: stalled, NewerVersion
		= firm ready: no, Unreadable
		delete matter m1
		then
		matter m1 staff=amira
		= m1: amira direct
		= m1 ledger: joined amira@1 stay
		= m1 ready: yes
	`)
	if kept := f.Matter("m2").Annotations[v1alpha1.LedgerAnnotation]; kept != newer {
		t.Errorf("the ledger of m2 is %s, want %s", kept, newer)
	}
	for _, name := range []string{"m1", "m2"} {
		o := read(t, f, "Matter", name)
		must(t, by(t, "anybody").Patch(t.Context(), o.DeepCopy(), mergePatch(v1alpha1.LedgerAnnotation, "garbage")))
		unharmed(t, o)
	}
}

// callWebhooks lets the webhooks be called from now on, and waits until they are.
func callWebhooks(t *testing.T, f *story.Firm) {
	t.Helper()
	ns := &corev1.Namespace{}
	ns.Name = f.Namespace
	must(t, cluster.Client().Patch(t.Context(), ns, client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"labels":null}}`))))
	cluster.Eventually(t, time.Minute, func() error {
		probe := &v1alpha1.Office{}
		probe.Name, probe.Namespace = "probe", f.Namespace
		if err := cluster.Client().Create(t.Context(), probe, client.DryRunAll); err != nil || len(probe.Annotations) == 0 {
			return errors.Join(errors.New("the webhooks are not called yet"), err)
		}
		return nil
	})
}

// TestForgedStampsWithoutWebhooks puts stamps where no webhook undoes it: one that
// is no time is completed by when the object was created (L-7, L-9).
func TestForgedStampsWithoutWebhooks(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Alone)
	f.Tell(parted)
	for _, forged := range []string{"garbage", "", "2026-01-05", "2026-01-05T09:00:00Z", "-1", strings.Repeat("9", 200_000)} {
		for _, o := range f.All() {
			f.Patch(o, mergeText(v1alpha1.SinceAnnotation, forged))
		}
		f.Settle()
		for _, o := range f.All() {
			want := ledger.At(o.GetCreationTimestamp().Time).String()
			if since := o.GetAnnotations()[v1alpha1.SinceAnnotation]; since != want {
				t.Errorf("%s: of since %.50q came %.50q, want %q", nameOf(t, o), forged, since, want)
			}
		}
	}
}
