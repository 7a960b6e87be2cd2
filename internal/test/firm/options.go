package firm

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

var firmOptions = options[*Wrapper]{
	"lead":          one((*Wrapper).Lead),
	"backup":        one((*Wrapper).Backup),
	"provisioning":  oneOf((*Wrapper).Provisioning, v1alpha1.ProvisioningOpen, v1alpha1.ProvisioningClosed),
	"closed":        flag((*Wrapper).Closed),       // say it after follow
	"clients":       pairs((*Wrapper).Client),      // name or name/manager
	"units":         pairs((*Wrapper).Unit),        // name or name/parent
	"billing-units": pairs((*Wrapper).BillingUnit), // likewise
	"systems":       many((*Wrapper).Systems),
	"follow":        follow(func(w *Wrapper) *v1alpha1.AssistantsFollow { return &w.Spec.AssistantsFollow }),
	"invoices":      oneOf((*Wrapper).OfficeAdministratorInvoices, v1alpha1.InvoicesAllOffices, v1alpha1.InvoicesOwnOffice),
}

var officeOptions options[*v1alpha1.Office]

var userOptions = options[*UserWrapper]{
	"email":  one((*UserWrapper).Email),
	"office": one((*UserWrapper).Office),
	"role": oneOf((*UserWrapper).SystemRole, v1alpha1.RoleFirmAdministrator, v1alpha1.RoleFirmOfficeAdministrator,
		v1alpha1.RoleFirmUserBilling, v1alpha1.RoleThirdPartyBiller, v1alpha1.RoleFirmUser),
	"as": oneOf((*UserWrapper).UserRole, v1alpha1.UserRolePartner, v1alpha1.UserRoleAssociate,
		v1alpha1.UserRoleAssistant, v1alpha1.UserRoleParalegal, v1alpha1.UserRoleGeneralStaff),
	"rights": manyOf((*UserWrapper).Rights, v1alpha1.RightAdministrator, v1alpha1.RightCompliance, v1alpha1.RightAccounting,
		v1alpha1.RightApproveOthersInvoices, v1alpha1.RightReporting, v1alpha1.RightAllBillingUnits),
	"units":       many((*UserWrapper).Units),
	"identities":  many((*UserWrapper).Identities),
	"delegates":   many((*UserWrapper).Delegates),
	"floating":    flag((*UserWrapper).Floating),
	"deactivated": flag((*UserWrapper).Deactivated),
	"upload":      flag((*UserWrapper).MatterDataUpload),
	"first":       flag((*UserWrapper).FirstUser),
}

var linkOptions = options[*v1alpha1.AssistantLink]{
	"name": one(func(link *v1alpha1.AssistantLink, name string) any {
		link.Name = name
		return nil
	}),
}

var matterOptions = options[*MatterWrapper]{
	"lead":         one((*MatterWrapper).Lead),
	"staff":        staff, // ben, ben:MatterEditor:SupportStaff:Follow@documents+billing
	"conflicted":   conflicted,
	"excluded":     many((*MatterWrapper).Excluded),
	"case":         one((*MatterWrapper).Case),
	"collections":  many((*MatterWrapper).Collections),
	"set":          pairs((*MatterWrapper).Side), // set/side
	"follow":       follow(func(w *MatterWrapper) *v1alpha1.AssistantsFollow { return &w.Spec.AssistantsFollow }),
	"client":       one((*MatterWrapper).Client),
	"office":       one((*MatterWrapper).Office),
	"unit":         one((*MatterWrapper).Unit),
	"confidential": flag((*MatterWrapper).Confidential),
	"closed":       flag((*MatterWrapper).Closed),
}

var (
	matterRoles = []v1alpha1.MatterRole{
		v1alpha1.MatterRoleBillingOnly, v1alpha1.MatterRoleReader, v1alpha1.MatterRoleEditor, v1alpha1.MatterRoleAdministrator,
	}
	staffingTypes = []v1alpha1.StaffingType{
		v1alpha1.StaffingTeamMember, v1alpha1.StaffingSupportStaff, v1alpha1.StaffingResponsibleAttorney,
	}
	overrides = []v1alpha1.AssistantsOverride{v1alpha1.AssistantsFollowEntry, v1alpha1.AssistantsDoNotFollow}
)

// staff adds a user to the team: its name, then what its entry says, in any order.
var staff = option[*MatterWrapper]{takes: several, set: func(w *MatterWrapper, value word, s statement) error {
	told, systems, some := cut(value, "@")
	said := split(told, ":")
	entry := v1alpha1.StaffingEntry{User: said[0].text}
	for _, what := range said[1:] {
		switch {
		case slices.Contains(matterRoles, v1alpha1.MatterRole(what.text)):
			entry.MatterRole = v1alpha1.MatterRole(what.text)
		case slices.Contains(staffingTypes, v1alpha1.StaffingType(what.text)):
			entry.StaffingType = v1alpha1.StaffingType(what.text)
		case slices.Contains(overrides, v1alpha1.AssistantsOverride(what.text)):
			entry.Assistants = v1alpha1.AssistantsOverride(what.text)
		default:
			return s.errorf(what, "%q is none of %v %v %v", what.text, matterRoles, staffingTypes, overrides)
		}
	}
	if some {
		for _, system := range split(systems, "+") {
			entry.IncludedSystems = append(entry.IncludedSystems, system.text)
		}
	}
	w.StaffEntry(entry)
	return nil
}}

// conflicted adds a user to the wall: dan, dan:Follow or dan:DoNotFollow.
var conflicted = option[*MatterWrapper]{takes: several, set: func(w *MatterWrapper, value word, s statement) error {
	user, override, some := cut(value, ":")
	said := v1alpha1.AssistantsOverride(override.text)
	if some && !slices.Contains(overrides, said) {
		return s.errorf(override, "%q is none of %v", override.text, overrides)
	}
	w.ConflictedEntry(v1alpha1.ConflictedEntry{User: user.text, Assistants: said})
	return nil
}}
