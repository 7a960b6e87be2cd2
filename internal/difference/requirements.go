package difference

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
)

// write is the change of one object.
type write struct {
	kind, name string
	change     authority.Change
}

// writes returns the changes of all objects of which HEAD says something else.
func (c *comparison) writes() []write {
	var all []write
	firmOld, _ := c.before.Firm()
	firmNew, _ := c.after.Firm()
	if firmOld != nil || firmNew != nil {
		all = append(all, write{"Firm", v1alpha1.FirmName, authority.FirmChange{Old: firmOld, New: firmNew}})
	}
	all = append(all, writesOf("Office", c.before.byName.offices, c.after.byName.offices, func(a, b *v1alpha1.Office) authority.Change {
		return authority.OfficeChange{Old: a, New: b}
	})...)
	all = append(all, writesOf("FirmUser", c.before.byName.users, c.after.byName.users, func(a, b *v1alpha1.FirmUser) authority.Change {
		return authority.FirmUserChange{Old: a, New: b}
	})...)
	all = append(all, writesOf("AssistantLink", c.before.byName.links, c.after.byName.links, func(a, b *v1alpha1.AssistantLink) authority.Change {
		return authority.AssistantLinkChange{Old: a, New: b}
	})...)
	for _, name := range c.written { // of thousands of matters these alone differ
		old, changed := c.before.byName.matters[name], c.after.byName.matters[name]
		all = append(all, write{"Matter", name, authority.MatterChange{Old: old, New: changed}})
	}
	return all
}

func writesOf[O metav1.Object](kind string, before, after map[string]O, change func(a, b O) authority.Change) []write {
	names := slices.Sorted(maps.Keys(union(before, after)))
	all := make([]write, 0, len(names))
	for _, name := range names {
		all = append(all, write{kind, name, change(before[name], after[name])})
	}
	return all
}

// requirements returns whom the rules require for the write, by kind, name and field.
// What nobody may in whatever order the objects are written is told as such; what
// nobody may before something else is written is a caution.
func (c *comparison) requirements() (required []Requirement, cautions []string) {
	for _, w := range c.writes() {
		var late []authority.Requirement
		for i, r := range authority.Required(w.change, c.before) {
			if i == 0 {
				late = authority.Required(w.change, c.after)
			}
			if r.Nobody && !slices.ContainsFunc(late, func(l authority.Requirement) bool { return l.Nobody && l.Field == r.Field && l.Rule == r.Rule }) {
				cautions = append(cautions, fmt.Sprintf("%s %s, %s: %s: %s, unless the rest of the change is made first.", w.kind, w.name, r.Field, r.Rule, r.Reason))
				continue
			}
			required = append(required, Requirement{
				Kind: w.kind, Name: w.name, Field: r.Field, Also: r.Also, Rule: r.Rule, Reason: r.Reason, Who: r.Who, Nobody: r.Nobody,
			})
		}
	}
	refused, doubts := c.linksWithoutEffect()
	required, cautions = append(required, refused...), append(cautions, doubts...)
	slices.SortStableFunc(required, func(a, b Requirement) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), strings.Compare(a.Name, b.Name), strings.Compare(a.Field, b.Field))
	})
	return required, cautions
}

// kinds are the kinds in the order in which the rules name them.
var kinds = []string{"Firm", "Office", "FirmUser", "AssistantLink", "Matter"}

// linksWithoutEffect tells of links that come and would not be accepted: admission
// refuses them to everybody. Which of several that come that is can depend on their
// order.
func (c *comparison) linksWithoutEffect() (refused []Requirement, cautions []string) {
	judge := roster.NewLinks(c.after)
	for _, name := range c.cameLinks {
		link := c.after.byName.links[name]
		verdict := judge.Judge(link)
		if verdict.Accepted() {
			continue
		}
		if slices.Contains(c.cameLinks, verdict.Against) {
			cautions = append(cautions, fmt.Sprintf("A-4: which of %s and %s has effect depends on the order in which they are created; here it is by name.", verdict.Against, name))
		}
		refused = append(refused, Requirement{
			Kind: "AssistantLink", Name: name, Field: "spec", Rule: "A-4", Nobody: true,
			Reason: fmt.Sprintf("the link of %s to %s would have no effect: %s, against %s", link.Spec.Assistant, link.Spec.Timekeeper, verdict.Reason, verdict.Against),
			Who:    "Delete " + verdict.Against + " first, or leave this one out.",
		})
	}
	return refused, cautions
}
