package authority

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// OfficeChange is a write of an Office.
type OfficeChange struct{ Old, New *v1alpha1.Office }

func (c OfficeChange) creates() bool { return c.Old == nil }

func (c OfficeChange) judge(actor Actor, v roster.View) (*asker, Decision) {
	w := &officeWrite{OfficeChange: c, asker: newAsker(actor, at(v, actor.Person.Users...))}
	d := difference{}
	if c.Old != nil {
		d.old, w.office = c.Old, c.Old.Name
	}
	if c.New != nil {
		d.new, w.office = c.New, c.New.Name
		d.edits = edits(&officeSpec, specOf(c.Old, func(o *v1alpha1.Office) *v1alpha1.OfficeSpec { return &o.Spec }), &c.New.Spec)
	}
	return w.asker, offices.judge(w, w.asker, d)
}

// officeWrite is a change of an office.
type officeWrite struct {
	*asker
	OfficeChange

	office string
}

// offices is what changing an Office needs. Addresses and phone numbers are
// Kubernetes RBAC alone (P-3).
var offices = kind[*officeWrite]{
	guards: map[string]*guard[*officeWrite]{
		"spec.displayName": {rules: "U-2", needs: (*officeWrite).rename},
		"spec.address":     {rules: "P-3"},
		"spec.phone":       {rules: "P-3"},
	},
	creation: (*officeWrite).creation,
	deletion: (*officeWrite).deletion,
}

// creation is U-2: an office that is not there yet is nobody's own.
func (w *officeWrite) creation() []need {
	return []need{{rule: "U-2", act: "create an office", may: []grant{firmAdministrator, company, provisioner}}}
}

func (w *officeWrite) rename([]edit) []need {
	if w.creates() {
		return nil
	}
	return []need{{rule: "U-2", act: "edit an office", may: w.keepers()}}
}

func (w *officeWrite) deletion() []need {
	return []need{{rule: "U-2", act: "delete an office", may: w.keepers()}}
}

// keepers are those who have an office that is there.
func (w *officeWrite) keepers() []grant {
	own := officeAdministrator(w.office)
	own.holds = func(a *asker) bool { // one that was there is, whatever the View has seen
		return w.Old != nil && a.role == v1alpha1.RoleFirmOfficeAdministrator && a.user.Spec.Office == w.office
	}
	return []grant{firmAdministrator, own, provisioner}
}
