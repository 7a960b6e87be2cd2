package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

const people = "firm follow=staffing,conflictedUsers; user amira; user ben; user carla; user dan; user eve rights=Administrator\n"

var kindNames = map[Kind]string{Root: "root", Group: "group", Named: "named", Follower: "follower", KeptOut: "kept out", Walled: "walled"}

// sketch is a side in a few lines.
func sketch(s Side) []string {
	var lines []string
	for i, n := range s.Nodes[1:] {
		var on []string
		for _, e := range s.Edges {
			if e.From == i+1 {
				on = append(on, s.Nodes[e.To].Name)
			}
		}
		lines = append(lines, fmt.Sprintf("%s, %s (%s) -> %s", n.Name, kindNames[n.Kind], n.Word, strings.Join(on, ", ")))
	}
	return lines
}

// fatal is a test, of rapid's too.
type fatal interface {
	Helper()
	Fatalf(format string, args ...any)
}

func pictureOf(t fatal, objects roster.Objects, asset string) Picture {
	t.Helper()
	p, err := Of(roster.NewSnapshot(objects), asset)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return p
}

func TestPicture(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rules, text string
		team, wall  []string
	}{
		{"M-1", "matter m lead=amira staff=ben:MatterEditor,carla", []string{
			"amira, named (leads) -> m", "ben, named (editor) -> m", "carla, named (reader) -> m",
		}, nil},
		{"M-4", "link ben->amira; matter m lead=amira", []string{"amira, named (leads) -> m", "ben, follower (editor, follows) -> amira"}, nil},
		{"M-8", "link ben->amira; case c staff=amira; collection k staff=amira,dan; matter m case=c collections=k lead=dan", []string{
			"c, group (case) -> m", "k, group (collection) -> m",
			"dan, named (leads) -> m, k", "amira, named (reader) -> c, k", "ben, follower (reader, follows) -> amira",
		}, nil},
		{"C-1, C-7", "link ben->amira; matter m staff=amira conflicted=amira", []string{
			"amira, kept out (kept out: conflicted user) -> m", "ben, kept out (kept out: conflicted user) -> amira",
		}, []string{"amira, walled (conflicted user) -> m", "ben, walled (assistant) -> amira"}},
		{"C-2, C-3", "link ben->amira; matter m set=s/a follow=conflictedUsers; matter n staff=amira set=s/b", nil, []string{
			"n, group (side b of s) -> m", "amira, walled () -> n", "ben, walled (assistant) -> n, amira",
		}},
		{"C-2 by the case", "case c set=s/a; matter m case=c; case d set=s/b staff=carla; matter n case=d", nil, []string{
			"d, group (side b of s) -> m", "n, group (side b of s) -> m", "carla, walled () -> d, n",
		}},
		{"C-4", "user finn floating; matter m staff=finn set=s/a; matter n staff=finn set=s/b", []string{"finn, named (reader, floats) -> m"}, nil},
		{"C-5", "case c conflicted=dan; matter m case=c", nil, []string{"c, group (case) -> m", "dan, walled (conflicted user) -> c"}},
		{"C-7 by name, but for S3", "matter m staff=carla excluded=carla,eve", []string{"carla, kept out (kept out: excluded by name) -> m"}, []string{
			"carla, walled (excluded by name) -> m",
		}},
	} {
		t.Run(c.rules, func(t *testing.T) {
			t.Parallel()
			p := pictureOf(t, firm.Parse(t, people+c.text), "m")
			if diff := cmp.Diff([][]string{c.team, c.wall}, [][]string{sketch(p.Team), sketch(p.Wall)}); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	p := pictureOf(t, firm.Parse(t, "firm units=uk; user amira deactivated; user ben units=uk as=Partner; matter m lead=amira staff=ghost unit=uk client=acme confidential closed"), "m")
	want := []string{"Named without effect: amira (deactivated), ghost (no such user)."}
	if diff := cmp.Diff(want, p.Notes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	p = pictureOf(t, firm.Parse(t, "firm units=uk; user ben units=uk as=Partner; matter m unit=uk"), "m")
	if diff := cmp.Diff([]string{"Not on the team, but may view by a role or right: ben (D-8)."}, p.Notes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := Of(firm.View(t, "user ben"), "m"); err == nil {
		t.Error("an asset that is not there is drawn")
	}
}

// TestCrowds: a case with 500 people is one picture, and nobody is lost or counted
// among those of another kind.
func TestCrowds(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("firm follow=staffing,conflictedUsers\n")
	var staff, others []string
	for i := range 500 {
		fmt.Fprintf(&b, "user u%03d\n", i)
		staff = append(staff, fmt.Sprintf("u%03d", i))
		if i%5 == 0 {
			others = append(others, fmt.Sprintf("u%03d", i))
		}
		if i < 100 {
			fmt.Fprintf(&b, "user a%03d; link a%03d->u%03d\n", i, i, i)
		}
	}
	fmt.Fprintf(&b, "matter m lead=u499 staff=%s set=s/a conflicted=u001\n", strings.Join(staff, ","))
	for i := range 30 {
		fmt.Fprintf(&b, "matter n%02d staff=%s set=s/b\n", i, strings.Join(others[i:], ","))
	}
	objects := firm.Parse(t, b.String())
	p := pictureOf(t, objects, "m")
	status := staffing.DeriveAll(roster.NewSnapshot(objects), objects.Matters[0])
	if got := counted(p.Team, func(k Kind) bool { return k != Group }); got != int(status.Summary.Members) {
		t.Errorf("%d members are drawn of %d", got, status.Summary.Members)
	}
	if got := counted(p.Team, func(k Kind) bool { return k == KeptOut }); got != int(status.Summary.Excluded) {
		t.Errorf("%d are drawn as kept out of %d", got, status.Summary.Excluded)
	}
	if got := counted(p.Wall, func(k Kind) bool { return k == Walled }); got != int(status.Summary.Conflicted) {
		t.Errorf("%d are drawn as walled off of %d", got, status.Summary.Conflicted)
	}
	if n := len(p.Team.Nodes) + len(p.Wall.Nodes); n > 100 {
		t.Errorf("%d nodes", n)
	}
	for _, s := range []Side{p.Team, p.Wall} {
		if !slices.ContainsFunc(s.Nodes, func(n Node) bool { return n.Lead || n.Name == "u001" }) {
			t.Error("the lead, or who is named as conflicted, is lost in a crowd")
		}
	}
	if size := len(p.SVG()); size > 64<<10 {
		t.Errorf("%d bytes of SVG", size)
	}
}

// counted is how many users nodes stand for.
func counted(s Side, kind func(Kind) bool) int {
	n := 0
	for _, node := range s.Nodes[1:] {
		if kind(node.Kind) {
			n += max(1, node.More)
		}
	}
	return n
}

// TestPictureSaysWhatTheStatusSays, of any firm: everybody once, kept out where the
// status says Excluded, and each hangs on the asset by some way (sections M and C).
func TestPictureSaysWhatTheStatusSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		objects := firm.Written(t, random.History().Draw(t, "firm"))
		if len(objects.Matters) == 0 {
			t.Skip("no asset")
		}
		m := objects.Matters[rapid.IntRange(0, len(objects.Matters)-1).Draw(t, "asset")]
		view := roster.NewSnapshot(objects)
		p := pictureOf(t, objects, m.Name)
		status := staffing.DeriveAll(view, m)
		var team, wall []string
		for _, member := range status.Staffing {
			team = append(team, fmt.Sprint(member.User, " ", member.Access == v1alpha1.AccessExcluded))
		}
		asset := access.AssetOf(view, m)
		for _, c := range status.ConflictedUsers {
			wall = append(wall, c.User)
		}
		for _, e := range m.Spec.ExcludedUsers {
			if asset.Excluded(e.User) && !slices.Contains(wall, e.User) {
				wall = append(wall, e.User)
			}
		}
		if diff := cmp.Diff(sorted(team), drawn(p.Team, func(n Node) string { return fmt.Sprint(n.Name, " ", n.Kind == KeptOut) })); diff != "" {
			t.Fatalf("team (-status +drawn)\n%s", diff)
		}
		if diff := cmp.Diff(sorted(wall), drawn(p.Wall, func(n Node) string { return n.Name })); diff != "" {
			t.Fatalf("wall (-status +drawn)\n%s", diff)
		}
		for _, s := range []Side{p.Team, p.Wall} {
			for i := range s.Nodes {
				if i > 0 && !slices.ContainsFunc(s.Edges, func(e Edge) bool { return e.From == i }) {
					t.Fatalf("%s hangs on nothing", s.Nodes[i].Name)
				}
			}
		}
		shuffled := pictureOf(t, random.Shuffle(objects, int64(rapid.IntRange(0, 9).Draw(t, "order"))), m.Name)
		if p.SVG() != shuffled.SVG() || p.Mermaid() != shuffled.Mermaid() {
			t.Fatal("the same firm in another order gives other bytes")
		}
	})
}

func drawn(s Side, say func(Node) string) []string {
	var names []string
	for _, n := range s.Nodes[1:] {
		if n.Kind != Group {
			names = append(names, say(n))
		}
	}
	return sorted(names)
}

func sorted(names []string) []string {
	return append([]string{}, slices.Sorted(slices.Values(names))...)
}
