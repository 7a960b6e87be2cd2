package monitoring

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// targets are the labels that the ServiceMonitor, the Prometheus operator (the Service's
// namespace) and the scrape itself add.
var targets = []string{"job", "namespace", "instance"}

// metricName is the label that is a metric's name.
const metricName = "__name__"

// served returns the labels of every metric that somebody serves.
func served(t *testing.T) map[string]map[string]bool {
	t.Helper()
	all := map[string]map[string]bool{"up": {}} // which is Prometheus' own
	for _, of := range []string{"manager", "apiserver"} {
		for line := range strings.Lines(scrape(t, of)) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			sample, err := parser.NewParser(parser.Options{}).ParseMetric(line[:strings.LastIndex(line, " ")])
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			known := map[string]bool{}
			sample.Range(func(l labels.Label) { known[l.Name] = true })
			all[sample.Get(metricName)] = known
		}
	}
	for _, known := range all {
		for _, label := range targets {
			known[label] = true
		}
	}
	return all
}

// TestWhatIsAskedForIsThere: every expression of the rules and of the dashboard is one,
// and names metrics and labels that are served. The managers' are asked of their job.
func TestWhatIsAskedForIsThere(t *testing.T) {
	t.Parallel()
	there := served(t)
	asked := map[string]bool{}
	for where, text := range expressions(t) {
		expr, err := parser.NewParser(parser.Options{}).ParseExpr(text)
		if err != nil {
			t.Errorf("%s: %v", where, err)
			continue
		}
		parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
			switch n := node.(type) {
			case *parser.VectorSelector:
				asked[n.Name] = true
				known, ok := there[n.Name]
				if !ok {
					t.Errorf("%s: nobody serves %s", where, n.Name)
				}
				job := ""
				for _, m := range n.LabelMatchers {
					if m.Name == "job" {
						job = m.Value
					}
					if m.Name != metricName && !known[m.Name] {
						t.Errorf("%s: %s has no label %s", where, n.Name, m.Name)
					}
				}
				if theirs := strings.HasPrefix(n.Name, "apiserver_"); (job == "matterplane") == theirs {
					t.Errorf("%s: %s is asked of the job %q", where, n.Name, job)
				}
			case *parser.AggregateExpr:
				of := selector(n)
				for _, label := range n.Grouping {
					if known := there[of]; !known[label] {
						t.Errorf("%s: %s has no label %s", where, of, label)
					}
				}
			}
			return nil
		})
	}
	for name := range there {
		base := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "_sum"), "_count"), "_bucket")
		if !asked[name] && !asked[base] && !asked[base+"_bucket"] {
			t.Errorf("neither an alert nor the dashboard asks for %s", name)
		}
	}
}

// selector returns the first metric in an expression.
func selector(of parser.Node) string {
	var name string
	parser.Inspect(of, func(node parser.Node, _ []parser.Node) error {
		if v, ok := node.(*parser.VectorSelector); ok && name == "" {
			name = v.Name
		}
		return nil
	})
	return name
}

// expressions returns those of the rules and of the dashboard, by where they stand.
func expressions(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, a := range rulesOf(t).alerts {
		all["alert "+a.Alert+" "+a.Labels["severity"]] = a.Expr
	}
	for _, p := range dashboard(t).Panels {
		for _, target := range p.Targets {
			all["panel "+p.Title+" "+target.RefID] = strings.ReplaceAll(target.Expr, "$__rate_interval", "5m")
		}
	}
	return all
}

type board struct {
	UID           string  `json:"uid"`
	SchemaVersion int     `json:"schemaVersion"`
	Panels        []panel `json:"panels"`
	Templating    struct {
		List []struct {
			Name string `json:"name"`
		} `json:"list"`
	} `json:"templating"`
}

type panel struct {
	ID         int                      `json:"id"`
	Type       string                   `json:"type"`
	Title      string                   `json:"title"`
	GridPos    struct{ X, Y, W, H int } `json:"gridPos"`
	Datasource struct {
		UID string `json:"uid"`
	} `json:"datasource"`
	Targets []struct {
		RefID  string `json:"refId"`
		Expr   string `json:"expr"`
		Legend string `json:"legendFormat"`
	} `json:"targets"`
}

func dashboard(t *testing.T) board {
	t.Helper()
	var b board
	if err := json.Unmarshal(read(t, top, "config", "grafana", "matterplane.json"), &b); err != nil {
		t.Fatal(err)
	}
	return b
}
