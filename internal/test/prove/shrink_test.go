package prove

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A history is shrunk to what the difference needs, and no further.
func TestShrink(t *testing.T) {
	const need = `"staffing":[{"user":"ada"`
	differs := func(h History) (string, int) {
		linked := false
		for i, x := range h.Writes {
			linked = linked && !x.Delete || strings.HasPrefix(x.Key(), "AssistantLink") && !x.Delete
			if linked && strings.Contains(x.String(), need) {
				return "it differs", i + 1
			}
		}
		return "", 0
	}
	shrunk := 0
	for seed := range 40 {
		h := Draw(seed)
		if told, _ := differs(h); told == "" {
			continue
		}
		shrunk++
		got := shrink(&shrinker{best: h, until: time.Now().Add(time.Minute), differs: differs})
		if len(got.Writes) != 2 || !strings.HasSuffix(got.Writes[1].String(), need+"}]}") {
			t.Errorf("seed %d: not shrunk:\n%s", seed, got)
		}
	}
	if shrunk == 0 {
		t.Error("nothing to shrink")
	}
}

// What is saved is what is read.
func TestSaved(t *testing.T) {
	dir := t.TempDir()
	for seed := range 32 {
		h := Draw(seed)
		if _, err := Save(dir, "it", h, "Two\nlines."); err != nil {
			t.Fatal(err)
		}
		saved, err := Load(dir)
		if err != nil || len(saved) != 1 {
			t.Fatalf("%d saved: %v", len(saved), err)
		}
		if diff := cmp.Diff(h.String(), saved[0].String()); diff != "" {
			t.Errorf("seed %d (-drawn +read)\n%s", seed, diff)
		}
		if told, _ := saved[0].Difference(); told != "" {
			t.Errorf("seed %d: %s", seed, told)
		}
	}
}

func TestParse(t *testing.T) {
	for name, text := range map[string]string{
		"no spec":             `00.000001 Firm firm`,
		"no such kind":        `00.000001 Client acme {}`,
		"no such field":       `00.000001 Firm firm {"system":[]}`,
		"no time":             `now Firm firm {}`,
		"no bound":            "bound few\n",
		"gone before there":   `00.000001 Firm firm gone`,
		"a link that changes": "00.000001 AssistantLink a {}\n00.000002 AssistantLink a {}",
		"a type that changes": "00.000001 Matter m {\"type\":\"Case\"}\n00.000002 Matter m {\"type\":\"Matter\"}",
	} {
		t.Run(name, func(t *testing.T) {
			if h, err := Parse(text); err == nil {
				t.Errorf("read as\n%s", h)
			}
		})
	}
}
