package access_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

func TestClients(t *testing.T) {
	const clients = "firm clients=globex,acme/ben invoices=AllOffices; "
	acme, globex := v1alpha1.ClientAccess{Client: "acme"}, v1alpha1.ClientAccess{Client: "globex"}
	both := func(is v1alpha1.ClientAccess) []v1alpha1.ClientAccess {
		of := []v1alpha1.ClientAccess{is, is}
		of[0].Client, of[1].Client = "acme", "globex"
		return of
	}
	administer := both(v1alpha1.ClientAccess{Administer: true, PostInvoices: true, ViewInvoices: v1alpha1.InvoicesAllOffices})
	bill := both(v1alpha1.ClientAccess{PostInvoices: true, ViewInvoices: v1alpha1.InvoicesAllOffices})
	post := both(v1alpha1.ClientAccess{PostInvoices: true})
	acme.Matters, globex.Matters = true, true

	for _, tc := range []struct {
		name, firm string
		granted    string // the assets that grant access to whoever asks
		want       []v1alpha1.ClientAccess
	}{
		{name: "Firm Administrator", firm: clients + "user amira role=FirmAdministrator", want: administer},
		{name: "lead", firm: "firm lead=amira clients=acme,globex; user amira", want: administer},
		{name: "backup who bills", firm: "firm backup=amira clients=acme,globex; user amira role=ThirdPartyBiller", want: administer},
		{name: "Firm Office Administrator", firm: clients + "user amira role=FirmOfficeAdministrator", want: bill},
		{
			name: "Firm Office Administrator with limited invoices",
			firm: "firm clients=acme,globex invoices=OwnOffice; user amira role=FirmOfficeAdministrator",
			want: both(v1alpha1.ClientAccess{PostInvoices: true, ViewInvoices: v1alpha1.InvoicesOwnOffice}),
		},
		{name: "Firm User + Billing", firm: clients + "user amira role=FirmUserBilling", want: bill},
		{name: "3rd party biller", firm: clients + "user amira role=ThirdPartyBiller", want: post},
		{name: "Firm User", firm: clients + "user amira"},
		{name: "deactivated", firm: clients + "user amira role=FirmAdministrator deactivated"},
		{name: "without a Firm", firm: "user amira; matter m1 lead=amira client=acme", granted: "m1"},

		{name: "on a matter", firm: clients + "user amira; matter m1 staff=amira client=acme", granted: "m1", want: []v1alpha1.ClientAccess{acme}},
		{name: "walled off there", firm: clients + "user amira; matter m1 staff=amira client=acme"},
		{name: "of a client that the Firm does not list", firm: clients + "user amira; matter m1 staff=amira client=nemo", granted: "m1"},
		{name: "on a case", firm: clients + "user amira; case c1 lead=amira client=acme", granted: "c1", want: []v1alpha1.ClientAccess{acme}},
		{
			name:    "on a matter of a case and one of a collection",
			firm:    clients + "user amira; case c1 lead=amira; collection k1 staff=amira; matter m1 case=c1 client=globex; matter m2 collections=k1 client=acme",
			granted: "m1 m2", want: []v1alpha1.ClientAccess{acme, globex},
		},
		{
			name: "following a timekeeper", granted: "m1 m2 m3",
			firm: clients + "user amira; link amira->ben; case c1 staff=ben; matter m1 case=c1 client=acme; matter m2 staff=carla client=globex",
			want: []v1alpha1.ClientAccess{acme},
		},
		{
			name: "following nobody by a link that is not accepted", granted: "m1",
			firm: clients + "user amira; link carla->amira; link amira->ben; matter m1 staff=ben client=acme",
		},
		{
			name: "beside what the role gives", granted: "m1",
			firm: clients + "user amira role=FirmUserBilling; matter m1 staff=amira client=globex",
			want: []v1alpha1.ClientAccess{bill[0], {Client: "globex", PostInvoices: true, ViewInvoices: v1alpha1.InvoicesAllOffices, Matters: true}},
		},
		{name: "never a biller", firm: clients + "user amira role=ThirdPartyBiller; matter m1 staff=amira client=acme", granted: "m1", want: post},
	} {
		t.Run(tc.name, func(t *testing.T) {
			view := firm.View(t, tc.firm)
			granted := func(asset *v1alpha1.Matter, user string) bool {
				return user == "amira" && slices.Contains(strings.Fields(tc.granted), asset.Name)
			}
			if diff := cmp.Diff(tc.want, access.Clients(view, view.User("amira"), granted)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestClientsAsksNoMoreThanItMust(t *testing.T) {
	view := firm.View(t, `firm clients=acme
		user amira
		case c1 staff=amira
		matter m1 case=c1 staff=amira client=acme; matter m2 case=c1 client=acme; matter m3 client=acme; matter m4 staff=amira client=nemo`)
	var asked []string
	access.Clients(view, view.User("amira"), func(asset *v1alpha1.Matter, _ string) bool {
		asked = append(asked, asset.Name)
		return true
	})
	if diff := cmp.Diff([]string{"m1"}, asked); diff != "" {
		t.Error(diff)
	}
}

// TestReachedAssetByAssetIsReachedUserByUser compares the two ways to find which
// clients a user reaches (S-4).
func TestReachedAssetByAssetIsReachedUserByUser(t *testing.T) {
	reaching := 0
	rapid.Check(t, func(t *rapid.T) {
		objects, _ := drawn(t)
		if objects.Firm != nil {
			objects.Firm.Spec.Clients = []v1alpha1.Client{{Name: "globex"}, {Name: "acme"}, {Name: "initech"}}
		}
		for _, m := range objects.Matters {
			m.Spec.Client = rapid.SampledFrom([]string{"globex", "acme", "initech", "nemo"}).Draw(t, "client")
		}
		view := roster.NewSnapshot(objects)
		positions := []*staffing.Positions{staffing.NewPositions(view), staffing.NewPositions(view)}
		reach := access.ReachedOn(view, objects.Matters, positions).Reach(view)
		for _, u := range objects.Users {
			one := access.Clients(view, u, staffing.NewPositions(view).Granted)
			if diff := cmp.Diff(one, reach.Clients(u)); diff != "" {
				t.Errorf("%s (-user by user +asset by asset)\n%s", u.Name, diff)
			}
			if slices.ContainsFunc(one, func(c v1alpha1.ClientAccess) bool { return c.Matters }) {
				reaching++
			}
		}
	})
	if reaching == 0 {
		t.Error("nobody reaches a client through an asset")
	}
}
