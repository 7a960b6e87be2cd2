package profile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/test/firm"
)

func TestOffice(t *testing.T) {
	view := firm.View(t, `
		office london; office zurich
		user dan office=london role=FirmOfficeAdministrator; user carla office=london role=FirmOfficeAdministrator
		user ben office=london role=FirmOfficeAdministrator deactivated; user amira office=london; user eve office=zurich
	`)
	got := profile.Office(view, view.Office("london"))
	if diff := cmp.Diff(v1alpha1.OfficeStatus{
		Conditions:         got.Conditions,
		ObservedGeneration: 1,
		Administrators:     []string{"carla", "dan"},
		SupportContact:     &v1alpha1.Contact{User: "carla", DisplayName: "carla", Email: "carla@firm.example"},
		Users:              4,
		ActiveUsers:        3,
	}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"Ready=True Reconciled: everything declared took effect",
		"AdministratorAssigned=True Assigned: the office has an active administrator",
	}, told(got.Conditions)); diff != "" {
		t.Error(diff)
	}
}

func TestAnOfficeWithoutAdministrator(t *testing.T) {
	for name, tc := range map[string]struct{ firm, condition, support string }{
		"of one": {
			firm:      "office london; user amira office=london",
			condition: "AdministratorAssigned=True NotRequired: the firm's only office needs no administrator",
		},
		"of two": {
			firm:      "office london; office zurich; user ben office=zurich role=FirmOfficeAdministrator",
			condition: "AdministratorAssigned=False Missing: S-1: the firm has more than one office, and this one has no active Firm Office Administrator",
		},
		"helped by the first Firm Administrator": {
			firm:      "firm lead=carla backup=ben; office london; user carla; user ben; user amira role=FirmAdministrator deactivated; user dan role=FirmAdministrator",
			condition: "AdministratorAssigned=True NotRequired: the firm's only office needs no administrator",
			support:   "ben",
		},
	} {
		t.Run(name, func(t *testing.T) {
			view := firm.View(t, tc.firm)
			got := profile.Office(view, view.Office("london"))
			contains(t, told(got.Conditions), tc.condition)
			contains(t, told(got.Conditions), "Ready=True Reconciled: everything declared took effect")
			if who(got.SupportContact) != tc.support || got.Administrators != nil {
				t.Errorf("support %q, administrators %v", who(got.SupportContact), got.Administrators)
			}
		})
	}
}
