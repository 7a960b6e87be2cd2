package stories_test

import (
	"slices"
	"sync"
	"testing"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// hearing is a Provisioner who hears every warning. cluster.Person tells of those
// about annotations alone.
type hearing struct {
	client.Client

	mu    sync.Mutex
	heard []string
}

func listener(t *testing.T) *hearing {
	t.Helper()
	h := &hearing{}
	config := cluster.Config()
	config.Impersonate = rest.ImpersonationConfig{UserName: "setup", Groups: []string{everyone, "system:authenticated"}}
	config.WarningHandler = h
	var err error
	h.Client, err = client.New(config, client.Options{Scheme: cluster.Scheme()})
	must(t, err)
	return h
}

// HandleWarningHeader implements rest.WarningHandler.
func (h *hearing) HandleWarningHeader(_ int, _, text string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.heard = append(h.heard, text)
}

// told returns what was heard since it was last asked, sorted.
func (h *hearing) told() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	told := slices.Sorted(slices.Values(h.heard))
	h.heard = nil
	return told
}

// What is allowed and unwise is allowed, and said, in these words.
func TestWarningsAreHeard(t *testing.T) {
	t.Parallel()
	serve(t)
	const world = `
		office london
		user amira; user ben; user pat; user old deactivated; user bill role=ThirdPartyBiller
		link pat->ben
		case c1 follow=staffing
		matter m1 lead=amira conflicted=ben
	`
	const openly = "P-5: provisioning is open: whoever may provision firms in this namespace sets up its users and what they may do, until the lead or the backup writes Closed"
	firmOf := func(lead, backup string, window v1alpha1.ProvisioningWindow) *v1alpha1.Firm {
		f := &v1alpha1.Firm{}
		f.Name = v1alpha1.FirmName
		f.Spec.Administrators = v1alpha1.FirmAdministrators{Lead: lead, Backup: backup, Provisioning: window}
		return f
	}
	userOf := func(change func(*v1alpha1.FirmUser)) *v1alpha1.FirmUser { return with(user("", "new"), change) }
	matterOf := func(change func(*v1alpha1.Matter)) *v1alpha1.Matter { return with(matter("", "new"), change) }
	namespace := house(t, world)
	for name, c := range map[string]struct {
		o    client.Object
		want []string
	}{
		"a Firm with one for both": {firmOf("amira", "amira", v1alpha1.ProvisioningClosed), []string{
			"P-5: provisioning stays open until the lead or the backup writes the Firm and leaves it Closed",
			"R-2: amira is both lead and backup: nobody else could name another if amira became unavailable",
		}},
		"a Firm with an open window":    {firmOf("amira", "ben", ""), []string{openly}},
		"a Firm with nobody":            {firmOf("", "ghost", v1alpha1.ProvisioningOpen), []string{openly, "R-1: the backup ghost is not a user of the firm yet", "R-1: the firm has no lead"}},
		"a user with nothing to say of": {userOf(func(*v1alpha1.FirmUser) {}), nil},
		"a right without the one it needs": {userOf(func(u *v1alpha1.FirmUser) {
			u.Spec.Rights = []v1alpha1.UserRight{v1alpha1.RightApproveOthersInvoices, v1alpha1.RightAllBillingUnits}
		}), []string{
			"S-3: the right AllBillingUnits goes along with Reporting, which new does not have",
			"S-3: the right ApproveOthersInvoices goes along with Accounting, which new does not have",
		}},
		"rights with those they need": {userOf(func(u *v1alpha1.FirmUser) {
			u.Spec.Rights = []v1alpha1.UserRight{v1alpha1.RightApproveOthersInvoices, v1alpha1.RightAccounting}
		}), nil},
		"a user nobody is": {userOf(func(u *v1alpha1.FirmUser) { u.Spec.Email = "" }), []string{"P-1: without an email or an identity nobody can act as new"}},
		"an office administrator without one": {userOf(func(u *v1alpha1.FirmUser) { u.Spec.SystemRole = v1alpha1.RoleFirmOfficeAdministrator }), []string{
			"R-4: a Firm Office Administrator without an office administers none",
		}},
		"an office administrator of none that is there": {userOf(func(u *v1alpha1.FirmUser) {
			u.Spec.SystemRole, u.Spec.Office = v1alpha1.RoleFirmOfficeAdministrator, "paris"
		}), []string{"R-4: there is no office paris yet: its administrator administers none until it is there"}},
		"a link to nobody": {link("", "new", "sam", "amira"), []string{"A-4: sam is not a user of the firm yet"}},
		"a team of no participants": {matterOf(func(m *v1alpha1.Matter) { m.Spec.Lead, m.Spec.Staffing = "ghost", staff("old", "bill", "ben") }), []string{
			"M-12: the lead ghost is not a user of the firm: it has no effect",
			"M-12: the member bill is a 3rd party biller: it has no effect",
			"M-12: the member old is deactivated: it has no effect",
		}},
		"a member who is walled off": {matterOf(func(m *v1alpha1.Matter) {
			m.Spec.Staffing, m.Spec.ConflictedUsers = staff("ben"), []v1alpha1.ConflictedEntry{{User: "ben"}}
		}), []string{"C-7: ben is on the team and walled off at once (ConflictedUser): the wall wins"}},
		"a matter that cannot opt out": {matterOf(func(m *v1alpha1.Matter) {
			m.Spec.Case, m.Spec.AssistantsFollow.Staffing = "c1", v1alpha1.FollowDisabled
		}), []string{"M-2: assistants follow on staffing all the same: the case c1 says Enabled, and its matters cannot opt out"}},
		"systems of an assistant": {matterOf(func(m *v1alpha1.Matter) {
			m.Spec.Staffing = []v1alpha1.StaffingEntry{{User: "pat", IncludedSystems: []string{"docket"}}}
		}), []string{"M-11: the systems of pat are ignored: an assistant has those of its timekeepers"}},
		"an annotation of ours": {matterOf(func(m *v1alpha1.Matter) { m.Annotations = map[string]string{v1alpha1.SinceAnnotation: longAgo} }), []string{
			"L-8: dropped matterplane.dev/since: only a Restorer (--restorer) creates an object with a past",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := listener(t)
			must(t, h.Create(t.Context(), inside(namespace, c.o), client.DryRunAll))
			if got := h.told(); !slices.Equal(got, c.want) {
				t.Errorf("heard\n%q, want\n%q", got, c.want)
			}
		})
	}

	t.Run("a member who goes", func(t *testing.T) {
		t.Parallel()
		h := listener(t)
		amira := stored(t, inside(namespace, user("", "amira")))
		amira.Spec.Deactivated = true
		must(t, h.Update(t.Context(), amira, client.DryRunAll))
		if got, want := h.told(), []string{"M-12: amira is on m1, and there no longer has any effect"}; !slices.Equal(got, want) {
			t.Errorf("heard %q, want %q", got, want)
		}
	})
	t.Run("what was there before is not said again", func(t *testing.T) {
		t.Parallel()
		h := listener(t)
		m := stored(t, inside(namespace, matter("", "m1")))
		m.Spec.DisplayName = "Acme v Globex"
		must(t, h.Update(t.Context(), m, client.DryRunAll))
		if got := h.told(); len(got) > 0 {
			t.Errorf("heard %q", got)
		}
	})
}

// with returns a copy of an object with a change.
func with[T client.Object](o T, change func(T)) T {
	changed := o.DeepCopyObject().(T)
	change(changed)
	return changed
}
