package graph

import "slices"

// cell is a place in a layer: a node's, or one that keeps a line's way free through
// the layer.
type cell struct {
	node   int // -1 for a line's
	inner  []int
	outer  []int
	height int
	y      int // of its middle
}

// layout is a side in layers, the asset's first. Layers hold indexes of cells, from
// above.
type layout struct {
	cells  []cell
	layers [][]int
	chains []chain
}

// chain is an edge as it is drawn: from its node through free places to its end.
type chain struct {
	edge  Edge
	cells []int
}

const (
	nodeHeight = 42
	lineHeight = 10
	cellGap    = 14
)

// laidOut puts a side into layers, each in an order in which lines cross little,
// and gives all cells a height at which lines are short.
func laidOut(s Side) layout {
	depths := s.depths()
	l := layout{layers: make([][]int, slices.Max(depths)+1)}
	at := make([]int, len(s.Nodes))
	for depth, nodes := range byDepth(depths) {
		for _, i := range nodes {
			at[i] = l.add(depth, cell{node: i, height: nodeHeight})
		}
	}
	for _, e := range s.Edges {
		c := chain{edge: e, cells: []int{at[e.From]}}
		for depth := depths[e.From] - 1; depth > depths[e.To]; depth-- {
			c.cells = append(c.cells, l.add(depth, cell{node: -1, height: lineHeight}))
		}
		c.cells = append(c.cells, at[e.To])
		for i := 1; i < len(c.cells); i++ {
			from, to := c.cells[i-1], c.cells[i]
			l.cells[from].inner = append(l.cells[from].inner, to)
			l.cells[to].outer = append(l.cells[to].outer, from)
		}
		l.chains = append(l.chains, c)
	}
	l.order()
	l.place()
	return l
}

func (l *layout) add(depth int, c cell) int {
	l.cells = append(l.cells, c)
	l.layers[depth] = append(l.layers[depth], len(l.cells)-1)
	return len(l.cells) - 1
}

// order sweeps outwards and back, puts each cell at the middle of those that it is
// joined to, and keeps the order with the fewest crossings.
func (l *layout) order() {
	const sweeps = 6
	best, fewest := l.copied(), l.crossings()
	for range sweeps {
		for depth := 1; depth < len(l.layers); depth++ {
			l.sort(depth, func(c cell) []int { return c.inner })
		}
		for depth := len(l.layers) - 2; depth > 0; depth-- {
			l.sort(depth, func(c cell) []int { return c.outer })
		}
		if crossings := l.crossings(); crossings < fewest {
			best, fewest = l.copied(), crossings
		}
	}
	l.layers = best
}

func (l *layout) copied() [][]int {
	layers := make([][]int, len(l.layers))
	for i := range l.layers {
		layers[i] = slices.Clone(l.layers[i])
	}
	return layers
}

// sort orders a layer by the middle of what its cells are joined to on one side.
func (l *layout) sort(depth int, joined func(cell) []int) {
	at := l.positions()
	middle := map[int]int{}
	for _, i := range l.layers[depth] {
		middle[i] = at[i] * fine
		if others := joined(l.cells[i]); len(others) > 0 {
			sum := 0
			for _, other := range others {
				sum += at[other] * fine
			}
			middle[i] = sum / len(others)
		}
	}
	slices.SortStableFunc(l.layers[depth], func(a, b int) int { return middle[a] - middle[b] })
}

// fine is in how many parts a place is divided, to tell middles apart.
const fine = 1000

func (l *layout) positions() []int {
	at := make([]int, len(l.cells))
	for _, layer := range l.layers {
		for position, i := range layer {
			at[i] = position
		}
	}
	return at
}

// crossings counts how often lines between two layers cross.
func (l *layout) crossings() int {
	at, crossings := l.positions(), 0
	for _, layer := range l.layers {
		var lines [][2]int
		for _, i := range layer {
			for _, inner := range l.cells[i].inner {
				lines = append(lines, [2]int{at[i], at[inner]})
			}
		}
		for n, a := range lines {
			for _, b := range lines[:n] {
				if (a[0]-b[0])*(a[1]-b[1]) < 0 {
					crossings++
				}
			}
		}
	}
	return crossings
}
