package graph

import (
	"fmt"
	"strings"
)

// style is that of the pictures under docs: dark on white, and no colour that tells
// something alone; lines are dashed and words say it too.
const style = `    #%[1]s text { font: 14px system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif; fill: #1f2933; }
    #%[1]s .ground { fill: #ffffff; }
    #%[1]s .title { font-size: 16px; font-weight: 600; }
    #%[1]s .name { font-weight: 600; }
    #%[1]s .plain { font-size: 13px; }
    #%[1]s .word { font-size: 12px; fill: #5b6672; }
    #%[1]s .side { font-weight: 600; fill: #5b6672; }
    #%[1]s .middle { text-anchor: middle; }
    #%[1]s .wall-text { fill: #a8431c; }
    #%[1]s .asset { fill: #ffffff; stroke: #1f2933; stroke-width: 2; }
    #%[1]s .group { fill: #ffffff; stroke: #a3adb8; }
    #%[1]s .named { fill: #e2ebfa; stroke: #2451a6; }
    #%[1]s .follower { fill: #dcf2ee; stroke: #0b6e65; }
    #%[1]s .out { fill: #fbe7de; stroke: #a8431c; stroke-dasharray: 5 4; }
    #%[1]s .line { fill: none; stroke: #5b6672; stroke-width: 1.25; }
    #%[1]s .no { stroke: #a8431c; stroke-dasharray: 4 4; }
    #%[1]s .tip { fill: #5b6672; }
    #%[1]s .stop { fill: none; stroke: #a8431c; stroke-width: 2; }
    #%[1]s .brick { fill: #b0532c; }
    #%[1]s .mortar { fill: none; stroke: #ffffff; stroke-width: 1.5; }
`

// head is what a file begins with: title and description for who does not see it,
// the style, and the ends of lines.
func (d *svg) head(height int) string {
	id := d.id()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" id="%s" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="%s-title %s-desc">`+"\n",
		id, d.width, height, d.width, height, id, id)
	fmt.Fprintf(&b, "  <title id=\"%s-title\">%s: team and walls</title>\n", id, name(d.Name))
	fmt.Fprintf(&b, "  <desc id=\"%s-desc\">%s</desc>\n", id, d.description())
	fmt.Fprintf(&b, "  <style>\n"+style+"  </style>\n", id)
	fmt.Fprintf(&b, `  <rect class="ground" width="%d" height="%d"/>`+"\n", d.width, height)
	for _, marker := range []struct{ name, ref, path string }{
		{"head", "9", `<path class="tip" d="M0 1 L9 5 L0 9 z"/>`},
		{"cross", "9", `<path class="stop" d="M2 2 L8 8 M8 2 L2 8"/>`},
		{"stop", "5", `<path class="stop" d="M5 0 V10"/>`},
	} {
		fmt.Fprintf(&b, `  <marker id="%s-%s" viewBox="0 0 10 10" refX="%s" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">%s</marker>`+"\n",
			id, marker.name, marker.ref, marker.path)
	}
	return b.String()
}

// description says in words what is drawn.
func (d *svg) description() string {
	list := func(nodes []Node) string {
		var names []string
		for _, n := range nodes {
			if n.Kind != Root && n.Kind != Group {
				entry := name(n.Name)
				if n.Word != "" {
					entry += " (" + name(n.Word) + ")"
				}
				names = append(names, entry)
			}
		}
		if len(names) == 0 {
			return "nobody"
		}
		return strings.Join(names, ", ")
	}
	return escaped(d.Summary) + ". On the team: " + list(d.Team.Nodes) + ". Walled off: " + list(d.Wall.Nodes) + "."
}

// card draws the asset.
func (d *svg) card() {
	fmt.Fprintf(&d.body, `  <rect class="asset" x="%d" y="%d" width="%d" height="%d" rx="8"/>`+"\n", d.cardX, d.cardTop, d.cardWidth, d.cardHigh)
	y := d.middle - (cardLine*len(d.text))/2 + 5
	x := d.cardX + d.cardWidth/2
	fmt.Fprintf(&d.body, `  <text class="title middle" x="%d" y="%d">%s</text>`+"\n", x, y, name(d.Name))
	names := len(wrapped(short(d.DisplayName), 13, cardRoom))
	for i, line := range d.text {
		class := "plain"
		if i >= names {
			class = "word"
		}
		fmt.Fprintf(&d.body, `  <text class="%s middle" x="%d" y="%d">%s</text>`+"\n", class, x, y+cardLine*(i+1), escaped(line))
	}
}

// kindClass is how a node of a kind looks.
var kindClass = map[Kind]string{Group: "group", Named: "named", Follower: "follower", KeptOut: "out", Walled: "out"}

// nodes draws the users and groups of a side.
func (d *svg) nodes(s side) {
	for depth, layer := range s.l.layers {
		for _, i := range layer {
			if s.l.cells[i].node > 0 {
				d.node(s.Nodes[s.l.cells[i].node], s.x[depth], d.middle+s.l.cells[i].y, s.wide[depth])
			}
		}
	}
}

func (d *svg) node(n Node, x, y, wide int) {
	round := nodeHeight / 2
	if n.Kind == Group {
		round = 8
	}
	fmt.Fprintf(&d.body, `  <rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="%d"/>`+"\n", kindClass[n.Kind], x, y-nodeHeight/2, wide, nodeHeight, round)
	at, class := y+5, "name"
	if n.More > 0 {
		class = "plain"
	}
	if n.Word != "" {
		at = y - 3
		word := "word"
		if n.Kind == KeptOut || n.Kind == Walled {
			word = "word wall-text"
		}
		fmt.Fprintf(&d.body, `  <text class="%s middle" x="%d" y="%d">%s</text>`+"\n", word, x+wide/2, y+13, name(n.Word))
	}
	fmt.Fprintf(&d.body, `  <text class="%s middle" x="%d" y="%d">%s</text>`+"\n", class, x+wide/2, at, name(n.Name))
}

// bricks draws the wall, as high as what is behind it.
func (d *svg) bricks() {
	top, bottom := extent(d.cardHigh, d.wall)
	y, end := d.middle+top-8, d.middle+bottom+8
	fmt.Fprintf(&d.body, `  <rect class="brick" x="%d" y="%d" width="%d" height="%d"/>`+"\n", d.wallLeft, y, wallWidth, end-y)
	var mortar strings.Builder
	left, right := d.wallLeft, d.wallLeft+wallWidth
	for course := 0; y < end; course++ {
		next := min(y+12, end)
		at := left + wallWidth/2
		if course%2 == 1 {
			at = left + wallWidth/4
			fmt.Fprintf(&mortar, "M%d %d V%d ", right-wallWidth/4, y, next)
		}
		fmt.Fprintf(&mortar, "M%d %d V%d ", at, y, next)
		if y = next; y < end {
			fmt.Fprintf(&mortar, "M%d %d H%d ", left, y, right)
		}
	}
	fmt.Fprintf(&d.body, `  <path class="mortar" d="%s"/>`+"\n", strings.TrimSpace(mortar.String()))
}

// headings say what stands on which side.
func (d *svg) headings() {
	fmt.Fprintf(&d.body, `  <text class="title" x="%d" y="36">%s</text>`+"\n", margin, "Who is on "+name(d.Name)+", and who is walled off")
	fmt.Fprintf(&d.body, `  <text class="word" x="%d" y="56">%s</text>`+"\n", margin, escaped(d.Summary))
}

// footer explains the colours, and says what is not drawn. It returns where the
// picture ends.
func (d *svg) footer() int {
	x, y := margin, d.bottom+40
	for _, k := range []struct {
		kind        Kind
		class, text string
	}{
		{Named, "named", "named on a list"},
		{Follower, "follower", "follows a timekeeper"},
		{Group, "group", "case, collection or the other side"},
		{KeptOut, "out", "on the team, kept out by a wall"},
		{Walled, "out", "walled off"},
	} {
		if !d.has(k.kind) {
			continue
		}
		wide := 34 + width(k.text, 12) + 18
		if x+wide > d.width && x > margin {
			x, y = margin, y+22
		}
		fmt.Fprintf(&d.body, `  <rect class="%s" x="%d" y="%d" width="26" height="14" rx="7"/>`+"\n", k.class, x, y-11)
		fmt.Fprintf(&d.body, `  <text class="word" x="%d" y="%d">%s</text>`+"\n", x+34, y, k.text)
		x += wide
	}
	for _, note := range d.Notes {
		for _, line := range wrapped(note, 12, d.width-2*margin) {
			y += 20
			fmt.Fprintf(&d.body, `  <text class="word" x="%d" y="%d">%s</text>`+"\n", margin, y, escaped(line))
		}
	}
	return y + 24
}

func (d *svg) has(kind Kind) bool {
	for _, n := range append(append([]Node{}, d.Team.Nodes...), d.Wall.Nodes...) {
		if n.Kind == kind {
			return true
		}
	}
	return false
}
