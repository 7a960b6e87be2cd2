package story

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// completed are the annotations that the controllers complete (L-7).
var completed = []string{v1alpha1.LedgerAnnotation, v1alpha1.SinceAnnotation}

func untouched(s subject) error {
	var b breaches
	if s.written == nil {
		return nil // by somebody else than the story's administrator
	}
	diff := cmp.Diff(partOf(s.written).spec, s.spec, cmpopts.EquateEmpty())
	b.unless(diff == "", "its spec (-written +stored):\n%s", diff)
	b.unless(maps.Equal(s.written.GetLabels(), s.object.GetLabels()), "its labels are %v", s.object.GetLabels())
	b.unless(len(s.object.GetFinalizers())+len(s.object.GetOwnerReferences()) == 0, "it has finalizers or owners")
	b.unless(maps.Equal(others(s.written.GetAnnotations()), others(s.object.GetAnnotations())), "its annotations are %v", s.object.GetAnnotations())
	return b.err()
}

// others returns the annotations that are not ours.
func others(annotations map[string]string) map[string]string {
	theirs := maps.Clone(annotations)
	maps.DeleteFunc(theirs, func(name, _ string) bool { return strings.HasPrefix(name, v1alpha1.GroupVersion.Group+"/") })
	return theirs
}

func owned(s subject) error {
	var b breaches
	writers := 0
	for _, entry := range s.object.GetManagedFields() {
		if entry.Manager != FieldManager {
			writers++
			continue
		}
		fields, err := fieldsOf(entry)
		if err != nil {
			return err
		}
		for _, field := range fields {
			b.unless(mayOwn(entry.Subresource, field), "it owns %s of %q", field, entry.Subresource)
		}
	}
	// Of an object that was created with nothing in it the API server tracks nobody.
	tracked := len(s.object.GetManagedFields()) > 0
	b.unless(writers > 0 || !tracked || reflect.ValueOf(s.spec).Elem().IsZero(), "it owns what others wrote")
	return b.err()
}

// mayOwn says whether the manager may write a field through a subresource.
func mayOwn(subresource, field string) bool {
	if subresource == "status" {
		return strings.HasPrefix(field, "f:status")
	}
	return field == "f:metadata/f:annotations/." || slices.ContainsFunc(completed, func(annotation string) bool {
		return field == "f:metadata/f:annotations/f:"+annotation
	})
}

// fieldsOf returns the paths of the fields of an entry.
func fieldsOf(entry metav1.ManagedFieldsEntry) ([]string, error) {
	var tree map[string]any
	if entry.FieldsV1 == nil {
		return nil, nil
	}
	if err := json.Unmarshal(entry.FieldsV1.GetRawBytes(), &tree); err != nil {
		return nil, fmt.Errorf("reading managedFields: %w", err)
	}
	var paths []string
	var walk func(path string, under map[string]any)
	walk = func(path string, under map[string]any) {
		for name, below := range under {
			if more, _ := below.(map[string]any); len(more) > 0 {
				walk(path+name+"/", more)
				continue
			}
			paths = append(paths, path+name)
		}
	}
	walk("", tree)
	return paths, nil
}
