package graph

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// FuzzSVG: whatever anybody has written, the picture is well-formed, holds only what
// draws, and no text of a firm has become anything else.
func FuzzSVG(f *testing.F) {
	f.Add("amira-khan", "Project Kestrel", "Advised the supplier")
	f.Add(`"><script>alert(1)</script>`, "</svg><a href='javascript:x'>", "]]> &amp; <!-- -->")
	f.Add("\x00\x1b[31m\u202eevil", "\ufffe\uffff\xff", strings.Repeat("ｗ", 500))
	f.Add("}</style><style>*{background:url(http://x)}", "%[1]s%d%!", "` | \\\n#quot; end")
	f.Fuzz(func(t *testing.T, name, display, reason string) {
		p := pictureOf(t, hostile(name, display, reason), name)
		elements := 0
		for d := xml.NewDecoder(strings.NewReader(p.SVG())); ; elements++ {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v\n%s", err, p.SVG())
			}
			start, is := token.(xml.StartElement)
			if !is {
				continue
			}
			if !slices.Contains([]string{"svg", "title", "desc", "style", "rect", "marker", "path", "text"}, start.Name.Local) {
				t.Errorf("an element %s", start.Name.Local)
			}
			for _, a := range start.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Name.Local, "href") || a.Name.Local == "style" {
					t.Errorf("an attribute %s", a.Name.Local)
				}
			}
		}
		if elements < 20 {
			t.Errorf("only %d tokens", elements)
		}
		for line := range strings.Lines(p.Mermaid()) {
			if !strings.HasPrefix(line, "  ") && line != "flowchart LR\n" || strings.Count(line, `"`)%2 != 0 || strings.Contains(line, "<script") {
				t.Errorf("a line of Mermaid: %q", line)
			}
		}
	})
}

// hostile is a firm in which texts stand wherever a text can.
func hostile(name, display, reason string) roster.Objects {
	meta := func(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name} }
	side := func(side string) []v1alpha1.OpposingTeamSide {
		return []v1alpha1.OpposingTeamSide{{Set: display, Side: side}}
	}
	return roster.Objects{
		Users: []*v1alpha1.FirmUser{{ObjectMeta: meta(name)}, {ObjectMeta: meta(reason)}},
		Matters: []*v1alpha1.Matter{
			{ObjectMeta: meta(name), Spec: v1alpha1.MatterSpec{
				Type: v1alpha1.TypeMatter, DisplayName: display, Client: reason, Lead: name, OpposingTeamSets: side("a" + reason),
				Staffing:        []v1alpha1.StaffingEntry{{User: reason}, {User: display}},
				ConflictedUsers: []v1alpha1.ConflictedEntry{{User: display, Reason: reason}},
			}},
			{ObjectMeta: meta("other" + name), Spec: v1alpha1.MatterSpec{
				Type: v1alpha1.TypeMatter, Staffing: []v1alpha1.StaffingEntry{{User: reason}}, OpposingTeamSets: side("b" + reason),
			}},
		},
	}
}

// TestNothingOverlaps, of any two sides: nodes stand within the picture, and none on
// another.
func TestNothingOverlaps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := Picture{Name: "m", Team: drawSide(t), Wall: drawSide(t)}
		d := &svg{Picture: p, team: laidOut(p.Team), wall: laidOut(p.Wall)}
		d.measure()
		for _, s := range []side{d.teamSide(), d.wallSide()} {
			for depth, layer := range s.l.layers[1:] {
				for n, i := range layer {
					c := s.l.cells[i]
					if c.node >= 0 && (s.x[depth+1] < margin || s.x[depth+1]+s.wide[depth+1] > d.width-margin || d.middle+c.y-c.height/2 < heading-1 || d.middle+c.y+c.height/2 > d.bottom+1) {
						t.Fatalf("%v is outside of %dx%d", c, d.width, d.bottom)
					}
					if n > 0 && s.l.cells[layer[n-1]].y+s.l.cells[layer[n-1]].height/2+cellGap > c.y-c.height/2+1 {
						t.Fatalf("%v is on %v", c, s.l.cells[layer[n-1]])
					}
				}
			}
		}
	})
}

// drawSide draws nodes that hang on those before them.
func drawSide(t *rapid.T) Side {
	s := Side{Nodes: []Node{{Kind: Root, Name: "m"}}}
	for i := range rapid.IntRange(1, 20).Draw(t, "nodes") {
		s.Nodes = append(s.Nodes, Node{Kind: Named, Name: "node"})
		for range rapid.IntRange(1, 3).Draw(t, "edges") {
			s.join(i+1, rapid.IntRange(0, i).Draw(t, "to"))
		}
	}
	return s
}
