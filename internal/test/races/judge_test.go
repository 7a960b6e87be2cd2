package races

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// The rules as the judge reads them: from RULES.md, over what the API server has
// stored, with no code of the controllers'.

// stored is a firm as the API server has it.
type stored struct {
	firm    v1alpha1.Firm
	users   map[string]v1alpha1.FirmUser
	links   []v1alpha1.AssistantLink
	matters []v1alpha1.Matter
}

func (a *arena) stored() stored {
	a.t.Helper()
	s := stored{users: map[string]v1alpha1.FirmUser{}}
	var firms v1alpha1.FirmList
	var users v1alpha1.FirmUserList
	var links v1alpha1.AssistantLinkList
	var matters v1alpha1.MatterList
	for _, list := range []client.ObjectList{&firms, &users, &links, &matters} {
		must(a.t, cluster.Client().List(a.t.Context(), list, client.InNamespace(a.Namespace)))
	}
	if len(firms.Items) == 1 {
		s.firm = firms.Items[0]
	}
	for _, u := range users.Items {
		s.users[u.Name] = u
	}
	s.links, s.matters = links.Items, matters.Items
	return s
}

// breach is something that two writes broke together, and what is amiss if it is
// not flagged, or has an effect.
type breach struct {
	rule, what string
	amiss      []string
}

func (b *breach) unless(holds bool, format string, args ...any) {
	if !holds {
		b.amiss = append(b.amiss, fmt.Sprintf(format, args...))
	}
}

// breaches returns all that is broken. What is said to be broken and is not is a
// breach of no rule, and amiss.
func (s stored) breaches() []breach {
	return slices.Concat(s.brokenLinks(), s.sharedNames(), s.designees(), s.administration())
}

// brokenLinks is A-4, and its effect on users and matters.
func (s stored) brokenLinks() []breach {
	accepted := accepts(s.links)
	var all []breach
	for _, l := range s.links {
		reason := accepted[l.Name]
		b := breach{rule: "A-2", what: fmt.Sprintf("link %s: %s", l.Name, reason)}
		if reason == "" {
			b.rule = ""
			b.unless(says(l.Status.Conditions, "Accepted", "True", "Accepted"), "it would be accepted")
		} else {
			b.unless(says(l.Status.Conditions, "Accepted", "False", reason), "Accepted is not False, %s", reason)
			b.unless(says(l.Status.Conditions, "Stalled", "True", reason), "Stalled is not True, %s", reason)
			b.unless(says(l.Status.Conditions, "Ready", "False", ""), "Ready is not False")
		}
		if b.rule != "" || len(b.amiss) > 0 {
			all = append(all, b)
		}
	}
	if b := s.effects(accepted); len(b.amiss) > 0 {
		all = append(all, b)
	}
	return all
}

// accepts returns why links have no effect, by name, empty for those that have one.
func accepts(links []v1alpha1.AssistantLink) map[string]string {
	order := slices.SortedFunc(slices.Values(links), func(a, b v1alpha1.AssistantLink) int {
		const since = "matterplane.dev/since" // texts of one length, all UTC: in order of time
		return strings.Compare(a.Annotations[since]+" "+a.Name, b.Annotations[since]+" "+b.Name)
	})
	pairs, assists, hasOne := map[[2]string]bool{}, map[string]bool{}, map[string]bool{}
	reasons := map[string]string{}
	for _, l := range order {
		assistant, timekeeper := l.Spec.Assistant, l.Spec.Timekeeper
		switch {
		case pairs[[2]string{assistant, timekeeper}]:
			reasons[l.Name] = "Duplicate"
		case hasOne[assistant]:
			reasons[l.Name] = "AssistantHasAssistants"
		case assists[timekeeper]:
			reasons[l.Name] = "TimekeeperIsAssistant"
		default:
			reasons[l.Name] = ""
			pairs[[2]string{assistant, timekeeper}], assists[assistant], hasOne[timekeeper] = true, true, true
		}
	}
	return reasons
}

// effects says where a link that is not accepted has an effect, or one that is has none.
func (s stored) effects(refusedFor map[string]string) breach {
	b := breach{what: "what links give"}
	pairs := map[[2]string]bool{}
	for _, l := range s.links {
		if refusedFor[l.Name] == "" {
			pairs[[2]string{l.Spec.Assistant, l.Spec.Timekeeper}] = true
		}
	}
	said := map[[2]string]bool{}
	for _, u := range s.users {
		for _, assistant := range u.Status.Assistants {
			said[[2]string{assistant, u.Name}] = true
		}
		for _, timekeeper := range u.Status.Timekeepers {
			b.unless(pairs[[2]string{u.Name, timekeeper}], "%s says that it assists %s", u.Name, timekeeper)
		}
	}
	for pair := range pairs {
		_, there := s.users[pair[1]]
		b.unless(said[pair] || !there, "%s does not say that %s assists it", pair[1], pair[0])
	}
	for pair := range said {
		b.unless(pairs[pair], "%s says that %s assists it", pair[1], pair[0])
	}
	for _, m := range s.matters {
		for pair := range following(m.Status) {
			b.unless(pairs[pair], "on %s %s follows %s", m.Name, pair[0], pair[1])
		}
	}
	return b
}

// following returns who follows whom on a matter: assistant and timekeeper.
func following(status v1alpha1.MatterStatus) map[[2]string]bool {
	pairs := map[[2]string]bool{}
	note := func(who string, origins []v1alpha1.Origin) {
		for _, o := range origins {
			if o.Type == "Following" {
				for _, via := range o.Via {
					pairs[[2]string{who, via}] = true
				}
			}
		}
	}
	for _, m := range status.Staffing {
		note(m.User, m.Origins)
	}
	for _, c := range status.ConflictedUsers {
		note(c.User, c.Origins)
	}
	return pairs
}

// known returns who is known by each email and identity.
func (s stored) known() map[string][]string {
	known := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(s.users)) {
		u := s.users[name]
		for _, identity := range slices.Compact(slices.Sorted(slices.Values(append([]string{u.Spec.Email}, u.Spec.Identities...)))) {
			if identity != "" {
				known[identity] = append(known[identity], name)
			}
		}
	}
	return known
}

// sharedNames is R-7.
func (s stored) sharedNames() []breach {
	with := map[string]map[string]bool{}
	for _, users := range s.known() {
		for _, u := range users {
			for _, other := range users {
				if u != other {
					if with[u] == nil {
						with[u] = map[string]bool{}
					}
					with[u][other] = true
				}
			}
		}
	}
	var all []breach
	for name, u := range s.users {
		b := breach{what: "user " + name}
		if len(with[name]) == 0 {
			b.unless(says(u.Status.Conditions, "IdentityUnique", "True", "Unique"), "IdentityUnique is not True")
		} else {
			b.rule = "R-7"
			b.unless(says(u.Status.Conditions, "IdentityUnique", "False", "Shared"), "IdentityUnique is not False")
			b.unless(says(u.Status.Conditions, "Ready", "False", ""), "Ready is not False")
			message := condition(u.Status.Conditions, "IdentityUnique").Message
			for other := range with[name] {
				b.unless(strings.Contains(message, other), "it does not name %s: %s", other, message)
			}
		}
		if b.rule != "" || len(b.amiss) > 0 {
			all = append(all, b)
		}
	}
	return all
}

func condition(conditions []metav1.Condition, name string) metav1.Condition {
	if c := meta.FindStatusCondition(conditions, name); c != nil {
		return *c
	}
	return metav1.Condition{}
}

// says tells whether a condition has that status, for any reason if none is given.
func says(conditions []metav1.Condition, name, status, reason string) bool {
	c := condition(conditions, name)
	return string(c.Status) == status && (reason == "" || c.Reason == reason)
}

// tally counts what was broken, by rule, and what of it was amiss.
type tally map[string]int

// settle waits until every status tells of what is stored.
func (a *arena) settle() {
	a.t.Helper()
	a.Notice()
	a.Settle()
}

// judge settles a firm and judges it. What was found before is not counted again.
func (a *arena) judge(count tally) {
	a.t.Helper()
	a.settle()
	for _, b := range a.stored().breaches() {
		if b.rule != "" && !a.broken[b.rule+b.what] {
			a.broken[b.rule+b.what] = true
			count[b.rule]++
		}
		for _, amiss := range b.amiss {
			count["amiss"]++
			a.t.Errorf("%s: %s %s: %s", a.Namespace, b.rule, b.what, amiss)
		}
	}
}

// expect fails the test unless just these rules are broken; an empty one is none.
func (a *arena) expect(broken ...string) {
	a.t.Helper()
	count := tally{}
	clear(a.broken)
	a.judge(count)
	delete(count, "amiss")
	broken = slices.DeleteFunc(slices.Sorted(slices.Values(broken)), func(rule string) bool { return rule == "" })
	if got := slices.Sorted(maps.Keys(count)); !slices.Equal(got, broken) {
		a.t.Errorf("%s: broken are %v, want %v", a.Namespace, got, broken)
	}
}
