package model

import (
	"fmt"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// answerTo answers one of:
//
//	m team      who is a member, through what
//	m detail    with staffing type, matter role and systems
//	m access    whether a wall keeps them out, and which; * if floating saved them
//	m wall      who is a conflicted user, through what
//	m ignored   who has no effect, and why
//	m summary   members, followers, excluded, conflicted
//	m follow    the settings in effect: staffing, conflicted users
//	m Ready     (or another condition) its status and reason
//	links       whether each is accepted
func answerTo(t *testing.T, w *World, question string) string {
	t.Helper()
	if question == "links" {
		return each(w.Links(), func(name string) string { return name + " " + w.LinkReason(name) })
	}
	name, what, _ := strings.Cut(question, " ")
	if w.assets[name] == nil {
		t.Fatalf("there is no %s", name)
	}
	s := w.Status(name)
	switch what {
	case "team":
		return each(s.Staffing, func(m v1alpha1.Member) string { return m.User + told(m.Origins) })
	case "detail":
		return each(s.Staffing, func(m v1alpha1.Member) string {
			return fmt.Sprintf("%s%s %s %s %v", m.User, told(m.Origins), m.StaffingType, m.MatterRole, m.IncludedSystems)
		})
	case "access":
		return each(s.Staffing, func(m v1alpha1.Member) string {
			line := m.User + " " + string(m.Access)
			if m.Exclusions != nil {
				line += fmt.Sprint(m.Exclusions)
			}
			return line + strings.Repeat("*", len(m.Exemptions))
		})
	case "wall":
		return each(s.ConflictedUsers, func(c v1alpha1.ConflictedUser) string { return c.User + told(c.Origins) })
	case "ignored":
		return each(s.Ignored, func(i v1alpha1.IgnoredUser) string { return i.User + " " + string(i.Reason) })
	case "summary":
		return fmt.Sprint(s.Summary.Members, s.Summary.Followers, s.Summary.Excluded, s.Summary.Conflicted)
	case "follow":
		return effect(s.AssistantsFollow.Staffing) + ", " + effect(s.AssistantsFollow.ConflictedUsers)
	}
	c, there := w.Conditions(name)[what]
	if !there {
		t.Fatalf("nobody can say %q", question)
	}
	return map[metav1.ConditionStatus]string{metav1.ConditionTrue: "True ", metav1.ConditionFalse: "False "}[c.Status] + c.Reason
}

func each[E any](all []E, say func(E) string) string {
	var said []string
	for _, e := range all {
		said = append(said, say(e))
	}
	return strings.Join(said, ", ")
}

func told(origins []v1alpha1.Origin) string {
	var b strings.Builder
	for _, o := range origins {
		b.WriteString(" " + string(o.Type))
		if o.Set != "" {
			b.WriteString("=" + o.Set)
		}
		if len(o.Via) > 0 {
			b.WriteString("(" + strings.Join(o.Via, " ") + ")")
		}
		if o.More > 0 {
			fmt.Fprintf(&b, "+%d", o.More)
		}
	}
	return b.String()
}

func effect(f *v1alpha1.FollowInEffect) string {
	if f == nil {
		return "unknown"
	}
	return string(f.Setting) + " " + string(f.Source)
}
