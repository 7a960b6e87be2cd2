package access

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// holder is what the rules ask about a user.
type holder struct {
	spec       *v1alpha1.FirmUserSpec
	systemRole v1alpha1.SystemRole
	designated bool               // as lead or backup
	firm       *v1alpha1.FirmSpec // empty without a Firm
}

func holderOf(v roster.View, u *v1alpha1.FirmUser) holder {
	h := holder{
		spec: &u.Spec, firm: &v1alpha1.FirmSpec{},
		systemRole: roster.SystemRole(v, u), designated: len(roster.Designations(v, u.Name)) > 0,
	}
	if firm, _ := v.Firm(); firm != nil {
		h.firm = &firm.Spec
	}
	return h
}

// invoicesSeen returns which invoices the firm shows its office administrators.
func (h holder) invoicesSeen() v1alpha1.InvoiceScope {
	if h.firm.OfficeAdministratorInvoices == v1alpha1.InvoicesOwnOffice {
		return v1alpha1.InvoicesOwnOffice
	}
	return v1alpha1.InvoicesAllOffices
}

func designated(h holder) bool { return h.designated }

func uploader(h holder) bool { return h.spec.MatterDataUpload }

func systemRole(role v1alpha1.SystemRole) func(holder) bool {
	return func(h holder) bool { return h.systemRole == role }
}

func officeAdministratorOf(invoices v1alpha1.InvoiceScope) func(holder) bool {
	return func(h holder) bool {
		return h.systemRole == v1alpha1.RoleFirmOfficeAdministrator && h.invoicesSeen() == invoices
	}
}

func userRole(roles ...v1alpha1.UserRole) func(holder) bool {
	return func(h holder) bool { return slices.Contains(roles, h.spec.UserRole) }
}

func right(right v1alpha1.UserRight) func(holder) bool {
	return func(h holder) bool { return h.has(right) }
}

// accountantOfBillingUnit says whether a user with the right Accounting is itself
// in a unit at which invoices are kept; units below its own do not count (S3).
func accountantOfBillingUnit(h holder) bool {
	return h.has(v1alpha1.RightAccounting) &&
		slices.ContainsFunc(h.firm.BusinessUnits, func(unit v1alpha1.BusinessUnit) bool {
			return unit.BillingUnit && slices.Contains(h.spec.BusinessUnits, unit.Name)
		})
}

func (h holder) has(right v1alpha1.UserRight) bool { return slices.Contains(h.spec.Rights, right) }

func (h holder) isFirmAdministrator() bool {
	return h.designated || h.systemRole == v1alpha1.RoleFirmAdministrator
}

// seesInvoicesOf says whether the firm shows an office administrator the invoices
// of an office (D-10).
func (h holder) seesInvoicesOf(office string) bool {
	return h.invoicesSeen() == v1alpha1.InvoicesAllOffices || office != "" && office == h.spec.Office
}
