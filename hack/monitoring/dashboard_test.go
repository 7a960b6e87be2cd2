package monitoring

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/promql/parser"
)

var curly = regexp.MustCompile(`\{\{(\w+)\}\}`)

// TestTheDashboardIsOne as far as can be told without Grafana: its fields are those of the
// model, panels have their own IDs and places, ask the data source that is chosen, and
// call their curves by labels that are there.
func TestTheDashboardIsOne(t *testing.T) {
	t.Parallel()
	b := dashboard(t)
	if b.UID == "" || b.SchemaVersion < 36 || len(b.Templating.List) != 1 || b.Templating.List[0].Name != "datasource" {
		t.Errorf("%+v", b)
	}
	taken, ids, panels := map[[2]int]string{}, map[int]bool{}, 0
	for _, p := range b.Panels {
		if ids[p.ID] {
			t.Errorf("%s has the ID of another", p.Title)
		}
		ids[p.ID] = true
		for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
			for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
				if other := taken[[2]int{x, y}]; other != "" || x >= 24 {
					t.Fatalf("%s lies at %d,%d, over %q", p.Title, x, y, other)
				}
				taken[[2]int{x, y}] = p.Title
			}
		}
		if p.Type == "row" {
			continue
		}
		panels++
		if p.Datasource.UID != "${datasource}" || len(p.Targets) == 0 || p.Title == "" {
			t.Errorf("%+v", p)
		}
		for _, target := range p.Targets {
			calls(t, p.Title, strings.ReplaceAll(target.Expr, "$__rate_interval", "5m"), target.Legend)
		}
	}
	if panels < 10 {
		t.Errorf("%d panels", panels)
	}
}

// calls fails where the legend has a label that the expression does not leave.
func calls(t *testing.T, title, text, legend string) {
	t.Helper()
	expr, err := parser.NewParser(parser.Options{}).ParseExpr(text)
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]bool{}
	for _, label := range targets {
		left[label] = true
	}
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		if a, ok := node.(*parser.AggregateExpr); ok {
			left = map[string]bool{}
			for _, label := range a.Grouping {
				left[label] = true
			}
			return errors.New("the outermost counts")
		}
		return nil
	})
	for _, label := range curly.FindAllStringSubmatch(legend, -1) {
		if !left[label[1]] || label[1] == "le" {
			t.Errorf("%s: %s is not left of %s", title, label[1], text)
		}
	}
}
