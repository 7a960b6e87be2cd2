package authority

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/roster"
)

// FirmChange is a write of the Firm.
type FirmChange struct{ Old, New *v1alpha1.Firm }

func (c FirmChange) creates() bool { return c.Old == nil }

func (c FirmChange) judge(actor Actor, v roster.View) (*asker, Decision) {
	now := at(v, actor.Person.Users...)
	w := &firmWrite{FirmChange: c, before: now.under(c.Old), after: now.under(c.New)}
	w.asker = newAsker(actor, w.before)
	d := difference{}
	if c.Old != nil {
		d.old = c.Old
	}
	if c.New != nil {
		d.new = c.New
		w.edits = edits(&firmSpec, specOf(c.Old, func(o *v1alpha1.Firm) *v1alpha1.FirmSpec { return &o.Spec }), &c.New.Spec)
		d.edits = w.edits
	}
	return w.asker, firms.judge(w, w.asker, d)
}

// specOf returns the spec of an object, nil for none.
func specOf[O, S any](o *O, spec func(*O) *S) *S {
	if o == nil {
		return nil
	}
	return spec(o)
}

// firmWrite is a change of the Firm and what is around it.
type firmWrite struct {
	*asker
	FirmChange

	before, after moment
	edits         []edit
}

// firms is what changing the Firm needs.
var firms = kind[*firmWrite]{
	guards:   firmGuards,
	creation: (*firmWrite).creation,
	deletion: (*firmWrite).deletion,
	laws:     []func(*firmWrite) []Refusal{(*firmWrite).designees, (*firmWrite).lastAdministrator},
	advice:   firmAdvice,
}

// creation is R-1: whoever creates the Firm makes the first designation.
func (w *firmWrite) creation() []need {
	return []need{{rule: "R-1", act: "create the Firm, and with it make the first designation of lead and backup", may: []grant{company, provisioner}}}
}

// deletion is R-1: it takes lead and backup away.
func (w *firmWrite) deletion() []need {
	return []need{{rule: "R-1", act: "delete the Firm, and with it take lead and backup away", may: []grant{leadOrBackup, provisionerInWindow}}}
}

// firstDesignation is a Provisioner's while there is nobody to ask.
func (w *firmWrite) firstDesignation() grant {
	nobody := func() bool {
		administrators := w.Old.Spec.Administrators
		return w.before.User(administrators.Lead) == nil && w.before.User(administrators.Backup) == nil
	}
	return grant{
		who:    "a Provisioner in its window while neither names an existing user",
		remote: true,
		holds:  func(a *asker) bool { return nobody() && provisionerInWindow.holds(a) },
		now: func(a *asker) string {
			if !nobody() {
				return ""
			}
			return provisionerInWindow.now(a)
		},
	}
}

// designees is R-1: who is made lead or backup by a Person can be one. A
// Provisioner's may not be there yet (W-3), and recovery asks the same itself.
func (w *firmWrite) designees() []Refusal {
	if !w.isDesignated() && w.survey == nil {
		return nil
	}
	var refused []Refusal
	for _, e := range w.edits {
		var user string
		switch e.field {
		case leadField:
			user = w.New.Spec.Administrators.Lead
		case backupField:
			user = w.New.Spec.Administrators.Backup
		}
		if user == "" {
			continue
		}
		if fault := unfit(w.after, user); fault != "" {
			refused = append(refused, Refusal{
				Kind: Invalid, Field: e.path, Value: user, Rule: "R-1",
				Reason: user + " " + fault, Who: "Name an active user of the firm who is not a 3rd party biller.",
			})
		}
	}
	return refused
}

// unfit says why a user cannot be lead or backup, empty for one who can.
func unfit(v roster.View, user string) string {
	switch reason, _ := roster.Standing(v, user); reason {
	case v1alpha1.IgnoredNotFound:
		return "is not a user of the firm"
	case v1alpha1.IgnoredDeactivated:
		return "is deactivated"
	case v1alpha1.IgnoredThirdPartyBiller:
		return "is a 3rd party biller"
	}
	return ""
}

// lastAdministrator is R-8.
func (w *firmWrite) lastAdministrator() []Refusal {
	if w.Old == nil || administered(w.after) || !administered(w.before) {
		return nil
	}
	return []Refusal{lastAdministrator(w.edits)}
}

// lastAdministrator refuses what leaves nobody to administer the firm.
func lastAdministrator(edits []edit) Refusal {
	path := name
	if len(edits) > 0 {
		path = edits[0].path
	}
	return Refusal{
		Kind: Invalid, Field: path, Rule: "R-8",
		Reason: "this would leave the firm without an active Firm Administrator, lead or backup",
		Who:    "Make somebody else one first.",
	}
}

// administered says whether the firm has an active Firm Administrator, lead or
// backup.
func administered(v roster.View) bool {
	if firm, _ := v.Firm(); firm != nil {
		administrators := firm.Spec.Administrators
		if roster.IsActive(v, administrators.Lead) || roster.IsActive(v, administrators.Backup) {
			return true
		}
	}
	first := v.User(roster.FirstUser(v))
	if first != nil && !first.Spec.Deactivated && roster.SystemRole(v, first) == v1alpha1.RoleFirmAdministrator {
		return true
	}
	return slices.ContainsFunc(v.UsersOfRole(v1alpha1.RoleFirmAdministrator), func(u *v1alpha1.FirmUser) bool { return !u.Spec.Deactivated })
}

// opensUnits says whether the write puts the actor itself into a unit, or makes one
// of its own a billing unit: it would open files to itself (R-9, S-5).
func (w *firmWrite) opensUnits() bool {
	if w.user == nil {
		return false
	}
	own := w.user.Spec.BusinessUnits
	before, after := access.UnitsOf(w.Old), access.UnitsOf(w.New)
	for _, unit := range after.Effective(own) {
		if !before.In(unit, own) || after.BillingUnit(unit) == unit && before.BillingUnit(unit) != unit {
			return true
		}
	}
	return false
}
