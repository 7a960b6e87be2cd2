package manifests_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/manifests"
)

// write writes files, given as in a txtar archive, and returns their directory.
func write(t testing.TB, files string) string {
	t.Helper()
	dir := t.TempDir()
	name, lines := "", []string(nil)
	flush := func() {
		if name == "" {
			return
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		lines = nil
	}
	for line := range strings.SplitSeq(files, "\n") {
		if next, is := strings.CutPrefix(line, "-- "); is {
			flush()
			name = strings.TrimSuffix(next, " --")
			continue
		}
		lines = append(lines, line)
	}
	flush()
	return dir
}

// read reads sources; it ends the test if one is not there.
func read(t testing.TB, sources ...string) *manifests.Set {
	t.Helper()
	set, err := manifests.Read(t.Context(), manifests.Options{Sources: sources})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// told returns the problems and the objects, a line each, without the directory.
func told(dir string, set *manifests.Set) []string {
	var lines []string
	for _, p := range set.Problems() {
		lines = append(lines, fmt.Sprintf("%s %s", p.Cause, p))
	}
	for o := range set.All() {
		lines = append(lines, fmt.Sprintf("%s %s/%s at %s", manifests.KindOf(o), o.GetNamespace(), o.GetName(), set.Position(o, "")))
	}
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], dir+string(filepath.Separator), "")
	}
	return lines
}

const (
	ours   = "apiVersion: matterplane.dev/v1alpha1\n"
	matter = ours + "kind: Matter\nmetadata:\n  name: m1\n"
)

// TestProblems is about one file, f.yaml or another name.
func TestProblems(t *testing.T) {
	for _, c := range []struct {
		behaviour, file, content string
		want                     []string
	}{
		{"a sound object", "", matter + "spec:\n  type: Matter\n", []string{"Matter default/m1 at f.yaml:1:1"}},
		{"nothing", "", "", nil},
		{"comments only", "", "# nothing\n---\n# here\n---\n", nil},
		{"CRLF", "", strings.ReplaceAll(matter+"spec:\n  type: Matter\n  nme: x\n", "\n", "\r\n"), []string{
			"UnknownField f.yaml:7:3: spec.nme: unknown field", "Matter default/m1 at f.yaml:1:1",
		}},
		{"a byte order mark", "", "\xef\xbb\xbf" + matter, []string{"Matter default/m1 at f.yaml:1:1"}},
		{"UTF-16", "", "\xff\xfea\x00", []string{"Unreadable f.yaml:1:1: UTF-16: save it as UTF-8"}},
		{"not UTF-8", "", matter + "spec:\n  displayName: M\xfcller\n---\n" + strings.Replace(matter, "m1", "m2", 1), []string{
			"Unreadable f.yaml:6:17: not UTF-8", "Matter default/m2 at f.yaml:8:1",
		}},
		{"several documents", "", matter + "---\n" + strings.Replace(matter, "m1", "m2", 1) + "--- # the end\n", []string{
			"Matter default/m1 at f.yaml:1:1", "Matter default/m2 at f.yaml:6:1",
		}},
		{"text after a document", "", matter + "...\n" + matter, []string{
			"Malformed f.yaml:6:1: broken YAML: did not find expected <document start>: begin another document with a line of ---",
		}},
		{"a tab", "", matter + "spec:\n  type: Matter\n\tlead: amira\n", []string{
			"Malformed f.yaml:7:1: broken YAML: a tab cannot indent: use spaces",
		}},
		{"an indentation that fits nowhere", "", matter + "spec:\n  type: Matter\n lead: amira\n  client: acme\n", []string{
			"Malformed f.yaml:7:2: broken YAML: did not find expected key",
		}},
		{"a bracket that is not closed", "", matter + "spec:\n  collections: [a, b\n  lead: amira\n  type: Matter\n", []string{
			"Malformed f.yaml:6:3: broken YAML: did not find expected ',' or ']'",
		}},
		{"the document after a broken one", "", "a: b: c\n---\n" + matter, []string{
			"Malformed f.yaml:1:1: broken YAML: mapping values are not allowed in this context", "Matter default/m1 at f.yaml:3:1",
		}},
		{"no object", "", "matter m1\n", []string{"Malformed f.yaml:1:1: this is no object: one begins with apiVersion and kind"}},
		{"a bare list of ours", "", "- apiVersion: matterplane.dev/v1alpha1\n  kind: Office\n", []string{
			"Malformed f.yaml:1:1: a list of objects: write them as documents between lines of ---, or as items of a List",
		}},
		{"what is not ours", "", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  nme: x\n---\na: b\n---\n- c\n", nil},
		{"an unknown field", "", matter + "spec:\n  type: Matter\n  stafing:\n  - user: amira\n", []string{
			"UnknownField f.yaml:7:3: spec.stafing: unknown field: did you mean staffing?", "Matter default/m1 at f.yaml:1:1",
		}},
		{"an unknown field of an item", "", matter + "spec:\n  staffing:\n  - user: amira\n    matterrole: MatterEditor\n", []string{
			"UnknownField f.yaml:8:5: spec.staffing[0].matterrole: unknown field: did you mean matterRole?", "Matter default/m1 at f.yaml:1:1",
		}},
		{"a field twice", "", matter + "spec:\n  lead: amira\n  type: Matter\n  lead: ben\n", []string{
			"DuplicateField f.yaml:8:3: spec.lead: is there twice: first at f.yaml:6:3", "Matter default/m1 at f.yaml:1:1",
		}},
		{"an annotation twice", "", matter + "  annotations:\n    a.b/c: d\n    a.b/c: e\n", []string{
			"DuplicateField f.yaml:7:5: metadata.annotations.a.b/c: is there twice: first at f.yaml:6:5", "Matter default/m1 at f.yaml:1:1",
		}},
		{"values of the wrong type, all of them", "", matter + "spec:\n  displayName: 1984\n  client: yes\n  confidential: 'true'\n  collections: a\n  staffing:\n  - amira\n  - user: [ben]\n", []string{
			"WrongType f.yaml:6:16: spec.displayName: must be a string, not the number 1984: quote it",
			"WrongType f.yaml:7:11: spec.client: must be a string, not true or false: quote it",
			"WrongType f.yaml:8:17: spec.confidential: must be true or false, not a string",
			"WrongType f.yaml:9:16: spec.collections: must be a list, not a string",
			"WrongType f.yaml:11:5: spec.staffing[0]: must be a mapping, not a string",
			"WrongType f.yaml:12:11: spec.staffing[1].user: must be a string, not a list",
			"Matter default/m1 at f.yaml:1:1",
		}},
		{"wrong and unknown at once", "", matter + "spec:\n  tpye: Matter\n  staffing: amira\n", []string{
			"UnknownField f.yaml:6:3: spec.tpye: unknown field: did you mean type?",
			"WrongType f.yaml:7:13: spec.staffing: must be a list, not a string",
			"Matter default/m1 at f.yaml:1:1",
		}},
		{"no name", "", ours + "kind: Matter\nspec:\n  type: Matter\n", []string{
			"MissingName f.yaml:1:1: metadata.name: missing: an object is known by its name",
		}},
		{"no name in metadata", "", ours + "kind: Matter\nmetadata:\n  namespace: a\n", []string{
			"MissingName f.yaml:3:1: metadata.name: missing: an object is known by its name",
		}},
		{"generateName", "", ours + "kind: Matter\nmetadata:\n  generateName: m-\n", []string{
			"MissingName f.yaml:4:3: metadata.generateName: what is declared has a name of its own: give metadata.name instead",
		}},
		{"W-2 another name of the Firm", "", ours + "kind: Firm\nmetadata:\n  name: acme\n", []string{
			"WrongName f.yaml:4:3: metadata.name: W-2: the Firm of a namespace is named firm, not acme",
		}},
		{"an object twice", "", matter + "---\n" + matter + "---\n" + matter + "  namespace: other\n", []string{
			"DuplicateObject f.yaml:6:1: Matter m1 of default is declared twice: first at f.yaml:1:1",
			"Matter default/m1 at f.yaml:1:1", "Matter other/m1 at f.yaml:11:1",
		}},
		{"another version", "", "apiVersion: matterplane.dev/v1\nkind: Matter\nmetadata: {name: m1}\n", []string{
			"UnknownKind f.yaml:1:1: apiVersion: matterplane.dev/v1 is not known: this program reads matterplane.dev/v1alpha1",
		}},
		{"a kind misspelt", "", ours + "kind: Mater\nmetadata: {name: m1}\n", []string{
			"UnknownKind f.yaml:2:1: kind: there is no Mater in matterplane.dev/v1alpha1: did you mean Matter?",
		}},
		{"another kind", "", ours + "kind: Invoice\n", []string{
			"UnknownKind f.yaml:2:1: kind: there is no Invoice in matterplane.dev/v1alpha1, only AssistantLink, Firm, FirmUser, Matter, Office",
		}},
		{"no kind", "", ours + "metadata: {name: m1}\n", []string{
			"UnknownKind f.yaml:1:1: kind: missing: one of AssistantLink, Firm, FirmUser, Matter, Office",
		}},
		{"no apiVersion", "", "kind: Matter\nmetadata: {name: m1}\n", []string{
			"UnknownKind f.yaml:1:1: apiVersion: missing: a Matter of ours is matterplane.dev/v1alpha1",
		}},
		{"a group misspelt", "", "kind: Matter\napiVersion: materplane.dev/v1alpha1\n", []string{
			"UnknownKind f.yaml:2:1: apiVersion: materplane.dev/v1alpha1 is not known: did you mean matterplane.dev/v1alpha1?",
		}},
		{"an Office of others", "", "kind: Office\napiVersion: buildings.example/v1\n", nil},
		{"a List", "", "apiVersion: v1\nkind: List\nitems:\n- apiVersion: matterplane.dev/v1alpha1\n  kind: Office\n  metadata: {name: london}\n- apiVersion: matterplane.dev/v1alpha1\n  kind: Office\n  metadata: {name: zurich}\n  spec: {phonee: x}\n", []string{
			"UnknownField f.yaml:10:10: spec.phonee: unknown field: did you mean phone?",
			"Office default/london at f.yaml:4:3", "Office default/zurich at f.yaml:7:3",
		}},
		{"a list of ours", "", ours + "kind: OfficeList\nitems:\n- apiVersion: matterplane.dev/v1alpha1\n  kind: Office\n  metadata: {name: london}\n", []string{"Office default/london at f.yaml:4:3"}},
		{"a List without items", "", "apiVersion: v1\nkind: List\n", []string{"Malformed f.yaml:1:1: a List without a list of items"}},
		{"anchors and merges", "", matter + "spec:\n  type: Matter\n  staffing:\n  - &e {user: amira, matterRole: MatterEditor}\n  - {<<: *e, user: ben}\n  excludedUsers: []\n", []string{"Matter default/m1 at f.yaml:1:1"}},
		{"an alias within itself", "", matter + "spec: &s\n  type: Matter\n  lead: *s\n", []string{
			"Malformed f.yaml:7:9: spec.lead: *s stands for what it is in itself", "Matter default/m1 at f.yaml:1:1",
		}},
		{"too large", "", matter + "spec:\n  type: Matter\n  displayName: " + strings.Repeat("x", 1600<<10) + "\n", []string{
			"TooLarge f.yaml:1:1: 1600 KiB: an API server stores no object of more than 1536 KiB",
		}},
		{"a name that is no string", "", ours + "kind: Matter\nmetadata: {name: 12}\n", []string{
			"MissingName f.yaml:3:12: metadata.name: missing: an object is known by its name",
			"WrongType f.yaml:3:18: metadata.name: must be a string, not the number 12: quote it",
		}},
		{"JSON", "f.json", `{"apiVersion": "matterplane.dev/v1alpha1", "kind": "Matter",` + "\n" + ` "metadata": {"name": "m1"}, "spec": {"tpye": "Matter", "lead": 7}}`, []string{
			"UnknownField f.json:2:39: spec.tpye: unknown field: did you mean type?",
			"WrongType f.json:2:65: spec.lead: must be a string, not the number 7: quote it",
			"Matter default/m1 at f.json:1:1",
		}},
		{"a List in JSON", "f.json", `{"apiVersion": "v1", "kind": "List", "items": [` + "\n" + ` {"apiVersion": "matterplane.dev/v1alpha1", "kind": "Office", "metadata": {"name": "london"}},` + "\n" + ` {"apiVersion": "matterplane.dev/v1alpha1", "kind": "Office", "metadata": {"name": "zurich"}, "spec": {"x": 1}}]}`, []string{
			"UnknownField f.json:3:104: spec.x: unknown field", "Office default/london at f.json:2:2", "Office default/zurich at f.json:3:2",
		}},
		{"JSON after JSON", "f.json", `{"a": 1} {"apiVersion": "matterplane.dev/v1alpha1", "kind": "Office", "metadata": {"name": "london"}}`, []string{"Office default/london at f.json:1:10"}},
		{"broken JSON", "f.json", "{\"a\": 1,\n  b}", []string{"Malformed f.json:2:3: broken JSON: invalid character 'b' looking for beginning of object key string"}},
		{"JSON that ends", "f.json", "{\"a\": [1,", []string{"Malformed f.json:1:10: broken JSON: it ends in the middle of a value"}},
		{"a mapping in braces is YAML", "", "{apiVersion: matterplane.dev/v1alpha1, kind: Office, metadata: {name: london}}\n", []string{"Office default/london at f.yaml:1:1"}},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			file := c.file
			if file == "" {
				file = "f.yaml"
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, file), []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, told(dir, read(t, dir))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
