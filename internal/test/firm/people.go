package firm

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// Wrapper builds a Firm.
type Wrapper struct{ v1alpha1.Firm }

// MakeFirm starts a Firm that says nothing.
func MakeFirm() *Wrapper {
	return &Wrapper{v1alpha1.Firm{ObjectMeta: meta(v1alpha1.FirmName)}}
}

// Obj returns the Firm.
func (w *Wrapper) Obj() *v1alpha1.Firm { return &w.Firm }

// Lead names the lead administrator.
func (w *Wrapper) Lead(user string) *Wrapper {
	w.Spec.Administrators.Lead = user
	return w
}

// Backup names the backup administrator.
func (w *Wrapper) Backup(user string) *Wrapper {
	w.Spec.Administrators.Backup = user
	return w
}

// Provisioning says whether the window is open (P-5).
func (w *Wrapper) Provisioning(window v1alpha1.ProvisioningWindow) *Wrapper {
	w.Spec.Administrators.Provisioning = window
	return w
}

// Closed stamps the window as closed by the lead or the backup (P-5).
func (w *Wrapper) Closed() *Wrapper {
	w.Provisioning(v1alpha1.ProvisioningClosed)
	annotate(w, v1alpha1.LedgerAnnotation, ledger.Firm{}.Advance(&w.Spec, true).Encode())
	return w
}

// Client adds a client; an empty manager is none.
func (w *Wrapper) Client(name, manager string) *Wrapper {
	w.Spec.Clients = append(w.Spec.Clients, v1alpha1.Client{Name: name, Manager: manager})
	return w
}

// Unit adds a business unit; an empty parent makes a root.
func (w *Wrapper) Unit(name, parent string) *Wrapper {
	w.Spec.BusinessUnits = append(w.Spec.BusinessUnits, v1alpha1.BusinessUnit{Name: name, Parent: parent})
	return w
}

// BillingUnit adds a business unit at which invoices are kept.
func (w *Wrapper) BillingUnit(name, parent string) *Wrapper {
	w.Unit(name, parent).Spec.BusinessUnits[len(w.Spec.BusinessUnits)-1].BillingUnit = true
	return w
}

// Systems adds systems.
func (w *Wrapper) Systems(names ...string) *Wrapper {
	w.Spec.Systems = append(w.Spec.Systems, names...)
	return w
}

// Follow sets the default of both lists; an empty setting is none.
func (w *Wrapper) Follow(staffing, conflictedUsers v1alpha1.FollowSetting) *Wrapper {
	w.Spec.AssistantsFollow = v1alpha1.AssistantsFollow{Staffing: staffing, ConflictedUsers: conflictedUsers}
	return w
}

// OfficeAdministratorInvoices limits what office administrators see.
func (w *Wrapper) OfficeAdministratorInvoices(scope v1alpha1.InvoiceScope) *Wrapper {
	w.Spec.OfficeAdministratorInvoices = scope
	return w
}

// MakeOffice returns an office.
func MakeOffice(name string) *v1alpha1.Office { return &v1alpha1.Office{ObjectMeta: meta(name)} }

// MakeLink returns a link that says who assists whom, named after both.
func MakeLink(assistant, timekeeper string) *v1alpha1.AssistantLink {
	return &v1alpha1.AssistantLink{
		ObjectMeta: meta(assistant + "-assists-" + timekeeper),
		Spec:       v1alpha1.AssistantLinkSpec{Assistant: assistant, Timekeeper: timekeeper},
	}
}

// UserWrapper builds a FirmUser.
type UserWrapper struct{ v1alpha1.FirmUser }

// MakeUser starts a user with an email of its own and nothing else.
func MakeUser(name string) *UserWrapper {
	return &UserWrapper{v1alpha1.FirmUser{
		ObjectMeta: meta(name),
		Spec:       v1alpha1.FirmUserSpec{Email: name + "@firm.example"},
	}}
}

// Obj returns the user.
func (w *UserWrapper) Obj() *v1alpha1.FirmUser { return &w.FirmUser }

// Email sets the email.
func (w *UserWrapper) Email(email string) *UserWrapper {
	w.Spec.Email = email
	return w
}

// Office sets the office.
func (w *UserWrapper) Office(name string) *UserWrapper {
	w.Spec.Office = name
	return w
}

// SystemRole sets the system role.
func (w *UserWrapper) SystemRole(role v1alpha1.SystemRole) *UserWrapper {
	w.Spec.SystemRole = role
	return w
}

// UserRole sets the user role.
func (w *UserWrapper) UserRole(role v1alpha1.UserRole) *UserWrapper {
	w.Spec.UserRole = role
	return w
}

// Rights adds rights.
func (w *UserWrapper) Rights(rights ...v1alpha1.UserRight) *UserWrapper {
	w.Spec.Rights = append(w.Spec.Rights, rights...)
	return w
}

// Units adds business units.
func (w *UserWrapper) Units(names ...string) *UserWrapper {
	w.Spec.BusinessUnits = append(w.Spec.BusinessUnits, names...)
	return w
}

// Identities adds identities.
func (w *UserWrapper) Identities(usernames ...string) *UserWrapper {
	w.Spec.Identities = append(w.Spec.Identities, usernames...)
	return w
}

// Delegates adds delegates.
func (w *UserWrapper) Delegates(users ...string) *UserWrapper {
	w.Spec.Delegates = append(w.Spec.Delegates, users...)
	return w
}

// Floating gives the global role FloatingUser (C-4).
func (w *UserWrapper) Floating() *UserWrapper {
	w.Spec.GlobalRoles = []v1alpha1.GlobalRole{v1alpha1.FloatingUser}
	return w
}

// Deactivated deactivates the account.
func (w *UserWrapper) Deactivated() *UserWrapper {
	w.Spec.Deactivated = true
	return w
}

// MatterDataUpload lets the user upload matter data.
func (w *UserWrapper) MatterDataUpload() *UserWrapper {
	w.Spec.MatterDataUpload = true
	return w
}

// FirstUser stamps the user as the first of the firm.
func (w *UserWrapper) FirstUser() *UserWrapper {
	annotate(w, v1alpha1.FirstUserAnnotation, "true")
	return w
}

func meta(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name, Generation: 1} }
