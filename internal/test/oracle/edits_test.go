package oracle_test

import (
	"encoding/json"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// What a write changes: one line for a field.

var firmEdits = []func(*rapid.T, *v1alpha1.Firm){
	func(t *rapid.T, o *v1alpha1.Firm) { o.Spec.DisplayName = pick(t, "", "Acme LLP", "Globex LLP") },
	func(t *rapid.T, o *v1alpha1.Firm) { o.Spec.Administrators.Lead = pick(t, append(userNames, "")...) },
	func(t *rapid.T, o *v1alpha1.Firm) { o.Spec.Administrators.Backup = pick(t, append(userNames, "")...) },
	func(t *rapid.T, o *v1alpha1.Firm) {
		o.Spec.Administrators.Provisioning = pick(t, "", v1alpha1.ProvisioningOpen, v1alpha1.ProvisioningClosed)
	},
	recovery,
	func(_ *rapid.T, o *v1alpha1.Firm) { o.Spec.Administrators.Recovery = nil },
	func(t *rapid.T, o *v1alpha1.Firm) {
		o.Spec.Administrators.Recovery = &v1alpha1.Recovery{Departed: []string{pick(t, userNames...)}}
	},
	func(t *rapid.T, o *v1alpha1.Firm) {
		o.Spec.Clients = []v1alpha1.Client{{Name: "acme", DisplayName: pick(t, "", "Acme"), Manager: pick(t, append(userNames, "")...)}}
	},
	func(t *rapid.T, o *v1alpha1.Firm) {
		others := slices.DeleteFunc(o.Spec.Clients, func(c v1alpha1.Client) bool { return c.Name == "nemo" })
		o.Spec.Clients = append(others, v1alpha1.Client{Name: "nemo", Manager: pick(t, append(userNames, "")...)})
	},
	func(t *rapid.T, o *v1alpha1.Firm) {
		o.Spec.BusinessUnits = []v1alpha1.BusinessUnit{{Name: "group"}, {Name: "uk", Parent: pick(t, "", "group", "limbo"), BillingUnit: chance(t, 4)}}
	},
	func(t *rapid.T, o *v1alpha1.Firm) {
		others := slices.DeleteFunc(o.Spec.BusinessUnits, func(u v1alpha1.BusinessUnit) bool { return u.Name == "limbo" })
		o.Spec.BusinessUnits = append(others, v1alpha1.BusinessUnit{Name: "limbo", Parent: pick(t, "", "group", "uk"), DisplayName: pick(t, "", "Limbo")})
	},
	func(_ *rapid.T, o *v1alpha1.Firm) {
		for i := range o.Spec.BusinessUnits {
			o.Spec.BusinessUnits[i].DisplayName = "A unit"
		}
	},
	func(_ *rapid.T, o *v1alpha1.Firm) { o.Spec.Systems = []string{"docket"} },
	func(_ *rapid.T, o *v1alpha1.Firm) { o.Spec.AssistantsFollow.Staffing = v1alpha1.FollowDisabled },
	func(_ *rapid.T, o *v1alpha1.Firm) { o.Spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowEnabled },
	func(_ *rapid.T, o *v1alpha1.Firm) { o.Spec.PasswordPolicy.MinimumLength = 12 },
	func(_ *rapid.T, o *v1alpha1.Firm) { o.Spec.OfficeAdministratorInvoices = v1alpha1.InvoicesOwnOffice },
}

// recoveryEdits are what Support may mean by R-3.
var recoveryEdits = []func(*rapid.T, *v1alpha1.Firm){
	recovery, recovery,
	func(_ *rapid.T, o *v1alpha1.Firm) { // by what was stated before
		if r := o.Spec.Administrators.Recovery; r != nil {
			o.Spec.Administrators.Lead = r.NewLead
		}
	},
}

// statement is R-3 complete, as far as somebody named is there.
func statement(t *rapid.T, o *v1alpha1.Firm) {
	partner, lead := pick(t, userNames...), pick(t, userNames...)
	o.Spec.Administrators.Lead = lead
	departed := []string{}
	for _, user := range userNames {
		if user != lead && chance(t, 6) {
			departed = append(departed, user)
		}
	}
	o.Spec.Administrators.Recovery = &v1alpha1.Recovery{
		RequestedBy: partner, PartnerEmail: partner + "@firm.example", FirmName: o.Spec.DisplayName,
		NewLead: lead, NewLeadEmail: lead + "@firm.example", Departed: departed,
		Authorization: "I authorize this.",
	}
}

// recovery is R-3 complete but for what is drawn to be missing.
func recovery(t *rapid.T, o *v1alpha1.Firm) {
	statement(t, o)
	r := o.Spec.Administrators.Recovery
	lead := r.NewLead
	missing := []func(){
		func() { r.RequestedBy = "" }, func() { r.PartnerEmail = "x@firm.example" }, func() { r.FirmName = "Other" },
		func() { r.NewLead = "nobody" }, func() { r.NewLeadEmail = "x@firm.example" }, func() { r.Authorization = "" }, func() { r.Departed = nil }, func() { r.Departed = append(r.Departed, lead) },
	}
	if i := rapid.IntRange(0, 2*len(missing)).Draw(t, "missing"); i < len(missing) {
		missing[i]()
	}
}

var officeEdits = []func(*rapid.T, *v1alpha1.Office){
	func(_ *rapid.T, o *v1alpha1.Office) { o.Spec.DisplayName = "Office" },
	func(_ *rapid.T, o *v1alpha1.Office) { o.Spec.Phone = "+44" },
}

var userEdits = []func(*rapid.T, *v1alpha1.FirmUser){
	func(t *rapid.T, o *v1alpha1.FirmUser) {
		o.Spec.Email = pick(t, o.Name+"@new.example", "shared@firm.example", "amira@firm.example", "uid:ben", "")
	},
	func(t *rapid.T, o *v1alpha1.FirmUser) {
		o.Spec.Identities = pick(t, nil, []string{"uid:" + o.Name}, []string{"uid:new", "uid:shared"}, []string{"amira@firm.example"})
	},
	func(_ *rapid.T, o *v1alpha1.FirmUser) { o.Spec.GivenName = "Kim" },
	func(_ *rapid.T, o *v1alpha1.FirmUser) { o.Spec.FamilyName = "Lee" },
	func(t *rapid.T, o *v1alpha1.FirmUser) { o.Spec.Office = pick(t, append(officeNames, "")...) },
	func(t *rapid.T, o *v1alpha1.FirmUser) { o.Spec.Office = pick(t, append(officeNames, "")...) },
	func(_ *rapid.T, o *v1alpha1.FirmUser) { o.Spec.Deactivated = !o.Spec.Deactivated },
	func(_ *rapid.T, o *v1alpha1.FirmUser) { o.Spec.MatterDataUpload = !o.Spec.MatterDataUpload },
	drawRole, drawRole,
	func(t *rapid.T, o *v1alpha1.FirmUser) {
		o.Spec.UserRole = pick(t, "", v1alpha1.UserRolePartner, v1alpha1.UserRoleAssistant)
	},
	func(t *rapid.T, o *v1alpha1.FirmUser) {
		o.Spec.Rights = pick(t, nil, []v1alpha1.UserRight{v1alpha1.RightAdministrator}, []v1alpha1.UserRight{v1alpha1.RightCompliance})
	},
	func(t *rapid.T, o *v1alpha1.FirmUser) {
		o.Spec.GlobalRoles = pick(t, nil, []v1alpha1.GlobalRole{v1alpha1.FloatingUser})
	},
	func(t *rapid.T, o *v1alpha1.FirmUser) { o.Spec.BusinessUnits = []string{pick(t, unitNames...)} },
	func(t *rapid.T, o *v1alpha1.FirmUser) { o.Spec.Delegates = []string{pick(t, userNames...)} },
}

func drawRole(t *rapid.T, o *v1alpha1.FirmUser) {
	o.Spec.SystemRole = pick(t, "", v1alpha1.RoleFirmUser, v1alpha1.RoleFirmAdministrator, v1alpha1.RoleFirmOfficeAdministrator, v1alpha1.RoleThirdPartyBiller)
}

var matterEdits = []func(*rapid.T, *v1alpha1.Matter){
	func(_ *rapid.T, o *v1alpha1.Matter) { o.Spec.DisplayName = "Acme v Globex" },
	func(t *rapid.T, o *v1alpha1.Matter) { o.Spec.Client = pick(t, clientNames...) },
	func(t *rapid.T, o *v1alpha1.Matter) { o.Spec.Office = pick(t, officeNames...) },
	func(t *rapid.T, o *v1alpha1.Matter) { o.Spec.BusinessUnit = pick(t, unitNames...) },
	func(t *rapid.T, o *v1alpha1.Matter) { o.Spec.State = pick(t, v1alpha1.StateOpen, v1alpha1.StateClosed) },
	func(_ *rapid.T, o *v1alpha1.Matter) { o.Spec.Confidential = !o.Spec.Confidential },
	func(_ *rapid.T, o *v1alpha1.Matter) { o.Spec.Confidential = !o.Spec.Confidential },
	func(t *rapid.T, o *v1alpha1.Matter) {
		if o.Spec.Type == v1alpha1.TypeMatter {
			o.Spec.Case = pick(t, "", "c1", "c9")
		}
	},
	func(t *rapid.T, o *v1alpha1.Matter) {
		if o.Spec.Type == v1alpha1.TypeMatter {
			o.Spec.Collections = pick(t, nil, []string{"k1"}, []string{"k1", "c9"})
		}
	},
	func(t *rapid.T, o *v1alpha1.Matter) { o.Spec.Lead = pick(t, append(userNames, "")...) },
	func(t *rapid.T, o *v1alpha1.Matter) { o.Spec.Lead = pick(t, append(userNames, "")...) },
	func(t *rapid.T, o *v1alpha1.Matter) {
		o.Spec.Staffing = []v1alpha1.StaffingEntry{{User: pick(t, userNames...), MatterRole: v1alpha1.MatterRoleAdministrator}}
	},
	func(_ *rapid.T, o *v1alpha1.Matter) { o.Spec.Staffing = nil },
	func(_ *rapid.T, o *v1alpha1.Matter) { o.Spec.AssistantsFollow.Staffing = v1alpha1.FollowEnabled },
	func(_ *rapid.T, o *v1alpha1.Matter) { o.Spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowEnabled },
	func(t *rapid.T, o *v1alpha1.Matter) {
		o.Spec.ConflictedUsers = []v1alpha1.ConflictedEntry{{User: pick(t, userNames...)}}
	},
	func(_ *rapid.T, o *v1alpha1.Matter) { o.Spec.ConflictedUsers = nil },
	func(t *rapid.T, o *v1alpha1.Matter) {
		o.Spec.ExcludedUsers = []v1alpha1.ExcludedEntry{{User: pick(t, userNames...)}}
	},
	func(_ *rapid.T, o *v1alpha1.Matter) { o.Spec.ExcludedUsers = nil },
	func(t *rapid.T, o *v1alpha1.Matter) {
		if o.Spec.Type != v1alpha1.TypeCollection {
			o.Spec.OpposingTeamSets = []v1alpha1.OpposingTeamSide{{Set: "auction", Side: pick(t, "a", "b")}}
		}
	},
}

func show(o metav1.Object) string {
	text, err := json.Marshal(o)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
