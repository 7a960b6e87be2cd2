package races

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// designees is R-1: lead and backup are users who can act.
func (s stored) designees() []breach {
	assigned := condition(s.firm.Status.Conditions, "AdministratorsAssigned")
	var all []breach
	for as, name := range map[string]string{"lead": s.firm.Spec.Administrators.Lead, "backup": s.firm.Spec.Administrators.Backup} {
		u, there := s.users[name]
		if name == "" || there && !u.Spec.Deactivated && u.Spec.SystemRole != "ThirdPartyBiller" {
			continue
		}
		b := breach{rule: "R-1", what: fmt.Sprintf("the %s %s: there %v, deactivated %v, role %q", as, name, there, u.Spec.Deactivated, u.Spec.SystemRole)}
		inactive := there && u.Spec.SystemRole != "ThirdPartyBiller" // told of, and no more: it can do nothing
		b.unless(inactive || assigned.Status == metav1.ConditionFalse, "AdministratorsAssigned is %s", assigned.Status)
		b.unless(strings.Contains(assigned.Message, as+" "+name+" is") || !there && strings.Contains(assigned.Message, "no "+as), "AdministratorsAssigned does not speak of the %s: %s", as, assigned.Message)
		all = append(all, b)
	}
	return all
}

// administration is R-8.
func (s stored) administration() []breach {
	active := []string{}
	for name, u := range s.users {
		if !u.Spec.Deactivated && s.administers(u) {
			active = append(active, name)
		}
	}
	slices.Sort(active)
	assigned := condition(s.firm.Status.Conditions, "AdministratorsAssigned")
	b := breach{what: fmt.Sprintf("active administrators: %v", active)}
	b.unless(slices.Equal(active, s.firm.Status.FirmAdministrators), "the Firm says %v", s.firm.Status.FirmAdministrators)
	if len(active) == 0 {
		b.rule = "R-8"
		b.unless(assigned.Status == metav1.ConditionFalse, "AdministratorsAssigned is %s", assigned.Status)
		b.unless(strings.Contains(assigned.Message, "R-8: no Firm Administrator, lead or backup is active"), "it does not say so: %s", assigned.Message)
	}
	if b.rule == "" && len(b.amiss) == 0 {
		return nil
	}
	return []breach{b}
}

// administers says whether a user is a Firm Administrator, lead or backup; there are
// no first users here.
func (s stored) administers(u v1alpha1.FirmUser) bool {
	return u.Spec.SystemRole == "FirmAdministrator" || s.designated(u.Name)
}

func (s stored) designated(user string) bool {
	return user == s.firm.Spec.Administrators.Lead || user == s.firm.Spec.Administrators.Backup
}
