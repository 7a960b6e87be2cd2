// Package render derives the statuses of whole firms and prints them as the cluster
// would hold them, the times of conditions aside: it calls what the controllers call.
package render

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// Object is an object with its derived status, and nothing of what is declared.
type Object struct {
	metav1.TypeMeta `json:",inline"`

	Metadata Metadata `json:"metadata"`
	Status   any      `json:"status"`
}

// Metadata is what tells an object from all others.
type Metadata struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
}

// Firm derives the status of every object of a firm, on all processors: by kind, as
// Firm, Office, FirmUser, AssistantLink, Matter, and by name.
func Firm(objects roster.Objects) iter.Seq[Object] {
	v := roster.NewSnapshot(objects)
	return inOrder(sorted(objects), func() func(metav1.Object) Object {
		positions := staffing.NewPositions(v)
		return func(o metav1.Object) Object { return derived(v, positions, o) }
	})
}

func derived(v roster.View, positions *staffing.Positions, o metav1.Object) Object {
	switch o := o.(type) {
	case *v1alpha1.Firm:
		return object("Firm", o, profile.Firm(v))
	case *v1alpha1.Office:
		return object("Office", o, profile.Office(v, o))
	case *v1alpha1.FirmUser:
		return object("FirmUser", o, profile.User(v, o, positions.Granted))
	case *v1alpha1.AssistantLink:
		return object("AssistantLink", o, profile.Link(v, o))
	case *v1alpha1.Matter:
		return object("Matter", o, positions.Derive(o))
	}
	panic(fmt.Sprintf("a firm has no %T", o))
}

// sorted yields the objects of a firm by kind and name.
func sorted(objects roster.Objects) iter.Seq[metav1.Object] {
	return func(yield func(metav1.Object) bool) {
		if f := objects.Firm; f != nil && !yield(f) {
			return
		}
		_ = byName(objects.Offices, yield) && byName(objects.Users, yield) && byName(objects.Links, yield) && byName(objects.Matters, yield)
	}
}

// byName yields objects of a kind by name, and says whether to go on.
func byName[O metav1.Object](objects []O, yield func(metav1.Object) bool) bool {
	for _, o := range slices.SortedFunc(slices.Values(objects), func(a, b O) int { return cmp.Compare(a.GetName(), b.GetName()) }) {
		if !yield(o) {
			return false
		}
	}
	return true
}

func object(kind string, of metav1.Object, status any) Object {
	return Object{
		TypeMeta: metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion.String(), Kind: kind},
		Metadata: Metadata{Name: of.GetName(), Namespace: of.GetNamespace()},
		Status:   status,
	}
}

// JSON returns an object as JSON, without the times of conditions: nobody knows when
// a cluster will come to think so.
func JSON(o Object) ([]byte, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("printing %s %s: %w", o.Kind, o.Metadata.Name, err)
	}
	// Inside of a string its quotes would be escaped.
	return bytes.ReplaceAll(text, []byte(`"lastTransitionTime":null,`), nil), nil
}

// Documents prints objects as documents of YAML.
func Documents(w io.Writer, objects iter.Seq[Object]) error {
	for p := range printed(objects, YAML) {
		if p.err != nil {
			return p.err
		}
		if _, err := fmt.Fprintf(w, "---\n%s", p.text); err != nil {
			return err
		}
	}
	return nil
}

// List prints objects as one List of JSON.
func List(w io.Writer, objects iter.Seq[Object]) error {
	start, separator := `{"apiVersion":"v1","kind":"List","items":[`, "\n"
	if _, err := io.WriteString(w, start); err != nil {
		return err
	}
	for p := range printed(objects, JSON) {
		if p.err != nil {
			return p.err
		}
		if _, err := fmt.Fprintf(w, "%s%s", separator, p.text); err != nil {
			return err
		}
		separator = ",\n"
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}

// text is an object as it is printed, or why it cannot be.
type text struct {
	text []byte
	err  error
}

// printed prints objects on all processors.
func printed(objects iter.Seq[Object], as func(Object) ([]byte, error)) iter.Seq[text] {
	return inOrder(objects, func() func(Object) text {
		return func(o Object) text {
			printed, err := as(o)
			return text{printed, err}
		}
	})
}
