package profile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/test/firm"
)

func TestUser(t *testing.T) {
	view := firm.View(t, `
		firm lead=amira backup=amira clients=acme units=uk
		office london
		user amira as=Associate office=london units=uk delegates=ben; user ben; user dora
		link dora->amira; link carla->amira; link amira->ben
	`)
	amira := view.User("amira")
	amira.Spec.GivenName, amira.Spec.FamilyName, amira.Generation = "Amira", "Khan", 4
	got := profile.User(view, amira, nobodyHasAccess)
	if diff := cmp.Diff(v1alpha1.FirmUserStatus{
		Conditions:         got.Conditions,
		ObservedGeneration: 4,
		UserID:             "amira@firm.example",
		SystemRole:         v1alpha1.RoleFirmUser,
		Designations:       []v1alpha1.Designation{v1alpha1.DesignationLead, v1alpha1.DesignationBackup},
		SupportContact:     &v1alpha1.Contact{User: "amira", DisplayName: "Amira Khan", Email: "amira@firm.example"},
		Permissions:        got.Permissions, // internal/access tests them
		ClientAccess: []v1alpha1.ClientAccess{
			{Client: "acme", Administer: true, PostInvoices: true, ViewInvoices: v1alpha1.InvoicesAllOffices},
		},
		Assistants: []string{"carla", "dora"}, // not by name of the link, and carla need not exist
	}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"Ready=True Reconciled: everything declared took effect",
		"ReferencesResolved=True AllFound: everything named is there",
		"IdentityUnique=True Unique: nobody else has this email or one of these identities",
		"RightsConsistent=True Consistent: no right lacks the one that it goes along with",
	}, told(got.Conditions)); diff != "" {
		t.Error(diff)
	}
	if len(got.Permissions) != 10 {
		t.Errorf("permissions: %v", got.Permissions)
	}
	dora := profile.User(view, view.User("dora"), nobodyHasAccess)
	if diff := cmp.Diff([]string{"amira"}, dora.Timekeepers); diff != "" {
		t.Error(diff)
	}
}

func TestADeactivatedUserHasNothingButItsProfile(t *testing.T) {
	view := firm.View(t, `firm lead=amira clients=acme; user amira deactivated first as=Partner
		link ben->amira; matter m1 lead=amira client=acme`)
	got := profile.User(view, view.User("amira"), everybodyHasAccess)
	got.Conditions = nil
	if diff := cmp.Diff(v1alpha1.FirmUserStatus{
		ObservedGeneration: 1,
		UserID:             "amira@firm.example",
		SystemRole:         v1alpha1.RoleFirmAdministrator,
		Designations:       []v1alpha1.Designation{v1alpha1.DesignationLead},
		SupportContact:     &v1alpha1.Contact{User: "amira", DisplayName: "amira", Email: "amira@firm.example"},
		Assistants:         []string{"ben"},
	}, got); diff != "" {
		t.Error(diff)
	}
}

func TestSupportContact(t *testing.T) {
	const offices = "office london; office zurich; user dan office=london role=FirmOfficeAdministrator; user ben role=FirmAdministrator; "
	for name, tc := range map[string]struct{ firm, want string }{
		"the office's administrator":              {offices + "user amira office=london", "dan"},
		"the firm's, of an office that has none":  {offices + "user amira office=zurich", "ben"},
		"the firm's, without an office":           {offices + "user amira", "ben"},
		"the firm's, where the office is missing": {offices + "user amira office=oslo; user eve office=oslo role=FirmOfficeAdministrator", "ben"},
		"the lead's is itself":                    {offices + "firm lead=amira; user amira office=london", "amira"},
		"the backup's is the office's":            {offices + "firm backup=amira; user amira office=london", "dan"},
		"nobody":                                  {"user amira", ""},
	} {
		t.Run(name, func(t *testing.T) {
			view := firm.View(t, tc.firm)
			if got := who(profile.User(view, view.User("amira"), nobodyHasAccess).SupportContact); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestUserConditions(t *testing.T) {
	for _, tc := range []struct {
		name, firm string
		want       []string
	}{
		{
			name: "nothing that it names is there",
			firm: "firm units=uk; user amira office=zurich units=uk,tax delegates=nobody",
			want: []string{
				"Ready=False NotFound: spec.office: no Office named zurich; spec.businessUnits: no business unit named tax; spec.delegates: no FirmUser named nobody",
				"ReferencesResolved=False NotFound: spec.office: no Office named zurich; spec.businessUnits: no business unit named tax; spec.delegates: no FirmUser named nobody",
			},
		},
		{
			name: "units without a Firm", firm: "user amira units=uk",
			want: []string{"ReferencesResolved=False NotFound: spec.businessUnits: no business unit named uk"},
		},
		{
			name: "an identity shared with two, once by email and once by identity",
			firm: "user amira identities=kc:a,dan@firm.example; user eve identities=kc:a,amira@firm.example; user dan deactivated",
			want: []string{
				"Ready=False Shared: R-7: none of them can act until each has an email and identities of its own: shared with dan, eve",
				"IdentityUnique=False Shared: R-7: none of them can act until each has an email and identities of its own: shared with dan, eve",
				"Stalled=True Shared: R-7: none of them can act until each has an email and identities of its own: shared with dan, eve",
			},
		},
		{
			name: "invoices of others without Accounting", firm: "user amira rights=ApproveOthersInvoices",
			want: []string{
				"Ready=True Reconciled: everything declared took effect",
				"RightsConsistent=False AccountingMissing: S-3: ApproveOthersInvoices goes along with Accounting, which is not there",
			},
		},
		{
			name: "all billing units without Reporting", firm: "user amira rights=AllBillingUnits,ApproveOthersInvoices,Accounting",
			want: []string{"RightsConsistent=False ReportingMissing: S-3: AllBillingUnits goes along with Reporting, which is not there"},
		},
		{
			name: "both", firm: "user amira rights=AllBillingUnits,ApproveOthersInvoices",
			want: []string{"RightsConsistent=False AccountingMissing: S-3: ApproveOthersInvoices goes along with Accounting, which is not there; " +
				"S-3: AllBillingUnits goes along with Reporting, which is not there"},
		},
		{
			name: "neither", firm: "user amira rights=AllBillingUnits,ApproveOthersInvoices,Accounting,Reporting",
			want: []string{"RightsConsistent=True Consistent: no right lacks the one that it goes along with"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			view := firm.View(t, tc.firm)
			got := told(profile.User(view, view.User("amira"), nobodyHasAccess).Conditions)
			for _, want := range tc.want {
				contains(t, got, want)
			}
		})
	}
}
