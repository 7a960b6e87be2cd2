package admission

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/util/json"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// twin makes a matter of JSON from its metadata, its spec and what comes behind them.
func twin(metadata, spec, more string) string {
	return `{"apiVersion":"matterplane.dev/v1alpha1","kind":"Matter","metadata":` + metadata + `,"spec":` + spec + more + `}`
}

// twinExamples are pairs of objects, and whether they are read as twins.
var twinExamples = []struct {
	changed, stored string
	twins           bool
}{
	{twin(`{"name":"m","generation":2,"managedFields":[1]}`, `{"lead":"a","staffing":[{"user":"b"}]}`, ``), twin(`{"name":"m","generation":1,"managedFields":[2]}`, `{"lead":"c","staffing":[{"user":"b"}]}`, `,"status":{"x":[1]}`), true},
	{twin(`{"name":"m"}`, `{}`, ``), twin(`{"name":"m"}`, `{}`, ``), true},
	{twin(`{"annotations":{"a":"\"b\\"}}`, `{"client":"ä"}`, ``), twin(`{"annotations":{"a":"\"b"}}`, `{"client":"\u00e4","office":"o"}`, ``), true},
	{twin(`{"generation":1}`, `{"staffing":[{"user":"a"}]}`, ``), twin(`{"generation":12}`, `{"staffing":[{"user":"a"},{"user":"b"}]}`, ``), true},
	{twin(` { "name" : "m" } `, ` { } `, ` `), twin(`{"name":"m"}`, `{"unknown":{"a":[]}}`, `,"unknown":1`), true},
	{twin(`{"name":"m"}`, `{"assistantsFollow":{"staffing":"Enabled"}}`, ``), twin(`{"name":"m"}`, `{"assistantsFollow":{"conflictedUsers":"Enabled"}}`, ``), true},
	{twin(`{"name":"m"}`, `{}`, ``), twin(`{}`, `{"name":"m"}`, `,"name":"m"`), true}, // in other parts
	{twin(`null`, `{"lead":"a"}`, ``), twin(`{"name":"m"}`, `null`, ``), true},
	// A key that is there twice, or may be.
	{twin(`{"name":"m"}`, `{"lead":"a","lead":"b"}`, ``), twin(`{"name":"m"}`, `{"lead":"a"}`, ``), false},
	{twin(`{"name":"m"}`, `{"lead":"a"}`, ``), twin(`{"name":"m"}`, `{"lead":"a"}`, `,"spec":{"client":"c"}`), false},
	{twin(`{"name":"m"}`, `{"lead":"a"}`, ``), twin(`{"name":"m"}`, `{"l\u0065ad":"b","lead":"a"}`, ``), false},
	// What is wrong.
	{twin(`{"name":"m"}`, `{"lead":1}`, ``), twin(`{"name":"m"}`, `{"lead":1}`, ``), false},
	{twin(`{"name":"m"}`, `{"lead":"a"}`, ``), twin(`{"name":"m"}`, `{"lead":[]}`, ``), false},
	{twin(`{"name":"m"}`, `[]`, ``), twin(`{"name":"m"}`, `{}`, ``), false},
	{twin(`{"name":"m"}`, `{}`, `x`), twin(`{"name":"m"}`, `{}`, ``), false},
	{`{}`, `{}`, false},
	{``, ``, false},
	{`null`, `null`, false},
	{`{"kind":"Firm"}`, `{"kind":"Firm"}`, false},
	{twin(`{"name":"m"}`, `{"`+strings.Repeat("a", 70)+`":1}`, ``), twin(`{"name":"m"}`, `{}`, many(70)), false},
}

// many makes so many members.
func many(n int) string {
	var text strings.Builder
	for i := range n {
		text.WriteString(`,"` + strings.Repeat("x", i+1) + `":0`)
	}
	return text.String()
}

func TestTwins(t *testing.T) {
	t.Parallel()
	for _, of := range twinExamples {
		if got := checkTwins(t, []byte(of.changed), []byte(of.stored)); got != of.twins {
			t.Errorf("as twins %t, want %t:\n%s\n%s", got, of.twins, of.changed, of.stored)
		}
	}
}

// FuzzTwins: two objects that are read at once are what each is that is read alone.
func FuzzTwins(f *testing.F) {
	for _, of := range twinExamples {
		f.Add([]byte(of.changed), []byte(of.stored))
	}
	f.Fuzz(func(t *testing.T, changed, stored []byte) { checkTwins(t, changed, stored) })
}

// checkTwins says whether two objects are read as twins, and wants that it makes no
// difference.
func checkTwins(t *testing.T, changed, stored []byte) bool {
	t.Helper()
	raw := [][]byte{bytes.Clone(changed), bytes.Clone(stored)}
	after, before, ok := matterKind.twins(changed, stored)
	if !ok {
		return false
	}
	for i, got := range []*v1alpha1.Matter{after, before} {
		var want parts[v1alpha1.MatterSpec]
		if err := json.Unmarshal([]byte(lean(raw[i])), &want); err != nil {
			t.Fatalf("%s is read as a twin, and is wrong: %v", raw[i], err)
		}
		if diff := cmp.Diff(&v1alpha1.Matter{ObjectMeta: want.Metadata.ObjectMeta, Spec: want.Spec}, got); diff != "" {
			t.Fatalf("as twins of\n%s\n%s\n(-alone +as a twin):\n%s", changed, stored, diff)
		}
	}
	return true
}
