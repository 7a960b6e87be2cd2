package profile_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

func TestFirm(t *testing.T) {
	got := profile.Firm(firm.View(t, `
		firm lead=ruth backup=colin closed
		office london; office zurich
		user ruth; user colin deactivated; user amira role=FirmAdministrator; user ben role=FirmAdministrator deactivated
		user carla first; user dan first; user eve role=FirmOfficeAdministrator
	`))
	if diff := cmp.Diff(v1alpha1.FirmStatus{
		Conditions:         got.Conditions,
		ObservedGeneration: 1,
		Lead:               &v1alpha1.Contact{User: "ruth", DisplayName: "ruth", Email: "ruth@firm.example"},
		Backup:             &v1alpha1.Contact{User: "colin", DisplayName: "colin", Email: "colin@firm.example"},
		FirmAdministrators: []string{"amira", "carla", "ruth"}, // carla is the older of the stamped
		Offices:            2,
		Users:              7,
		ActiveUsers:        5,
	}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"Ready=True Reconciled: everything declared took effect",
		"ReferencesResolved=True AllFound: everything named is there",
		"AdministratorsAssigned=True Assigned: the firm has a lead, a backup and an active Firm Administrator; the backup colin is deactivated",
		"AdministratorsDistinct=True Distinct: lead and backup are not the same user",
		"ProvisioningClosed=True Closed: lead or backup has closed the window",
		"BusinessUnitsValid=True Tree: every unit leads up to a root",
		"LedgerIntact=True Intact: the ledger can be read",
	}, told(got.Conditions)); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutAFirmThereIsNoStatus(t *testing.T) {
	if diff := cmp.Diff(v1alpha1.FirmStatus{}, profile.Firm(firm.View(t, "user amira"))); diff != "" {
		t.Error(diff)
	}
}

func TestFirmAdministratorsArePublishedUpToABound(t *testing.T) {
	objects := firm.Parse(t, "firm")
	for i := range v1alpha1.MaxPublished + 1 {
		objects.Users = append(objects.Users, firm.MakeUser(fmt.Sprintf("user-%03d", i)).SystemRole(v1alpha1.RoleFirmAdministrator).Obj())
	}
	got := profile.Firm(roster.NewSnapshot(objects)).FirmAdministrators
	if len(got) != v1alpha1.MaxPublished || got[0] != "user-000" {
		t.Errorf("%d published, the first is %s", len(got), got[0])
	}
}

func TestFirmConditions(t *testing.T) {
	const people = "; user amira; user ben; user carla"
	for _, tc := range []struct {
		name, firm, want string
		more             []string
	}{
		{
			name: "lead and backup are missing", firm: "firm lead=nobody backup=none" + people,
			want: "ReferencesResolved=False NotFound: spec.administrators.lead: no FirmUser named nobody; spec.administrators.backup: no FirmUser named none",
			more: []string{
				"Ready=False NotFound: spec.administrators.lead: no FirmUser named nobody; spec.administrators.backup: no FirmUser named none",
				"AdministratorsAssigned=False LeadMissing: R-8: the firm has no lead; R-8: the firm has no backup; R-8: no Firm Administrator, lead or backup is active",
			},
		},
		{
			name: "a client's manager is missing", firm: "firm clients=acme/amira,globex/nobody" + people,
			want: "ReferencesResolved=False NotFound: spec.clients[globex].manager: no FirmUser named nobody",
		},
		{
			name: "no lead", firm: "firm backup=ben" + people,
			want: "AdministratorsAssigned=False LeadMissing: R-8: the firm has no lead",
			more: []string{"Ready=True Reconciled: everything declared took effect"},
		},
		{
			name: "no backup", firm: "firm lead=ben" + people,
			want: "AdministratorsAssigned=False BackupMissing: R-8: the firm has no backup",
		},
		{
			name: "all who administer are deactivated",
			firm: "firm lead=amira backup=ben; user amira deactivated; user ben deactivated; user carla role=FirmAdministrator deactivated; user dan first deactivated",
			want: "AdministratorsAssigned=False NoActiveAdministrator: R-8: no Firm Administrator, lead or backup is active; " +
				"the lead amira is deactivated; the backup ben is deactivated",
		},
		{
			name: "lead and backup can act", firm: "firm lead=amira backup=ben" + people,
			want: "AdministratorsAssigned=True Assigned: the firm has a lead, a backup and an active Firm Administrator",
		},
		{
			name: "the lead is deactivated", firm: "firm lead=amira backup=ben; user amira deactivated; user ben",
			want: "AdministratorsAssigned=True Assigned: the firm has a lead, a backup and an active Firm Administrator; the lead amira is deactivated",
		},
		{
			name: "the backup is a biller", firm: "firm lead=amira backup=ben; user amira; user ben role=ThirdPartyBiller",
			want: "AdministratorsAssigned=False BackupMissing: R-1: the backup ben is a 3rd party biller",
		},
		{
			name: "the backup is a biller, and deactivated", firm: "firm lead=amira backup=ben; user amira; user ben role=ThirdPartyBiller deactivated",
			want: "AdministratorsAssigned=False BackupMissing: R-1: the backup ben is a 3rd party biller; the backup ben is deactivated",
		},
		{
			name: "the first user administers", firm: "firm lead=amira backup=amira; user amira deactivated; user dan first",
			want: "AdministratorsAssigned=True Assigned: the firm has a lead, a backup and an active Firm Administrator; the lead amira is deactivated; the backup amira is deactivated",
		},
		{
			name: "lead and backup are one", firm: "firm lead=amira backup=amira" + people,
			want: "AdministratorsDistinct=False SameUser: R-2: amira is both lead and backup",
		},
		{
			name: "neither is set", firm: "firm" + people,
			want: "AdministratorsDistinct=True Distinct: lead and backup are not the same user",
		},
		{
			name: "the window is open", firm: "firm provisioning=Open",
			want: "ProvisioningClosed=False Open: P-5: a Provisioner can set up the firm freely",
		},
		{
			name: "the window would be closed", firm: "firm provisioning=Closed",
			want: "ProvisioningClosed=False AwaitingAdministrator: P-5: the window is open until lead or backup writes the Firm with provisioning: Closed",
		},
		{
			name: "units above each other", firm: "firm units=a/b,b/a,c/gone,d/d",
			want: "BusinessUnitsValid=False Cycle: S-5: above each other: a, b; S-5: above each other: d; S-5: spec.businessUnits[c].parent: no business unit named gone",
			more: []string{"Ready=False Cycle: S-5: above each other: a, b; S-5: above each other: d; S-5: spec.businessUnits[c].parent: no business unit named gone"},
		},
		{
			name: "a unit below none", firm: "firm units=a,b/gone",
			want: "BusinessUnitsValid=False ParentNotFound: S-5: spec.businessUnits[b].parent: no business unit named gone",
			more: []string{"Stalled=True ParentNotFound: S-5: spec.businessUnits[b].parent: no business unit named gone"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := told(profile.Firm(firm.View(t, tc.firm)).Conditions)
			for _, want := range append(tc.more, tc.want) {
				contains(t, got, want)
			}
		})
	}
}

func TestLedgerIntact(t *testing.T) {
	for _, tc := range []struct {
		stored string
		want   []string
	}{
		{stored: "", want: []string{"LedgerIntact=True Intact: the ledger can be read"}},
		{
			stored: "{",
			want:   []string{"LedgerIntact=False Unreadable: L-8: the ledger cannot be read: unexpected end of JSON input"},
		},
		{
			stored: `{"first":{"conflictedUsers":"Disabled","staffing":"Disabled"},"unreadable":true,"v":1}`,
			want:   []string{"LedgerIntact=False Unreadable: L-8: an earlier ledger could not be read: history from before is lost"},
		},
		{
			stored: `{"v":99}`,
			want: []string{
				"LedgerIntact=False NewerVersion: L-8: a newer version of matterplane wrote the ledger; it is kept as it is until that version runs again",
				"Stalled=True NewerVersion: L-8: a newer version of matterplane wrote the ledger; it is kept as it is until that version runs again",
			},
		},
	} {
		objects := firm.Parse(t, "firm")
		objects.Firm.Annotations[v1alpha1.LedgerAnnotation] = tc.stored
		got := told(profile.Firm(roster.NewSnapshot(objects)).Conditions)
		for _, want := range tc.want {
			contains(t, got, want)
		}
	}
}
