package oracle

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// judge collects what would be and may not, whoever asks.
func (f *facts) judge(broken map[string]bool) {
	if administrators(f.Firm) && !administrators(f.afterwards()) && !f.takesDown() {
		broken["R-8"] = true // no write leaves a firm without one
	}
	switch f.kind().(type) {
	case *v1alpha1.FirmUser:
		if f.New == nil {
			if f.designated(f.Old.GetName()) {
				broken["R-8"] = true // not deleted while designated
			}
			return
		}
		if f.designated(f.New.GetName()) && len(f.New.GetOwnerReferences()) > len(f.user(f.Old).OwnerReferences) {
			broken["R-8"] = true // nor collected
		}
		before := roster.IdentitiesOf(f.user(f.Old))
		for _, identity := range roster.IdentitiesOf(f.user(f.New)) {
			if !slices.Contains(before, identity) && f.known(identity) {
				broken["R-7"] = true
			}
		}
	case *v1alpha1.Firm:
		if f.New != nil && !setsFreely(f) && !recovers(f) {
			f.judgeDesignations(broken)
		}
	}
}

// takesDown is who deletes the Firm, which R-1 lets lead and backup do, and a
// Provisioner where there is no Firm (P-5).
func (f *facts) takesDown() bool {
	_, firm := f.kind().(*v1alpha1.Firm)
	return firm && f.New == nil || f.Firm.Firm == nil && provisioner(f)
}

// setsFreely is who designates as no Person: what it names may be there later (W-3).
func setsFreely(f *facts) bool {
	return f.Old == nil && anyOf(company, provisioner)(f) || inWindow(f) && f.nobodyDesignated()
}

// judgeDesignations is R-1: a Person designates only an existing active user, no biller.
func (f *facts) judgeDesignations(broken map[string]bool) {
	before, now := f.firm(f.Old).Spec.Administrators, f.firm(f.New).Spec.Administrators
	for _, pair := range [][2]string{{before.Lead, now.Lead}, {before.Backup, now.Backup}} {
		if pair[0] == pair[1] || pair[1] == "" {
			continue
		}
		u := f.view.User(pair[1])
		if u == nil || u.Spec.Deactivated || roleIn(f.Firm.Users, u) == v1alpha1.RoleThirdPartyBiller {
			broken["R-1"] = true
		}
	}
}

// known says whether another user has an email or identity.
func (f *facts) known(identity string) bool {
	return slices.ContainsFunc(f.Firm.Users, func(u *v1alpha1.FirmUser) bool {
		return u.Name != f.New.GetName() && slices.Contains(roster.IdentitiesOf(u), identity)
	})
}
