package graph

import (
	"fmt"
	"slices"
)

const (
	// maxAlike is how many nodes that look alike and hang on the same are drawn one by one.
	maxAlike = 8
	// maxLayer is how many nodes stand above each other.
	maxLayer = 20
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
			out.crowd(s, alike.nodes[len(shown):], now)
		}
	}
	return *out.bounded()
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
	var all []alike
	for _, i := range layer {
		on := s.targets(i, now)
		at := slices.IndexFunc(all, func(a alike) bool { return a.kind == s.Nodes[i].Kind && slices.Equal(a.on, on) })
		if at < 0 {
			all, at = append(all, alike{kind: s.Nodes[i].Kind, on: on}), len(all)
		}
		all[at].nodes = append(all[at].nodes, i)
	}
	return all
}

// bounded returns the side with no layer of more than maxLayer, or of maxAlike of each
// kind and one crowd: who is kept out is never counted among who is not. The lead, and
// of the others those who were put first, are drawn.
func (s *Side) bounded() *Side {
	out := Side{Nodes: []Node{s.Nodes[0]}}
	now := make([]int, len(s.Nodes))
	for _, layer := range byDepth(s.depths())[1:] {
		most := maxAlike
		if len(layer) <= maxLayer {
			most = maxLayer
		}
		slices.SortStableFunc(layer, func(a, b int) int { return s.Nodes[a].weight() - s.Nodes[b].weight() })
		drawn, crowds := map[Kind]int{}, map[Kind][]int{}
		for _, i := range layer {
			kind := s.Nodes[i].Kind
			drawn[kind]++
			if drawn[kind] > most {
				crowds[kind] = append(crowds[kind], i)
				continue
			}
			now[i] = out.put(s.Nodes[i], s.targets(i, now))
		}
		for kind := range Walled + 1 {
			out.crowd(s, crowds[kind], now)
		}
	}
	return &out
}

// crowd puts one node in place of several of another side, if there are any.
func (s *Side) crowd(of *Side, nodes, now []int) {
	if len(nodes) == 0 {
		return
	}
	crowd := Node{Kind: of.Nodes[nodes[0]].Kind}
	var on []int
	for _, i := range nodes {
		crowd.More += max(1, of.Nodes[i].More)
		on = append(on, of.targets(i, now)...)
	}
	crowd.Name = fmt.Sprintf("and %d more", crowd.More)
	at := s.put(crowd, on)
	for _, i := range nodes {
		now[i] = at
	}
}

// targets are where those went that a node hangs on, each once.
func (s *Side) targets(node int, now []int) []int {
	var on []int
	for _, e := range s.Edges {
		if e.From == node {
			on = append(on, now[e.To])
		}
	}
	slices.Sort(on)
	return slices.Compact(on)
}

// weight is the less, the more it would be missed.
func (n Node) weight() int {
	switch {
	case n.Lead, n.Kind == Walled && n.Word != "" && n.Word != assistant: // named by the asset itself
		return 0
	case n.More > 0:
		return 2
	}
	return 1
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
