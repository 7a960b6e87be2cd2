package matrix

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
)

// firmProfile: what the Firm says of itself (U-1, R-9).
var firmProfile = Chapter{
	Title: "the firm's profile",
	Rows: []Row{
		{Change: "rename the firm", Rule: "U-1", May: "FA administrator walled open closed", Does: FirmWith(func(f *fm) { f.Spec.DisplayName = "X" })},
		{Change: "add a client", Rule: "U-1", May: "FA administrator walled open closed", Does: FirmWith(func(f *fm) {
			f.Spec.Clients = append(f.Spec.Clients, v1alpha1.Client{Name: "initech"})
		})},
		{Change: "rename a client", Rule: "U-1", May: "FA administrator walled open closed", Does: FirmWith(func(f *fm) { f.Spec.Clients[0].DisplayName = "X" })},
		{Change: "drop a client without a manager", Rule: "U-1", May: "FA administrator walled open closed", Does: FirmWith(func(f *fm) { f.Spec.Clients = f.Spec.Clients[:1] })},
		{Change: "drop a client with a manager", Rule: "R-9", May: "FA administrator walled open", Does: FirmWith(func(f *fm) { f.Spec.Clients = f.Spec.Clients[1:] })},
		{Change: "give a client a manager", Rule: "R-9", May: "FA administrator walled open", Does: FirmWith(func(f *fm) { f.Spec.Clients[1].Manager = "una" })},
		{Change: "make ada (administrator) a client's manager", Rule: "R-9", May: "FA walled open", Does: FirmWith(func(f *fm) { f.Spec.Clients[1].Manager = "ada" })},
		{Change: "make fay (fa) a client's manager", Rule: "R-9", May: "lead backup administrator walled open", Does: FirmWith(func(f *fm) { f.Spec.Clients[1].Manager = "fay" })},
		{Change: "add a business unit at the top", Rule: "R-9", May: "FA administrator walled open", Does: FirmWith(func(f *fm) {
			f.Spec.BusinessUnits = append(f.Spec.BusinessUnits, v1alpha1.BusinessUnit{Name: "tax"})
		})},
		{Change: "move a unit under one of ada's (administrator)", Rule: "R-9", May: "FA walled open", Does: FirmWith(func(f *fm) { f.Spec.BusinessUnits[2].Parent = "uk" })},
		{Change: "add a unit under one of ada's (administrator)", Rule: "R-9", May: "FA walled open", Does: FirmWith(func(f *fm) {
			f.Spec.BusinessUnits = append(f.Spec.BusinessUnits, v1alpha1.BusinessUnit{Name: "tax", Parent: "uk"})
		})},
		{Change: "make a unit of ada's (administrator) a billing unit", Rule: "R-9", May: "FA walled open", Does: FirmWith(func(f *fm) { f.Spec.BusinessUnits[1].BillingUnit = true })},
		{Change: "drop a unit", Rule: "R-9", May: "FA administrator walled open", Does: FirmWith(func(f *fm) { f.Spec.BusinessUnits = f.Spec.BusinessUnits[:2] })},
		{Change: "rename a unit", Rule: "U-1", May: "FA administrator walled open closed", Does: FirmWith(func(f *fm) { f.Spec.BusinessUnits[0].DisplayName = "X" })},
		{Change: "the firm's systems", Rule: "U-1", May: "FA open closed", Does: FirmWith(func(f *fm) { f.Spec.Systems = nil })},
		{Change: "whether assistants follow on teams", Rule: "U-1", May: "FA open closed", Does: FirmWith(func(f *fm) { f.Spec.AssistantsFollow.Staffing = v1alpha1.FollowEnabled })},
		{Change: "whether assistants follow on walls", Rule: "U-1", May: "FA open closed", Does: FirmWith(func(f *fm) { f.Spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowEnabled })},
		{Change: "the password policy", Rule: "U-1", May: "FA open closed", Does: FirmWith(func(f *fm) { f.Spec.PasswordPolicy.MinimumLength = 12 })},
		{Change: "the invoices of office administrators", Rule: "U-1", May: "FA open closed", Does: FirmWith(func(f *fm) {
			f.Spec.OfficeAdministratorInvoices = v1alpha1.InvoicesOwnOffice
		})},
		{Change: "a label of the Firm", May: "everybody", Does: FirmWith(func(f *fm) { f.Labels = map[string]string{"x": "y"} })},
	},
}
