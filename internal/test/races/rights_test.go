package races

import (
	"strings"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// judgeRights asks, while nobody writes and the servers lag, for what those have no
// right to who are stored as having none (P-6). It is sound because all writes have
// been answered: what is stored when it asks is what counts. Who is known by a name
// that the servers have not seen yet, and by no email, is nobody to them, who may do
// no more; and of two who share a name they may have seen one. These are asked
// later (judgeWrites).
func (a *arena) judgeRights() int {
	a.t.Helper()
	s := a.stored()
	asked := 0
	for username, users := range s.known() {
		if len(users) != 1 || !strings.Contains(username, "@") {
			continue
		}
		u := s.users[users[0]]
		for _, d := range a.beyond(s, u, username) {
			asked++
			if err := d.do(a.t.Context(), a.as(username), client.DryRunAll); !refused(err) {
				a.t.Errorf("%s: P-6: %s, who is %s (deactivated %v, role %q, lead %s, backup %s), could: %v", a.Namespace, d, u.Name,
					u.Spec.Deactivated, u.Spec.SystemRole, s.firm.Spec.Administrators.Lead, s.firm.Spec.Administrators.Backup, err)
			}
		}
	}
	return asked
}

// beyond returns writes that a user has no right to. By its email it is told
// by all servers; a deactivated one may then do nothing at all (P-1).
func (a *arena) beyond(s stored, u v1alpha1.FirmUser, username string) []deed {
	var deeds []deed
	if u.Spec.Deactivated && u.Spec.Email == username {
		office := &v1alpha1.Office{}
		office.Name = "town"
		deeds = append(deeds, a.patched(username, office, `{"phone":"1"}`))
	}
	if u.Spec.Deactivated || !s.designated(u.Name) {
		lead := "pat"
		if s.firm.Spec.Administrators.Lead == lead {
			lead = "ola"
		}
		deeds = append(deeds, a.patched(username, theFirm(), `{"administrators":{"lead":"`+lead+`"}}`))
	}
	if u.Spec.Deactivated || !s.administers(u) {
		deeds = append(deeds, a.patched(username, theFirm(), `{"officeAdministratorInvoices":"OwnOffice"}`))
	}
	return deeds
}

// write asks for something that needs no right of its own: a Person whom nothing
// bars may do it (P-3).
func (a *arena) write(username string) error {
	office := &v1alpha1.Office{}
	office.Name, office.Namespace = "town", a.Namespace
	return a.patched(username, office, `{"phone":"1"}`).do(a.t.Context(), a.as(username), client.DryRunAll)
}

// judgeWrites asks for a write as everybody, once the servers have seen all: who
// shares a name is refused, and nobody else but the deactivated (P-1). It returns how
// many names are shared.
func (a *arena) judgeWrites() int {
	a.t.Helper()
	a.renew(true)
	s, asked := a.stored(), 0
	for username, users := range s.known() {
		barred := len(users) > 1 || s.users[users[0]].Spec.Deactivated
		err := a.write(username)
		if barred && (err == nil || !strings.Contains(err.Error(), "P-1")) {
			a.t.Errorf("%s: P-1: as %s, which is %v, somebody acts: %v", a.Namespace, username, users, err)
		}
		if !barred && err != nil {
			a.t.Errorf("%s: P-1: %s, which is %v, cannot act: %v", a.Namespace, username, users, err)
		}
		if len(users) > 1 {
			asked++
		}
	}
	return asked
}
