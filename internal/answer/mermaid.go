package answer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/staffing"
)

// Mermaid draws the paths of the answer as a flow chart of Mermaid: from the user by
// those of the team, drawn through, and by those of the walls, dotted, to the matter.
// Names are quoted so that none can be taken for Mermaid.
func (w Why) Mermaid() string {
	c := chart{nodes: map[staffing.Step]string{}}
	from := c.node(staffing.Step{Kind: staffing.StepUser, Name: w.User})
	for _, reason := range w.Team {
		c.path(reason, "-->")
	}
	for _, reason := range slices.Concat(w.Wall, w.excludedByName()) {
		c.path(reason, "-.->")
	}
	text := "flowchart LR\n" + strings.Join(c.lines, "")
	if w.Standing == Excluded || w.Standing == WalledOff {
		text += "  class " + from + " out\n  classDef out stroke:#b00020,stroke-width:2px\n"
	}
	return text
}

// excludedByName are the exclusions that are no part of the wall: by excludedUsers (D-3).
func (w Why) excludedByName() []staffing.Reason {
	return slices.DeleteFunc(slices.Clone(w.Exclusions), func(r staffing.Reason) bool {
		return slices.ContainsFunc(w.Wall, func(wall staffing.Reason) bool { return slices.Equal(wall.Path, r.Path) })
	})
}

// chart is a flow chart as far as it is drawn.
type chart struct {
	nodes map[staffing.Step]string
	lines []string
}

// node draws a step, once.
func (c *chart) node(step staffing.Step) string {
	id, drawn := c.nodes[step]
	if !drawn {
		id = fmt.Sprintf("n%d", len(c.nodes))
		c.nodes[step] = id
		c.lines = append(c.lines, "  "+id+`["`+label(step)+"\"]\n")
	}
	return id
}

// path draws the steps of a reason, each arrow once.
func (c *chart) path(reason staffing.Reason, arrow string) {
	for i := 1; i < len(reason.Path); i++ {
		line := fmt.Sprintf("  %s %s %s\n", c.node(reason.Path[i-1]), arrow, c.node(reason.Path[i]))
		if !slices.Contains(c.lines, line) {
			c.lines = append(c.lines, line)
		}
	}
}

// label is what stands in a node: the name, and of what kind it is where the name
// does not tell.
func label(step staffing.Step) string {
	name := strings.NewReplacer("&", "#amp;", `"`, "#quot;", "<", "#lt;", ">", "#gt;", "\n", " ").Replace(step.Name)
	switch step.Kind {
	case staffing.StepSide:
		return "side " + name
	case staffing.StepSet:
		return "set " + name
	case staffing.StepUser, staffing.StepLink, staffing.StepMatter, staffing.StepCase, staffing.StepCollection:
	}
	return name
}
