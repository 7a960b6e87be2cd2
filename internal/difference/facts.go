package difference

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// facts are what section D asks about a user, its positions left out.
type facts struct {
	there, deactivated bool
	systemRole         v1alpha1.SystemRole
	designations       []v1alpha1.Designation
	userRole           v1alpha1.UserRole
	rights             []v1alpha1.UserRight
	globalRoles        []v1alpha1.GlobalRole
	units              []string // with those below
	office             string
	invoices           v1alpha1.InvoiceScope // of an office administrator
	manages            []string
}

func (s *scene) factsOf(user string) facts {
	f := facts{designations: roster.Designations(s, user)}
	firm, _ := s.Firm()
	if firm != nil {
		for _, client := range firm.Spec.Clients {
			if client.Manager == user {
				f.manages = append(f.manages, client.Name)
			}
		}
	}
	u := s.User(user)
	if u == nil {
		return f
	}
	f.there, f.deactivated, f.systemRole = true, u.Spec.Deactivated, roster.SystemRole(s, u)
	f.userRole, f.office = u.Spec.UserRole, u.Spec.Office
	f.rights, f.globalRoles = sorted(u.Spec.Rights), sorted(u.Spec.GlobalRoles)
	f.units = s.units.Effective(u.Spec.BusinessUnits)
	if f.systemRole == v1alpha1.RoleFirmOfficeAdministrator {
		f.invoices = v1alpha1.InvoicesAllOffices
		if firm != nil && firm.Spec.OfficeAdministratorInvoices == v1alpha1.InvoicesOwnOffice {
			f.invoices = v1alpha1.InvoicesOwnOffice
		}
	}
	slices.Sort(f.manages)
	return f
}

func sorted[E ~string](list []E) []E { return slices.Sorted(slices.Values(list)) }

func (f facts) equal(other facts) bool {
	return f.there == other.there && f.deactivated == other.deactivated && f.systemRole == other.systemRole &&
		slices.Equal(f.designations, other.designations) && f.userRole == other.userRole &&
		slices.Equal(f.rights, other.rights) && slices.Equal(f.globalRoles, other.globalRoles) &&
		slices.Equal(f.units, other.units) && f.office == other.office && f.invoices == other.invoices &&
		slices.Equal(f.manages, other.manages)
}
