package expect_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xeipuuv/gojsonschema"
	"go.yaml.in/yaml/v3"

	"github.com/matterplane/matterplane/internal/expect"
)

// beyond is what no schema can say: of several fields or items together, of several
// documents, or of text that is no YAML.
var beyond = []string{"a field twice", "two cases of a name", "must and never", "the second document", "broken"}

// TestSchema holds the schema to the parser: it refuses what that does, as far as a
// schema can, and takes what that takes.
func TestSchema(t *testing.T) {
	t.Parallel()
	valid := validator(t)
	known := 0
	for _, c := range malformed {
		if slices.Contains(beyond, c.behaviour) {
			known++
		} else if wrong := valid(c.text); len(wrong) == 0 {
			t.Errorf("%s: the schema takes\n%s", c.behaviour, c.text)
		}
	}
	if known != len(beyond) {
		t.Errorf("%d of %q are in the table", known, beyond)
	}
	for _, text := range append(examples(t), wellFormed...) {
		if tests, problems := expect.Parse("t.yaml", []byte(text)); len(tests) != 1 || len(problems) > 0 {
			t.Errorf("%v in\n%s", problems, text)
		}
		if wrong := valid(text); len(wrong) > 0 {
			t.Errorf("%v in\n%s", wrong, text)
		}
	}
}

// validator returns what says what the schema refuses of a text.
func validator(t *testing.T) func(string) []gojsonschema.ResultError {
	t.Helper()
	schema, err := gojsonschema.NewSchema(gojsonschema.NewGoLoader(expect.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) []gojsonschema.ResultError {
		var document any
		if err := yaml.Unmarshal([]byte(text), &document); err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		result, err := schema.Validate(gojsonschema.NewGoLoader(document))
		if err != nil {
			t.Fatal(err)
		}
		return result.Errors()
	}
}

// examples are the tests that the pages show.
func examples(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("../../docs/examples/firm/tests/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("there are no examples: %v", err)
	}
	var texts []string
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	return texts
}

// wellFormed say everything that a test can.
var wellFormed = []string{
	ofCase("matters: all, users: all, must: view, mustNever: [edit, post-invoices], standing: Granted"),
	ofCase("matters: [a, b], members: [a], walledOff: {except: [a], deactivated: true}"),
	ofCase("matters: all, onlyThese: nobody, nobodyBut: {view: nobody, edit: all, manage-team: [a], manage-walls: {office: london}}"),
	ofCase("matters: all, onlyThese: {businessUnit: [a, b], membersOf: m}, nobodyBut: all"),
	ofCase("matters: {type: [Matter, Case], state: Open, confidential: false, client: a, office: b}, members: all"),
	ofCase("matters: {businessUnit: a, case: b, collection: [c], opposingTeamSet: d, except: e}, members: all"),
	ofCase("matters: all, users: {systemRole: FirmUser, userRole: [Partner, Partner], right: Accounting, globalRole: FloatingUser}, must: view"),
	"apiVersion: tests.matterplane.dev/v1\nkind: AccessTest\nmetadata: {name: t, namespace: n, labels: {a: b}, annotations: {a: b}}\ncases: [{name: c, matters: all, members: all}]",
}
