package manifests_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/manifests"
)

const placed = `# a firm of one matter
---
apiVersion: matterplane.dev/v1alpha1
kind: Matter
metadata:
  name: m1
  annotations: {matterplane.dev/since: "2026-01-01T00:00:00.000000Z", a: b}
spec:
  type: Matter
  collections: [k1, k2]
  staffing:
  - user: amira
    matterRole: MatterEditor
  - &ben
    user: ben
  conflictedUsers:
  - {<<: *ben, reason: Müller}
  - reason: "a: b"
    user: carla
  opposingTeamSets:
  - set: a-v-b
    side: a
`

func TestPosition(t *testing.T) {
	asJSON := `{"apiVersion": "matterplane.dev/v1alpha1", "kind": "Matter",
 "metadata": {"name": "m1", "annotations": {"matterplane.dev/since": "x"}},
 "spec": {"staffing": [{"user": "amira"}, {"ü": "\ud83d\ude00", "user":
   "ben"}], "confidential": true, "displayName": null}}`
	for _, c := range []struct{ file, path, want string }{
		{"m.yaml", "", "m.yaml:3:1"},
		{"m.yaml", "metadata.name", "m.yaml:6:3"},
		{"m.yaml", "metadata.annotations[matterplane.dev/since]", "m.yaml:7:17"},
		{"m.yaml", `metadata.annotations["matterplane.dev/since"]`, "m.yaml:7:17"},
		{"m.yaml", "metadata.annotations.matterplane.dev/since", "m.yaml:7:17"},
		{"m.yaml", "spec", "m.yaml:8:1"},
		{"m.yaml", "spec.collections[1]", "m.yaml:10:21"},
		{"m.yaml", "spec.collections[k2]", "m.yaml:10:21"},
		{"m.yaml", "spec.staffing[0].user", "m.yaml:12:5"},
		{"m.yaml", "spec.staffing[amira]", "m.yaml:12:5"},
		{"m.yaml", "spec.staffing[amira].matterRole", "m.yaml:13:5"},
		{"m.yaml", "spec.staffing[1].user", "m.yaml:15:5"},
		{"m.yaml", "spec.conflictedUsers[0].reason", "m.yaml:17:16"},
		{"m.yaml", "spec.conflictedUsers[ben].user", "m.yaml:15:5"},
		{"m.yaml", "spec.conflictedUsers[carla]", "m.yaml:18:5"},
		{"m.yaml", "spec.opposingTeamSets[a-v-b].side", "m.yaml:22:5"},
		{"m.yaml", "spec.lead", "m.yaml:8:1"},
		{"m.yaml", "spec.staffing[7].user", "m.yaml:11:3"},
		{"m.yaml", "spec.staffing[nobody]", "m.yaml:11:3"},
		{"m.yaml", "spec.staffing[amira].assistants", "m.yaml:12:5"},
		{"m.yaml", "spec.type.nothing", "m.yaml:9:3"},
		{"m.yaml", "status", "m.yaml:3:1"},
		{"m.json", "", "m.json:1:1"},
		{"m.json", "metadata.annotations[matterplane.dev/since]", "m.json:2:45"},
		{"m.json", "spec.staffing[ben]", "m.json:3:43"},
		{"m.json", "spec.staffing[1].user", "m.json:3:65"},
		{"m.json", "spec.confidential", "m.json:4:13"},
		{"m.json", "spec.displayName", "m.json:4:35"},
	} {
		t.Run(c.file+" "+c.path, func(t *testing.T) {
			t.Chdir(write(t, "-- m.yaml --\n"+placed+"-- m.json --\n"+asJSON))
			set := read(t, c.file)
			for o := range set.All() {
				if got := set.Position(o, c.path).String(); got != c.want {
					t.Errorf("got %s, want %s", got, c.want)
				}
			}
			if set.Len() != 1 {
				t.Errorf("%d objects: %v", set.Len(), set.Problems())
			}
		})
	}
}

// TestPositionOfChangedFile is about files that are not what they were when they
// were read: nobody is sent to a wrong place.
func TestPositionOfChangedFile(t *testing.T) {
	t.Chdir(write(t, "-- m.yaml --\n"+placed))
	set := read(t, "m.yaml")
	t.Chdir(write(t, "-- m.yaml --\n# another\n"+placed))
	for o := range set.All() {
		if got := set.Position(o, "spec.staffing").String(); got != "m.yaml:3:1" {
			t.Errorf("got %s", got)
		}
	}
}

func TestPositionInStandardInput(t *testing.T) {
	set, err := manifests.Read(t.Context(), manifests.Options{Sources: []string{"-"}, Namespace: "acme", Stdin: strings.NewReader(placed)})
	if err != nil {
		t.Fatal(err)
	}
	for o := range set.All() {
		if got := set.Position(o, "spec.staffing").String(); got != "standard input:11:3" || o.GetNamespace() != "acme" {
			t.Errorf("got %s in %s", got, o.GetNamespace())
		}
	}
}

func TestSources(t *testing.T) {
	office := func(name string) string {
		return "apiVersion: matterplane.dev/v1alpha1\nkind: Office\nmetadata: {name: " + name + "}\n"
	}
	dir := write(t, `-- b/2.yml --
`+office("two")+`-- a/1.yaml --
`+office("one")+`-- a/.hidden.yaml --
`+office("hidden")+`-- .git/x.yaml --
`+office("git")+`-- c.txt --
`+office("text")+`-- a/0.json --
{"apiVersion": "matterplane.dev/v1alpha1", "kind": "Office", "metadata": {"name": "zero", "namespace": "other"}}
-- a/K.YAML --
`+office("loud"))
	for _, c := range []struct {
		behaviour string
		sources   []string
		want      []string
	}{
		{"a directory with all that is in it, but for what is hidden", []string{dir}, []string{
			"Office default/loud at a/K.YAML:1:1", "Office default/one at a/1.yaml:1:1", "Office default/two at b/2.yml:1:1", "Office other/zero at a/0.json:1:1",
		}},
		{"a file, whatever its name", []string{dir + "/c.txt", dir + "/a/.hidden.yaml"}, []string{
			"Office default/hidden at a/.hidden.yaml:1:1", "Office default/text at c.txt:1:1",
		}},
		{"a file twice", []string{dir + "/a/1.yaml", dir + "/b", dir + "/a/1.yaml"}, []string{
			"DuplicateObject a/1.yaml:1:1: Office one of default is declared twice: first at a/1.yaml:1:1",
			"Office default/one at a/1.yaml:1:1", "Office default/two at b/2.yml:1:1",
		}},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			got := told(dir, read(t, c.sources...))
			for i := range got {
				got[i] = strings.ReplaceAll(got[i], dir+"/", "")
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if _, err := manifests.Read(t.Context(), manifests.Options{Sources: []string{dir + "/nowhere", dir}}); err == nil || !strings.Contains(err.Error(), "nowhere: no such file") {
		t.Errorf("of a source that is not there: %v", err)
	}
}

// TestSourcesThroughLinks: a directory is read by whatever name it has.
func TestSourcesThroughLinks(t *testing.T) {
	dir := write(t, "-- real/m.yaml --\n"+placed+"-- overlay/kustomization.yaml --\nresources: [m.yaml]\n-- overlay/m.yaml --\n"+placed)
	for _, name := range []string{"real", "overlay"} {
		link := filepath.Join(dir, "link-to-"+name)
		if err := os.Symlink(name, link); err != nil {
			t.Fatal(err)
		}
		if got := told(dir, read(t, link)); len(got) != 1 || !strings.HasPrefix(got[0], "Matter default/m1 at link-to-"+name+"/m.yaml:3:1") {
			t.Errorf("by a link to %s there is %q", name, got)
		}
	}
}
