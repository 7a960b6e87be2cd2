package schema_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/schema"
)

// What it refuses is compared with the API server in internal/test/cel.

func TestEveryKindHasAValidator(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"AssistantLink", "Firm", "FirmUser", "Matter", "Office"} {
		if v := schema.For(kind); v == nil || v != schema.For(kind) {
			t.Errorf("%s: none, or another each time", kind)
		}
	}
	if schema.For("Pod") != nil {
		t.Error("a validator of somebody else's kind")
	}
}

func TestCreateTakesNullsForNothingAndSeesNoStatus(t *testing.T) {
	t.Parallel()
	matter := map[string]any{
		"apiVersion": "matterplane.dev/v1alpha1", "kind": "Matter", "metadata": map[string]any{"name": "a"},
		"spec": map[string]any{"type": "Matter", "case": nil, "lead": nil}, "status": map[string]any{"observedGeneration": "soon"},
	}
	if wrong := schema.For("Matter").Create(t.Context(), matter); len(wrong) > 0 {
		t.Error(wrong)
	}
}

func TestRule(t *testing.T) {
	t.Parallel()
	for message, want := range map[string][2]string{
		"A-3: nobody is":               {"A-3", "nobody is"},
		"section M: only a Matter":     {"M", "only a Matter"},
		"W-12: x":                      {"W-12", "x"},
		"may not be more than 63":      {"", "may not be more than 63"},
		"a-3: x":                       {"", "a-3: x"},
		"A-x: x":                       {"", "A-x: x"},
		"must be one of: A-1":          {"", "must be one of: A-1"},
		"section Mine: only a Matter":  {"", "section Mine: only a Matter"},
		"A-: x":                        {"", "A-: x"},
		"supported values: \"A-3: x\"": {"", "supported values: \"A-3: x\""},
	} {
		id, rest := schema.Rule(message)
		if diff := cmp.Diff(want, [2]string{id, rest}); diff != "" {
			t.Errorf("%q (-want +got)\n%s", message, diff)
		}
	}
}
