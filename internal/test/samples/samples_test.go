// Package samples checks that what is derived for the sample firm is what was
// derived by hand from the rules: a status for each asset, in testdata.
package samples

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

const samples = "../../../config/samples"

func TestSamplesDeriveAsByHand(t *testing.T) {
	objects := load(t)
	view := roster.NewSnapshot(objects)
	for _, matter := range objects.Matters {
		t.Run(matter.Name, func(t *testing.T) {
			want := expected(t, matter.Name)
			got := staffing.Derive(view, matter)
			if diff := cmp.Diff(want, got, comparison); diff != "" {
				t.Errorf("status (-by hand +derived)\n%s", diff)
			}
		})
	}
}

func TestEveryHandDerivedStatusHasItsAsset(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if assets := load(t).Matters; len(files) != len(assets) || len(files) < 15 {
		t.Errorf("%d hand-derived statuses and %d assets", len(files), len(assets))
	}
}

// comparison leaves out what hands do not write: messages, times, generations.
var comparison = cmp.Options{
	cmpopts.EquateEmpty(),
	cmpopts.IgnoreFields(v1alpha1.MatterStatus{}, "ObservedGeneration"),
	cmpopts.IgnoreFields(metav1.Condition{}, "ObservedGeneration", "LastTransitionTime", "Message"),
	cmpopts.SortSlices(func(a, b metav1.Condition) bool { return a.Type < b.Type }),
}

func expected(t *testing.T, asset string) v1alpha1.MatterStatus {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", asset+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var status v1alpha1.MatterStatus
	if err := yaml.UnmarshalStrict(data, &status); err != nil {
		t.Fatalf("reading the status of %s: %v", asset, err)
	}
	return status
}

// load reads the objects of the samples' files.
func load(t *testing.T) roster.Objects {
	t.Helper()
	var objects roster.Objects
	err := filepath.WalkDir(samples, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".yaml") || entry.Name() == "kustomization.yaml" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return read(data, &objects)
	})
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

func read(data []byte, objects *roster.Objects) error {
	documents := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data)))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := add(document, objects); err != nil {
			return err
		}
	}
}

func add(document []byte, objects *roster.Objects) error {
	var kind metav1.TypeMeta
	if err := yaml.Unmarshal(document, &kind); err != nil {
		return err
	}
	switch kind.Kind {
	case "Firm":
		objects.Firm = &v1alpha1.Firm{}
		return yaml.UnmarshalStrict(document, objects.Firm)
	case "Office":
		return appended(document, &objects.Offices)
	case "FirmUser":
		return appended(document, &objects.Users)
	case "AssistantLink":
		return appended(document, &objects.Links)
	case "Matter":
		return appended(document, &objects.Matters)
	}
	return nil
}

func appended[T any](document []byte, list *[]*T) error {
	object := new(T)
	*list = append(*list, object)
	return yaml.UnmarshalStrict(document, object)
}
