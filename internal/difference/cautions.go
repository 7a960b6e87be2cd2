package difference

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// maxNamed is how many names a caution has.
const maxNamed = 10

// named joins up to ten names and counts the others.
func named(names []string) string {
	if len(names) <= maxNamed {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:maxNamed], ", "), len(names)-maxNamed)
}

// carried tells of ledgers and stamps that HEAD carries and BASE has not: a write drops
// them unless a Restorer makes it (L-8).
func carried(base *moment, head roster.Objects) []string {
	var names []string
	if head.Firm != nil && carries(head.Firm, some(base.objects.Firm)) {
		names = append(names, "Firm "+v1alpha1.FirmName)
	}
	names = append(names, carriedBy("Office ", head.Offices, base.byName.offices)...)
	names = append(names, carriedBy("FirmUser ", head.Users, base.byName.users)...)
	names = append(names, carriedBy("AssistantLink ", head.Links, base.byName.links)...)
	names = append(names, carriedBy("Matter ", head.Matters, base.byName.matters)...)
	if len(names) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("L-8: ledgers and stamps (matterplane.dev/…) that HEAD carries and BASE has not are not counted, "+
		"for who applies them is no Restorer: %s.", named(names))}
}

func carriedBy[O metav1.Object](kind string, head []O, base map[string]O) []string {
	var names []string
	for _, o := range head {
		var old []O
		if b, there := base[o.GetName()]; there {
			old = append(old, b)
		}
		if carries(o, old) {
			names = append(names, kind+o.GetName())
		}
	}
	slices.Sort(names)
	return names
}

// carries says whether an object has another annotation of ours than the old one, if
// there is one.
func carries[O metav1.Object](o O, old []O) bool {
	for _, key := range ours {
		value, has := o.GetAnnotations()[key]
		if has && (len(old) == 0 || old[0].GetAnnotations()[key] != value) {
			return true
		}
	}
	return false
}

// settings tells of follow settings that change: on whom that is there they have no
// effect (M-3, S4 9.4, 10.3).
func (c *comparison) settings() []string {
	var told []string
	before, _ := c.before.Firm()
	after, _ := c.after.Firm()
	if before != nil && after != nil {
		for _, list := range ledger.ListNames {
			was, is := ledger.FirmSettings(&before.Spec).Of(list), ledger.FirmSettings(&after.Spec).Of(list)
			if was != is {
				told = append(told, fmt.Sprintf("L-2: the Firm's assistantsFollow.%s becomes %s: that holds for matters created from now on, and changes nothing on those that are there.", list, is))
			}
		}
	}
	for _, name := range c.written {
		told = append(told, c.settingsOf(name)...)
	}
	return told
}

func (c *comparison) settingsOf(name string) []string {
	was, is := c.before.byName.matters[name], c.after.byName.matters[name]
	if was == nil || is == nil {
		return nil
	}
	var told []string
	for _, list := range ledger.ListNames {
		a, b := setting(list, was), setting(list, is)
		if a == b {
			continue
		}
		text := fmt.Sprintf("M-3: assistantsFollow.%s of %s becomes %s: that holds for who joins from now on, and for nobody who is there.", list, name, b)
		if list == ledger.ConflictedUsers {
			text = strings.TrimSuffix(text, ".") + "; but the assistants of those whom a set walls off follow them as the setting is now (C-3)."
		}
		told = append(told, text)
	}
	return told
}

func setting(list ledger.ListName, asset *v1alpha1.Matter) string {
	set := asset.Spec.AssistantsFollow.Staffing
	if list == ledger.ConflictedUsers {
		set = asset.Spec.AssistantsFollow.ConflictedUsers
	}
	if set == "" {
		return "unset"
	}
	return string(set)
}

// anew tells of assets whose type changes: they can only be deleted and created anew,
// their history lost.
func (c *comparison) anew() []string {
	var told []string
	for _, name := range c.written {
		was, is := c.before.byName.matters[name], c.after.byName.matters[name]
		if was != nil && is != nil && was.Spec.Type != is.Spec.Type {
			told = append(told, fmt.Sprintf("L-3: %s was a %s and becomes a %s: spec.type never changes, so it has to be deleted and created anew, with a new ledger.", name, was.Spec.Type, is.Spec.Type))
		}
	}
	for _, name := range c.cameLinks {
		if c.before.byName.links[name] != nil {
			told = append(told, fmt.Sprintf("A-3: %s comes to link others: that never changes, so it has to be deleted and created anew, as a new association (L-6).", name))
		}
	}
	return told
}
