package report

import (
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// advisory are the conditions that leave an object ready and still want a person's eye.
var advisory = []string{
	v1alpha1.ConditionAdministratorsAssigned,
	v1alpha1.ConditionAdministratorsDistinct,
	v1alpha1.ConditionAdministratorAssigned,
	v1alpha1.ConditionRightsConsistent,
}

// concerns returns what is not as it should be with the firm and its people.
// Assets show theirs themselves.
func (v *view) concerns() []string {
	var all []string
	add := func(object string, found []string) {
		for _, concern := range found {
			all = append(all, object+": "+concern)
		}
	}
	if f := v.Firm.Firm; f != nil {
		add("the firm", concerns(f, f.Status.ObservedGeneration, f.Status.Conditions))
	}
	for _, o := range byName(v.Offices) {
		add("office "+o.Name, concerns(o, o.Status.ObservedGeneration, o.Status.Conditions))
	}
	for _, u := range byName(v.Users) {
		add("user "+u.Name, concerns(u, u.Status.ObservedGeneration, u.Status.Conditions))
	}
	for _, l := range byName(v.Links) {
		add("assistant link "+l.Name, concerns(l, l.Status.ObservedGeneration, l.Status.Conditions))
	}
	return all
}

// concerns returns what is not as it should be with an object.
func concerns(object metav1.Object, observed int64, conditions []metav1.Condition) []string {
	var all []string
	switch {
	case observed < 0:
		all = append(all, "no status yet")
	case observed < object.GetGeneration():
		all = append(all, "the status is of an earlier spec")
	}
	if ready := meta.FindStatusCondition(conditions, v1alpha1.ConditionReady); ready != nil && ready.Status != metav1.ConditionTrue {
		all = append(all, "not ready: "+message(*ready))
	}
	for _, c := range conditions {
		if c.Status == metav1.ConditionFalse && slices.Contains(advisory, c.Type) {
			all = append(all, message(c))
		}
	}
	return all
}

// message is what a condition says of itself.
func message(c metav1.Condition) string {
	if c.Message == "" {
		return c.Reason
	}
	return c.Message
}

// concerns prints what is not as it should be.
func (p *page) concerns(m margin, concerns []string) {
	m.mark, m.color, m.once = "!", yellow, true
	for _, concern := range concerns {
		p.text(m, yellow, concern)
	}
}
