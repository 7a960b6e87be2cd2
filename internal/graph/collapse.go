package graph

import (
	"fmt"
	"slices"
)

const (
	// maxAlike is how many nodes that look alike and hang on the same are drawn one by one.
	maxAlike = 8
	// maxLayer is how many nodes stand above each other.
	maxLayer = 40
)

// collapsed returns the side with its crowds as one node each: "and 488 more".
func (s *Side) collapsed() Side {
	out := Side{Nodes: []Node{s.Nodes[0]}}
	now := make([]int, len(s.Nodes)) // where a node went
	for _, layer := range byDepth(s.depths())[1:] {
		for _, alike := range s.alike(layer, now) {
			shown := alike.nodes
			if len(shown) > maxAlike+1 {
				shown = shown[:maxAlike]
			}
			for _, i := range shown {
				now[i] = out.put(s.Nodes[i], alike.on)
			}
			if rest := alike.nodes[len(shown):]; len(rest) > 0 {
				out.crowd(rest, alike.on, now, s.Nodes[rest[0]].Kind)
			}
		}
	}
	return *out.bounded()
}

// crowd puts one node in place of several.
func (s *Side) crowd(nodes, on, now []int, kind Kind) {
	at := s.put(Node{Kind: kind, Name: fmt.Sprintf("and %d more", len(nodes)), More: len(nodes)}, on)
	for _, i := range nodes {
		now[i] = at
	}
}

func (s *Side) put(n Node, on []int) int {
	s.Nodes = append(s.Nodes, n)
	at := len(s.Nodes) - 1
	for _, to := range on {
		s.join(at, to)
	}
	return at
}

// alike are nodes of one kind that hang on the same.
type alike struct {
	kind  Kind
	on    []int
	nodes []int
}

func (s *Side) alike(layer, now []int) []alike {
	targets := make([][]int, len(s.Nodes))
	for _, e := range s.Edges {
		targets[e.From] = append(targets[e.From], now[e.To])
	}
	var all []alike
	for _, i := range layer {
		slices.Sort(targets[i])
		on := slices.Compact(targets[i])
		at := slices.IndexFunc(all, func(a alike) bool { return a.kind == s.Nodes[i].Kind && slices.Equal(a.on, on) })
		if at < 0 {
			all, at = append(all, alike{kind: s.Nodes[i].Kind, on: on}), len(all)
		}
		all[at].nodes = append(all[at].nodes, i)
	}
	return all
}

// bounded returns the side with no layer higher than maxLayer.
func (s *Side) bounded() *Side {
	out := Side{Nodes: []Node{s.Nodes[0]}}
	now := make([]int, len(s.Nodes))
	for _, layer := range byDepth(s.depths())[1:] {
		rest := layer[min(len(layer), maxLayer):]
		if len(layer) > maxLayer {
			rest = layer[maxLayer-1:]
		}
		var on []int
		more := 0
		for _, i := range layer {
			var own []int
			for _, e := range s.Edges {
				if e.From == i {
					own = append(own, now[e.To])
				}
			}
			if !slices.Contains(rest, i) {
				now[i] = out.put(s.Nodes[i], own)
				continue
			}
			on, more = append(on, own...), more+max(1, s.Nodes[i].More)
		}
		if len(rest) > 0 {
			slices.Sort(on)
			at := out.put(Node{Kind: s.Nodes[rest[0]].Kind, Name: fmt.Sprintf("and %d more", more), More: more}, slices.Compact(on))
			for _, i := range rest {
				now[i] = at
			}
		}
	}
	return &out
}

// depths says of each node how many steps it is from the asset, by its longest way.
func (s *Side) depths() []int {
	depths := make([]int, len(s.Nodes))
	for range s.Nodes { // a way is no longer than there are nodes; most are two
		changed := false
		for _, e := range s.Edges {
			if depth := depths[e.To] + 1; depths[e.From] < depth && depth < maxDepth {
				depths[e.From], changed = depth, true
			}
		}
		if !changed {
			break
		}
	}
	for i := range depths[1:] {
		depths[i+1] = max(depths[i+1], 1) // what hangs on nothing stands beside the asset
	}
	return depths
}

// maxDepth bounds how many layers a side has. The rules give three (M-8, A-2).
const maxDepth = 6

func byDepth(depths []int) [][]int {
	layers := make([][]int, slices.Max(depths)+1)
	for i, depth := range depths {
		layers[depth] = append(layers[depth], i)
	}
	return layers
}
