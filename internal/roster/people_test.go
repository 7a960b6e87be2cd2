package roster_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestStanding is about the user amy.
func TestStanding(t *testing.T) {
	for _, c := range []struct {
		behaviour, firm string
		want            v1alpha1.IgnoredReason
	}{
		{"W-6 a user is a participant", `user amy`, ""},
		{"W-6 with any other role", `user amy role=FirmUserBilling`, ""},
		{"W-6 not one who does not exist", `user ben`, v1alpha1.IgnoredNotFound},
		{"W-6 not one who is deactivated", `user amy deactivated`, v1alpha1.IgnoredDeactivated},
		{"W-6 not a biller", `user amy role=ThirdPartyBiller`, v1alpha1.IgnoredThirdPartyBiller},
		{"M-12 the first reason that applies", `user amy deactivated role=ThirdPartyBiller`, v1alpha1.IgnoredDeactivated},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			view := firm.View(t, c.firm)
			reason, participant := roster.Standing(view, "amy")
			if reason != c.want || participant != (c.want == "") {
				t.Errorf("got %q, participant: %t; want %q", reason, participant, c.want)
			}
			if roster.IsParticipant(view, "amy") != participant {
				t.Errorf("IsParticipant says otherwise than Standing")
			}
		})
	}
}

// TestSystemRole is about the user amy.
func TestSystemRole(t *testing.T) {
	for _, c := range []struct {
		behaviour, firm string
		want            v1alpha1.SystemRole
	}{
		{"S-2 what the spec says", `user amy role=FirmUserBilling`, v1alpha1.RoleFirmUserBilling},
		{"R-5 without a role a Firm User", `user amy`, v1alpha1.RoleFirmUser},
		{"R-5 the first user is a Firm Administrator", `user amy first`, v1alpha1.RoleFirmAdministrator},
		{"R-5 what the spec says comes first", `user amy first role=FirmUser`, v1alpha1.RoleFirmUser},
		{"R-5 not the first to come but the first stamped", `user ben; user amy first`, v1alpha1.RoleFirmAdministrator},
		{"R-5 of several stamped the oldest", `user amy first; user ben first`, v1alpha1.RoleFirmAdministrator},
		{"R-5 not the second oldest", `user ben first; user amy first`, v1alpha1.RoleFirmUser},
		{"R-5 the oldest by since", `user ben first since=9; user amy first since=8`, v1alpha1.RoleFirmAdministrator},
		{"R-5 of the same age the first by name", `user ben first since=3; user amy first since=3`, v1alpha1.RoleFirmAdministrator},
		{"R-5 the oldest counts whatever its own role", `user ben first role=FirmUser; user amy first`, v1alpha1.RoleFirmUser},
		{"S-2 lead and backup hold no other role by that", `firm lead=amy backup=amy; user amy`, v1alpha1.RoleFirmUser},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			view := firm.View(t, c.firm)
			if got := roster.SystemRole(view, view.User("amy")); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestFirstUser(t *testing.T) {
	for _, c := range []struct{ behaviour, firm, want string }{
		{"R-5 nobody is stamped", `user amy`, ""},
		{"R-5 the oldest of those who are", `user amy; user zoe first; user ben first`, "zoe"},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			if got := roster.FirstUser(firm.View(t, c.firm)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestDesignations(t *testing.T) {
	const lead, backup = v1alpha1.DesignationLead, v1alpha1.DesignationBackup
	for _, c := range []struct {
		behaviour, firm string
		want            []v1alpha1.Designation
		administers     bool
	}{
		{"S-2 without a Firm none", `user amy`, nil, false},
		{"S-2 the lead", `firm lead=amy; user amy`, []v1alpha1.Designation{lead}, true},
		{"S-2 the backup", `firm lead=ben backup=amy; user amy`, []v1alpha1.Designation{backup}, true},
		{"R-2 both, in this order", `firm backup=amy lead=amy; user amy`, []v1alpha1.Designation{lead, backup}, true},
		{"S-2 a Firm Administrator needs none", `firm; user amy role=FirmAdministrator`, nil, true},
		{"R-5 nor does the first user", `user amy first`, nil, true},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			view := firm.View(t, c.firm)
			if diff := cmp.Diff(c.want, roster.Designations(view, "amy")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if got := roster.IsFirmAdministrator(view, view.User("amy")); got != c.administers {
				t.Errorf("is a Firm Administrator: %t, want %t", got, c.administers)
			}
		})
	}
}

// TestTraits is about what accounts say of the user amy.
func TestTraits(t *testing.T) {
	for _, c := range []struct {
		behaviour, firm             string
		active, floating, compliant bool
	}{
		{"an account that says nothing", `user amy`, true, false, false},
		{"nobody", ``, false, false, false},
		{"W-6 a biller is active", `user amy role=ThirdPartyBiller`, true, false, false},
		{"C-4 one who floats", `user amy floating`, true, true, false},
		{"C-4 floats even while deactivated", `user amy floating deactivated`, false, true, false},
		{"S3 one with the right", `user amy rights=Reporting,Compliance`, true, false, true},
		{"S3 one with another", `user amy rights=Administrator`, true, false, false},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			view := firm.View(t, c.firm)
			active, floating, compliant := roster.IsActive(view, "amy"), roster.IsFloating(view, "amy"), roster.HasRight(view, "amy", v1alpha1.RightCompliance)
			if active != c.active || floating != c.floating || compliant != c.compliant {
				t.Errorf("active: %t, floating: %t, with the right: %t", active, floating, compliant)
			}
		})
	}
}

func TestContact(t *testing.T) {
	named := firm.MakeUser("amy").Obj()
	named.Spec.GivenName, named.Spec.FamilyName = "Amy", "Khan"
	half := firm.MakeUser("amy").Obj()
	half.Spec.FamilyName = "Khan"
	for _, c := range []struct {
		behaviour string
		user      *v1alpha1.FirmUser
		want      *v1alpha1.Contact
	}{
		{"as people write the name", named, &v1alpha1.Contact{User: "amy", DisplayName: "Amy Khan", Email: "amy@firm.example"}},
		{"half a name", half, &v1alpha1.Contact{User: "amy", DisplayName: "Khan", Email: "amy@firm.example"}},
		{"no name", firm.MakeUser("amy").Obj(), &v1alpha1.Contact{User: "amy", DisplayName: "amy", Email: "amy@firm.example"}},
		{"nobody", nil, nil},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			if diff := cmp.Diff(c.want, roster.ContactOf(c.user)); diff != "" {
				t.Errorf("S-1 (-want +got)\n%s", diff)
			}
		})
	}
}
