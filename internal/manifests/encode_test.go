package manifests

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

// asJSON returns what a document is in JSON, empty if it is no one mapping.
func asJSON(document string) (string, error) {
	p := &part{text: &text{name: "f"}, data: []byte(document), line: 1, column: 1}
	root, wrong := p.tree()
	if wrong != nil {
		return "", fmt.Errorf("%s", wrong)
	}
	if root == nil {
		return "", nil
	}
	var e encoder
	err := e.value(root)
	return string(e.json), err
}

// TestYAMLMeansWhatKubectlMeans compares what scalars are with the library by which
// kubectl turns YAML into JSON.
func TestYAMLMeansWhatKubectlMeans(t *testing.T) {
	for scalar := range strings.SplitSeq(`yes|Yes|YES|yEs|no|on|Off|y|N|true|False|null|~|Null|nULL|'yes'|"1"|1|-1|+1|010|0o10|0x1F|0b11|-0b11|1_000|1e3|1.5|.5|5.|-.5|+.5|1e400|.inf|-.Inf|.nan|2026-01-01|2026-01-01T00:00:00Z|12:30:45|1.2.3|0.10|00|08|1__0|_1|-|+|.|..|a: b|!!str 1|!!int "1"|!!float 1|!!binary aGk=|!custom 1|9223372036854775808|18446744073709551616|-9223372036854775809|1e2_0|é|"\u00e9\t"|<<|=|0x|1:2|0.1e-7|123456789.125|[1, yes]|{1: a, yes: b, 1.5: c}|{a: &x 1, b: *x}|{a: &x {c: 1}, b: {<<: *x, d: 2}}|{a: &x {c: 1}, b: {<<: [*x, {c: 2, d: 3}]}}`, "|") {
		document := "k: " + scalar + "\n"
		want, wantErr := yaml.YAMLToJSON([]byte(document))
		got, err := asJSON(document)
		if (err == nil) != (wantErr == nil) {
			t.Errorf("%s: %v, kubectl: %v", scalar, err, wantErr)
			continue
		}
		if err == nil && !sameJSON(got, string(want)) {
			t.Errorf("%s is %s, to kubectl %s", scalar, got, want)
		}
	}
}

func sameJSON(a, b string) bool {
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && cmp.Equal(x, y)
}

// FuzzYAML has the same law for any document of one mapping.
func FuzzYAML(f *testing.F) {
	for _, seed := range []string{
		"a: 1\nb: [yes, {c: ~}]\n", "a: |\n  x\n   y\nb: >-\n  z\n\n  w\n", "? a\n: b\n", "a: &x [1]\nb: *x\n", "'a': \"\\x41\\u00e9\\\n  b\"\n",
		"a: {<<: {b: 1}}\n", "%YAML 1.1\n---\na: b\n", "a:\n- b\n-  - c\n", "a: !!binary aGk=\n", "1: 2\n", "a: 0x_1\n", "a:\r\n  b: c\r\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, document string) {
		got, err := asJSON(document)
		want, wantErr := yaml.YAMLToJSONStrict([]byte(document))
		if err != nil || wantErr != nil || got == "" || got[0] != '{' || strings.Contains(document, "!") {
			return // the parser does not tell of a bare !, which makes a string of anything
		}
		if !sameJSON(got, string(want)) {
			t.Errorf("%q is %s, to kubectl %s", document, got, want)
		}
	})
}

// TestAliasesAreBounded is about documents that are small and mean much.
func TestAliasesAreBounded(t *testing.T) {
	bomb := "a0: &a0 [a, b, c, d, e, f, g, h, i]\n"
	merges := "a0: &a0 {x: y}\n"
	for i := range 20 {
		refs := strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), ", ")
		bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i+1, i+1, refs)
		merges += fmt.Sprintf("a%d: &a%d {<<: [%s]}\n", i+1, i+1, refs)
	}
	deep := "a: " + strings.Repeat("[", 500) + strings.Repeat("]", 500)
	for name, document := range map[string]string{"a billion": bomb, "a billion merges": merges, "deep": deep} {
		got, err := asJSON(document)
		if err == nil || len(got) > 8*maxAliased {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}
