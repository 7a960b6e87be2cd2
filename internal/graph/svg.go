package graph

import (
	"fmt"
	"hash/fnv"
	"html"
	"slices"
	"strings"
)

const (
	margin    = 32
	heading   = 96  // above the sides
	layerGap  = 56  // between two layers, for lines
	wallWidth = 28  // of bricks
	wallGap   = 26  // between the asset and its wall
	cardRoom  = 230 // for a line of text in the asset's card
	narrowest = 640
	cardLine  = 19
)

// SVG returns the picture as a file that stands on its own: no script, no link, no
// font of its own, dark on white. Names are text, whatever they hold.
func (p Picture) SVG() string {
	d := &svg{Picture: p, team: laidOut(p.Team), wall: laidOut(p.Wall)}
	d.measure()
	d.lines(d.teamSide())
	if d.walled() {
		d.bricks()
		d.lines(d.wallSide())
	}
	d.card()
	d.nodes(d.teamSide())
	if d.walled() {
		d.nodes(d.wallSide())
	}
	d.headings()
	bottom := d.footer()
	return d.head(bottom) + d.body.String() + "</svg>\n"
}

// svg is a picture while it is written.
type svg struct {
	Picture

	team, wall layout
	body       strings.Builder

	text               []string // in the card
	cardX, cardWidth   int
	cardTop, cardHigh  int
	middle             int // of the asset's height
	teamX, wallX       []int
	teamWide, wallWide []int
	wallLeft           int
	width, bottom      int
}

func (d *svg) walled() bool { return len(d.Wall.Nodes) > 1 }

// measure gives every layer its place from left to right, and finds how high all is.
func (d *svg) measure() {
	d.text = slices.Concat(wrapped(short(d.DisplayName), 13, cardRoom), wrapped(clean(strings.Join(d.Facts, " · ")), 12, cardRoom))
	d.cardWidth = boldWidth(short(d.Name), 16) + 36
	for _, line := range d.text {
		d.cardWidth = max(d.cardWidth, width(line, 13)+36)
	}
	ports := max(d.team.ports(), d.wall.ports())
	d.cardHigh = max(44+cardLine*len(d.text), min(ports*10, 220))
	d.teamWide, d.wallWide = wide(d.Team, d.team), wide(d.Wall, d.wall)

	x := margin
	d.teamX = make([]int, len(d.teamWide))
	for depth := len(d.teamWide) - 1; depth > 0; depth-- {
		d.teamX[depth] = x
		x += d.teamWide[depth] + layerGap
	}
	d.cardX = x
	x += d.cardWidth
	d.wallX = make([]int, len(d.wallWide))
	if d.walled() {
		d.wallLeft = x + wallGap
		x = d.wallLeft + wallWidth
		for depth := 1; depth < len(d.wallWide); depth++ {
			x += layerGap
			d.wallX[depth] = x
			x += d.wallWide[depth]
		}
	}
	d.width = max(x+margin, narrowest)
	top, bottom := extent(d.cardHigh, d.team, d.wall)
	d.middle = heading - top
	d.cardTop = d.middle - d.cardHigh/2
	d.bottom = d.middle + bottom
}

// ports is how many lines end at the asset.
func (l layout) ports() int { return len(l.cells[l.layers[0][0]].outer) }

// wide are the widths of the layers.
func wide(s Side, l layout) []int {
	widths := make([]int, len(l.layers))
	for depth, layer := range l.layers {
		for _, i := range layer {
			if node := l.cells[i].node; node > 0 {
				n := s.Nodes[node]
				widths[depth] = max(widths[depth], boldWidth(short(n.Name), 14)+36, width(short(n.Word), 12)+36)
			}
		}
	}
	return widths
}

// extent is how far all reaches above and below the middle of the asset.
func extent(card int, sides ...layout) (top, bottom int) {
	top, bottom = -card/2-8, card/2+8
	for _, l := range sides {
		for _, c := range l.cells {
			if c.node != 0 {
				top, bottom = min(top, c.y-c.height/2), max(bottom, c.y+c.height/2)
			}
		}
	}
	return top, bottom
}

// side is one side as it is drawn: towards the asset is the right for the team, and
// the left for the wall.
type side struct {
	Side

	l     layout
	x     []int
	wide  []int
	right bool // of the asset
}

func (d *svg) teamSide() side { return side{d.Team, d.team, d.teamX, d.teamWide, false} }
func (d *svg) wallSide() side { return side{d.Wall, d.wall, d.wallX, d.wallWide, true} }

// inner is the edge of a layer towards the asset, outer the other.
func (s side) inner(depth int) int {
	if s.right {
		return s.x[depth]
	}
	return s.x[depth] + s.wide[depth]
}

func (s side) outer(depth int) int {
	if s.right {
		return s.x[depth] + s.wide[depth]
	}
	return s.x[depth]
}

// depthOf says in which layer each cell is.
func (s side) depthOf() []int {
	depths := make([]int, len(s.l.cells))
	for depth, layer := range s.l.layers {
		for _, i := range layer {
			depths[i] = depth
		}
	}
	return depths
}

// lines draws every way towards the asset. Behind the wall it ends there.
func (d *svg) lines(s side) {
	depths := s.depthOf()
	ends := s.ends()
	for n, c := range s.l.chains {
		kind := s.Nodes[c.edge.From].Kind
		var path strings.Builder
		from := s.l.cells[c.cells[0]]
		x, y := s.inner(depths[c.cells[0]]), d.middle+from.y
		fmt.Fprintf(&path, "M%d %d", x, y)
		for step, i := range c.cells[1:] {
			depth, to := depths[i], s.l.cells[i]
			toX, toY := d.cardX, d.middle+to.y
			switch {
			case depth > 0:
				toX = s.outer(depth)
			case s.right:
				toX, toY = d.wallLeft+wallWidth+3, y
			}
			if step == len(c.cells)-2 && (depth > 0 || !s.right) {
				toY = d.middle + ends[n]
				if !s.right {
					toX -= 2
				}
			}
			half := (x + toX) / 2
			fmt.Fprintf(&path, " C%d %d %d %d %d %d", half, y, half, toY, toX, toY)
			if x, y = toX, toY; to.node < 0 {
				x = s.inner(depth)
				fmt.Fprintf(&path, " H%d", x)
			}
		}
		atWall := s.right && depths[c.cells[len(c.cells)-1]] == 0
		fmt.Fprintf(&d.body, `  <path class="%s" d="%s"%s/>`+"\n", lineClass(s.right, kind), path.String(), d.arrow(s.right, kind, atWall))
	}
}

func lineClass(wall bool, kind Kind) string {
	if wall || kind == KeptOut {
		return "line no"
	}
	return "line"
}

// arrow is what stands at the end of a line.
func (d *svg) arrow(wall bool, kind Kind, atWall bool) string {
	switch {
	case atWall:
		return fmt.Sprintf(` marker-end="url(#%s-stop)"`, d.id())
	case wall:
		return ""
	case kind == KeptOut:
		return fmt.Sprintf(` marker-end="url(#%s-cross)"`, d.id())
	}
	return fmt.Sprintf(` marker-end="url(#%s-head)"`, d.id())
}

// ends spreads the lines that end at one node over its edge, from above in the order
// in which they come.
func (s side) ends() []int {
	ends := make([]int, len(s.l.chains))
	byEnd := map[int][]int{}
	for n, c := range s.l.chains {
		last := c.cells[len(c.cells)-1]
		byEnd[last] = append(byEnd[last], n)
	}
	for last, chains := range byEnd {
		slices.SortStableFunc(chains, func(a, b int) int {
			return s.l.cells[s.l.chains[a].cells[len(s.l.chains[a].cells)-2]].y - s.l.cells[s.l.chains[b].cells[len(s.l.chains[b].cells)-2]].y
		})
		step, room := 6, 24
		if s.l.cells[last].node == 0 {
			step, room = 10, 200
		}
		if len(chains) > 1 {
			step = min(step, room/(len(chains)-1))
		}
		for i, n := range chains {
			ends[n] = s.l.cells[last].y + i*step - (len(chains)-1)*step/2
		}
	}
	return ends
}

// id tells the ids and the style of this picture from those of others on one page.
func (d *svg) id() string {
	h := fnv.New32a()
	fmt.Fprintf(h, "%q %q", d.Name, d.DisplayName)
	return fmt.Sprintf("mp%08x", h.Sum32())
}

// escaped is text as XML has it.
func escaped(text string) string { return html.EscapeString(clean(text)) }

// name is a name, or words as short as one, as XML has it.
func name(text string) string { return html.EscapeString(short(text)) }
