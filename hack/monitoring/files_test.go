package monitoring

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"sigs.k8s.io/yaml"
)

// top is the repository.
var top = filepath.Join("..", "..")

func read(t *testing.T, place ...string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(place...))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// scrape returns what somebody serves to Prometheus.
func scrape(t *testing.T, of string) string {
	t.Helper()
	return string(read(t, "testdata", "scrape", of+".txt"))
}

// rules are those of config/prometheus.
type rules struct {
	text   []byte // as promtool reads them
	alerts []alert
}

type alert struct {
	Alert       string            `json:"alert"`
	Expr        string            `json:"expr"`
	Labels      map[string]string `json:"labels"`
	Annotations map[string]string `json:"annotations"`
}

func rulesOf(t *testing.T) rules {
	t.Helper()
	var object struct {
		Spec json.RawMessage `json:"spec"`
	}
	var spec struct {
		Groups []struct {
			Rules []alert `json:"rules"`
		} `json:"groups"`
	}
	if err := yaml.Unmarshal(read(t, top, "config", "prometheus", "rules.yaml"), &object); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(object.Spec, &spec); err != nil {
		t.Fatal(err)
	}
	text, err := yaml.JSONToYAML(object.Spec)
	if err != nil {
		t.Fatal(err)
	}
	r := rules{text: text}
	for _, group := range spec.Groups {
		r.alerts = append(r.alerts, group.Rules...)
	}
	if len(r.alerts) == 0 {
		t.Fatal("there are no alerts")
	}
	return r
}
