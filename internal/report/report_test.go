package report

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestTeams compares reports with files that a person has read and found right.
func TestTeams(t *testing.T) {
	for _, c := range []struct {
		golden, firms string
		style         Style
	}{
		{"firm", "firm", Style{}},
		{"firm-60", "firm", Style{Width: 60}},
		{"firm-100", "firm", Style{Width: 100}},
		{"firm-color", "firm", Style{Color: true}},
		{"firm-ascii", "firm", Style{ASCII: true}},
		{"odd", "odd", Style{}},
	} {
		t.Run(c.golden, func(t *testing.T) {
			got := report(t, read(t, c.firms), c.style)
			file := filepath.Join("testdata", c.golden+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the report is not that of %s; read it, and if it is right run the test with -update:\n%s", file, got)
			}
		})
	}
}

func TestTeamsOfNoFirm(t *testing.T) {
	if got, want := report(t, nil, Style{}), "There is no firm here.\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTeamsDoNotDependOnOrder(t *testing.T) {
	objects := read(t, "firm")
	want := report(t, objects, Style{})
	slices.Reverse(objects)
	if got := report(t, objects, Style{}); got != want {
		t.Errorf("another order of the objects gives another report:\n%s", got)
	}
}

func TestTeamsReturnTheErrorOfTheWriter(t *testing.T) {
	err := Teams(broken{}, Group(read(t, "firm")), Style{})
	if !errors.Is(err, errBroken) {
		t.Errorf("got error %v, want %v", err, errBroken)
	}
}

func TestGroupSkipsWhatIsNotOurs(t *testing.T) {
	objects := []metav1.Object{&metav1.ObjectMeta{Namespace: "other"}, &v1alpha1.Office{}}
	if got := Group(objects); len(got) != 1 || len(got[0].Offices) != 1 {
		t.Errorf("got %+v, want one firm with one office", got)
	}
}

var errBroken = errors.New("broken pipe")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func report(t *testing.T, objects []metav1.Object, style Style) string {
	t.Helper()
	var out bytes.Buffer
	if err := Teams(&out, Group(objects), style); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// read returns the objects in a file of testdata.
func read(t *testing.T, name string) []metav1.Object {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var objects []metav1.Object
	for document := range strings.SplitSeq(string(content), "\n---\n") {
		var kind metav1.TypeMeta
		if err := yaml.Unmarshal([]byte(document), &kind); err != nil {
			t.Fatal(err)
		}
		object := map[string]metav1.Object{
			"Firm":          &v1alpha1.Firm{},
			"Office":        &v1alpha1.Office{},
			"FirmUser":      &v1alpha1.FirmUser{},
			"AssistantLink": &v1alpha1.AssistantLink{},
			"Matter":        &v1alpha1.Matter{},
		}[kind.Kind]
		if err := yaml.UnmarshalStrict([]byte(document), object); err != nil {
			t.Fatalf("%v in\n%s", err, document)
		}
		objects = append(objects, object)
	}
	return objects
}
