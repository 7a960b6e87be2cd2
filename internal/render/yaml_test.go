package render

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/internal/test/firms"
)

// TestYAMLIsWhatTheLibraryPrints compares all statuses of a firm with what the
// library prints of them, and wants few of them to need it.
func TestYAMLIsWhatTheLibraryPrints(t *testing.T) {
	all, left := 0, 0
	for o := range Firm(firms.Generate(firms.Shape{Matters: 500, Seed: 1, Namespace: "acme"})) {
		all++
		text, err := JSON(o)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := plainYAML(text); !ok {
			left++
		}
		want, err := yaml.JSONToYAML(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := YAML(o); err != nil || string(got) != string(want) {
			t.Fatalf("%s %s: %v (-library +ours):\n%s", o.Kind, o.Metadata.Name, err, cmp.Diff(string(want), string(got)))
		}
	}
	if left*100 > all {
		t.Errorf("%d of %d objects are left to the library", left, all)
	}
}

// TestYAMLOfAnything compares documents of words that YAML could take for something
// else, of long sentences and of strange signs.
func TestYAMLOfAnything(t *testing.T) {
	ours := 0
	for seed := range uint64(40_000) {
		d := drawn{rand.New(rand.NewPCG(seed, 0))}
		text, err := json.Marshal(d.object(0))
		if err != nil {
			t.Fatal(err)
		}
		got, ok := plainYAML(text)
		if !ok {
			continue
		}
		ours++
		want, err := yaml.JSONToYAML(text)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Fatalf("seed %d, %s (-library +ours):\n%s", seed, text, cmp.Diff(string(want), string(got)))
		}
	}
	if ours < 7_000 {
		t.Errorf("only %d documents were ours", ours)
	}
}

// drawn draws documents.
type drawn struct{ *rand.Rand }

var (
	pieces = []string{
		"Amira", "khan", "of the matter", "of", "the", "a wall that names both of them", "C-7", "é", "ß", "’", "…", "日本", "don't", `"quoted"`, "a&b", "<b>", "yes", "No", "on", "null",
		"y", "true", "12", "0x1", "1e3", "2026-01-05", ".5", "-", "#", ":", "a:b", "%", "@", "x@y.example", ",", "[", "{}", "|", "*", "!", "?", "=", "~", "\\",
	}
	rare  = []string{"\t", "\n", "  ", " ", "\u0085", "\u00a0", "\u2028", "\ufeff", "😀", "\x7f", "\xff", ""}
	names = []string{"kind", "status", "user", "observedGeneration", "no", "type", "Ready", "displayName", "via"}
	joins = []string{" ", " ", " ", "", ": ", " #", "'", ", "}
)

func (d drawn) of(words []string) string { return words[d.IntN(len(words))] }

func (d drawn) text() string {
	text := ""
	for range 1 + d.IntN(3)*d.IntN(20) {
		if text != "" {
			text += d.of(joins)
		}
		text += d.of(pieces)
		if d.IntN(200) == 0 {
			text += d.of(rare)
		}
	}
	return text
}

func (d drawn) object(depth int) map[string]any {
	o := map[string]any{}
	for range d.IntN(4) {
		o[d.of(names)] = d.value(depth + 1)
	}
	return o
}

func (d drawn) value(depth int) any {
	switch kind := d.IntN(12); {
	case kind < 2 && depth < 5:
		return d.object(depth)
	case kind < 5 && depth < 5:
		var list []any
		for range d.IntN(4) {
			list = append(list, d.value(depth+1))
		}
		return list
	case kind == 5:
		return d.IntN(2000) - 1000
	case kind == 6:
		return d.IntN(2) == 0
	case kind == 7 && d.IntN(10) == 0:
		return d.Float64() * 1e20
	}
	return d.text()
}
