package graph

import (
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// Picture is what there is to draw of one asset. Nothing in it is yet at a place.
type Picture struct {
	// Name, DisplayName and Facts are those of the asset; Summary counts who is on it
	// and who is walled off.
	Name, DisplayName string
	Facts             []string
	Summary           string
	// Team stands left of the asset, Wall right of it.
	Team, Wall Side
	// Notes say what is not drawn.
	Notes []string
}

// Side is one side of the asset: nodes, and by which others they hang on it. The
// first node is the asset itself.
type Side struct {
	Nodes []Node
	Edges []Edge
	// has are the nodes by what they are and their names.
	has map[key]int
}

// Node is a user, an asset, or a number of them that are not drawn one by one.
type Node struct {
	Kind Kind
	Name string
	Word string // a few words that say how it stands there
	Lead bool   // it leads the asset
	More int    // how many it stands for, where it stands for several
}

// Edge leads from a node one step towards the asset.
type Edge struct{ From, To int }

// Kind is how a node looks.
type Kind int

// The kinds, in the order in which they are drawn from above.
const (
	Root     Kind = iota // the asset of the picture
	Group                // its case or collection, or an asset on the other side
	Named                // a user whom a list names
	Follower             // an assistant who follows
	KeptOut              // a member whom a wall keeps out (C-7)
	Walled               // a conflicted user, or one who is excluded by name
)

// key is by what a node is known.
type key struct {
	group bool
	name  string
}

// Of returns the picture of an asset. One that is not there is an error.
func Of(v roster.Directory, asset string) (Picture, error) {
	m := v.Matter(asset)
	if m == nil {
		return Picture{}, fmt.Errorf("there is no matter, case or collection %q", asset)
	}
	d := drawing{view: v, asset: m, status: staffing.DeriveAll(v, m)}
	p := Picture{
		Name: m.Name, DisplayName: m.Spec.DisplayName, Facts: d.facts(), Summary: d.summary(),
		Team: d.team().collapsed(), Wall: d.wall().collapsed(), Notes: d.notes(),
	}
	return p, nil
}

// drawing is what a picture is made from.
type drawing struct {
	view   roster.Directory
	asset  *v1alpha1.Matter
	status v1alpha1.MatterStatus // of the asset, everybody in it
}

func newSide(asset *v1alpha1.Matter) *Side {
	return &Side{Nodes: []Node{{Kind: Root, Name: asset.Name}}, has: map[key]int{}}
}

// at returns the node of something, which is made if it is new.
func (s *Side) at(k key, n Node) int {
	if i, is := s.has[k]; is {
		return i
	}
	s.has[k] = len(s.Nodes)
	s.Nodes = append(s.Nodes, n)
	return len(s.Nodes) - 1
}

// join draws an edge, once.
func (s *Side) join(from, to int) {
	if edge := (Edge{from, to}); from != to && !slices.Contains(s.Edges, edge) {
		s.Edges = append(s.Edges, edge)
	}
}

// groups are the case and the collections of the asset whose teams and walls it has
// (M-8, C-5).
func (d *drawing) groups() []*v1alpha1.Matter {
	if d.asset.Spec.Type != v1alpha1.TypeMatter {
		return nil
	}
	var groups []*v1alpha1.Matter
	add := func(name string, kind v1alpha1.AssetType) {
		if m := d.view.Matter(name); m != nil && m.Spec.Type == kind {
			groups = append(groups, m)
		}
	}
	add(d.asset.Spec.Case, v1alpha1.TypeCase)
	for _, name := range slices.Compact(slices.Sorted(slices.Values(d.asset.Spec.Collections))) {
		add(name, v1alpha1.TypeCollection)
	}
	return groups
}

func (d *drawing) facts() []string {
	facts := []string{string(d.asset.Spec.Type)}
	if d.asset.Spec.Client != "" {
		facts = append(facts, "client "+d.asset.Spec.Client)
	}
	for _, side := range d.sides(d.asset) {
		facts = append(facts, "side "+side.Side+" of "+side.Set)
	}
	if d.asset.Spec.Confidential {
		facts = append(facts, "confidential")
	}
	if d.asset.Spec.State == v1alpha1.StateClosed {
		facts = append(facts, "closed")
	}
	return facts
}

// sides are those of an asset, and for sets that it does not name those of its case (C-2).
func (d *drawing) sides(m *v1alpha1.Matter) []v1alpha1.OpposingTeamSide {
	sides := slices.Clone(m.Spec.OpposingTeamSets)
	c := d.view.Matter(m.Spec.Case)
	if m.Spec.Type != v1alpha1.TypeMatter || c == nil || c.Spec.Type != v1alpha1.TypeCase {
		return sides
	}
	for _, side := range c.Spec.OpposingTeamSets {
		if !slices.ContainsFunc(sides, func(own v1alpha1.OpposingTeamSide) bool { return own.Set == side.Set }) {
			sides = append(sides, side)
		}
	}
	return sides
}

func (d *drawing) summary() string {
	s := d.status.Summary
	text := count(int(s.Members), "member", "members")
	if s.Excluded > 0 {
		text += fmt.Sprintf(", %d kept out", s.Excluded)
	}
	return text + fmt.Sprintf(" · %d walled off", s.Conflicted)
}

// maxNoted is how many names a note has.
const maxNoted = 12

// notes say who may view without being on the team (D-7 to D-9), so that nobody
// takes the team for everybody, and which names have no effect (M-12).
func (d *drawing) notes() []string {
	var notes, viewers, ignored []string
	who, err := access.Who(d.view, d.asset.Name, access.ActionView)
	if err != nil {
		return nil // the asset is there
	}
	for permitted := range who {
		if rules := permitted.Decisions[0].Rules; !slices.Contains(rules, "D-6") {
			viewers = append(viewers, permitted.User+" ("+rules[0]+")")
		}
	}
	for _, user := range d.status.Ignored {
		ignored = append(ignored, user.User+" ("+ignoredWord[user.Reason]+")")
	}
	if len(viewers) > 0 {
		notes = append(notes, "Not on the team, but may view by a role or right: "+some(viewers)+".")
	}
	if len(ignored) > 0 {
		notes = append(notes, "Named without effect: "+some(ignored)+".")
	}
	return notes
}

var ignoredWord = map[v1alpha1.IgnoredReason]string{
	v1alpha1.IgnoredNotFound:         "no such user",
	v1alpha1.IgnoredDeactivated:      "deactivated",
	v1alpha1.IgnoredThirdPartyBiller: "third-party biller",
}
