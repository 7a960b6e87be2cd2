package graph

import (
	"fmt"
	"slices"
	"strings"
)

// Mermaid returns the picture as a flow chart of Mermaid. Names are quoted so that
// none can be taken for Mermaid.
func (p Picture) Mermaid() string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	fmt.Fprintf(&b, "  m[\"%s\"]\n", label(Node{Name: p.Name, Word: p.DisplayName}))
	p.Team.mermaid(&b, "t")
	if len(p.Wall.Nodes) > 1 {
		b.WriteString("  wall{{\"wall\"}}\n  m --- wall\n")
		p.Wall.mermaid(&b, "w")
	}
	b.WriteString("  classDef asset stroke:#1f2933,stroke-width:2px,fill:#ffffff,color:#1f2933\n  class m asset\n")
	for _, look := range []struct{ class, style string }{
		{"group", "fill:#ffffff,stroke:#a3adb8,color:#1f2933"},
		{"named", "fill:#e2ebfa,stroke:#2451a6,color:#1f2933"},
		{"follower", "fill:#dcf2ee,stroke:#0b6e65,color:#1f2933"},
		{"out", "fill:#fbe7de,stroke:#a8431c,color:#1f2933,stroke-dasharray:5 4"},
	} {
		if ids := slices.Concat(p.Team.ids("t", look.class), p.Wall.ids("w", look.class)); len(ids) > 0 {
			fmt.Fprintf(&b, "  classDef %s %s\n  class %s %s\n", look.class, look.style, strings.Join(ids, ","), look.class)
		}
	}
	if len(p.Wall.Nodes) > 1 {
		b.WriteString("  style wall fill:#b0532c,stroke:#b0532c,color:#ffffff\n")
	}
	return b.String()
}

// mermaid draws a side: the team leads to the asset, and from the wall leads who is
// behind it.
func (s Side) mermaid(b *strings.Builder, prefix string) {
	for i, n := range s.Nodes[1:] {
		opening, closing := `(["`, `"])`
		if n.Kind == Group {
			opening, closing = `["`, `"]`
		}
		fmt.Fprintf(b, "  %s%d%s%s%s\n", prefix, i+1, opening, label(n), closing)
	}
	for _, e := range s.Edges {
		switch {
		case prefix == "w" && e.To == 0:
			fmt.Fprintf(b, "  wall -.- w%d\n", e.From)
		case prefix == "w":
			fmt.Fprintf(b, "  w%d -.- w%d\n", e.To, e.From)
		case s.Nodes[e.From].Kind == KeptOut:
			fmt.Fprintf(b, "  t%d -.-x %s\n", e.From, id(e.To))
		default:
			fmt.Fprintf(b, "  t%d --> %s\n", e.From, id(e.To))
		}
	}
}

func id(team int) string {
	if team == 0 {
		return "m"
	}
	return fmt.Sprintf("t%d", team)
}

func (s Side) ids(prefix, class string) []string {
	var ids []string
	for i, n := range s.Nodes {
		if kindClass[n.Kind] == class {
			ids = append(ids, fmt.Sprintf("%s%d", prefix, i))
		}
	}
	return ids
}

// label is what stands in a node: the name, and a line below it.
func label(n Node) string {
	quoted := strings.NewReplacer("#", "#35;", "&", "#amp;", `"`, "#quot;", "<", "#lt;", ">", "#gt;", "`", "#96;", "\\", "#92;")
	text := quoted.Replace(short(n.Name))
	if n.Word != "" {
		text += "<br>" + quoted.Replace(short(n.Word))
	}
	return text
}
