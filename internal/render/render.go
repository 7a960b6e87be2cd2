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
	"sigs.k8s.io/yaml"

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

// Firm derives the status of every object of a firm: by kind, as Firm, Office,
// FirmUser, AssistantLink, Matter, and by name.
func Firm(objects roster.Objects) iter.Seq[Object] {
	v := roster.NewSnapshot(objects)
	positions := staffing.NewPositions(v)
	return func(yield func(Object) bool) {
		if f := objects.Firm; f != nil && !yield(object("Firm", f, profile.Firm(v))) {
			return
		}
		_ = each(objects.Offices, yield, func(o *v1alpha1.Office) Object { return object("Office", o, profile.Office(v, o)) }) &&
			each(objects.Users, yield, func(o *v1alpha1.FirmUser) Object { return object("FirmUser", o, profile.User(v, o, positions.Granted)) }) &&
			each(objects.Links, yield, func(o *v1alpha1.AssistantLink) Object { return object("AssistantLink", o, profile.Link(v, o)) }) &&
			each(objects.Matters, yield, func(o *v1alpha1.Matter) Object { return object("Matter", o, staffing.Derive(v, o)) })
	}
}

// each derives objects of a kind, by name, and says whether to go on.
func each[O metav1.Object](objects []O, yield func(Object) bool, derive func(O) Object) bool {
	byName := slices.SortedFunc(slices.Values(objects), func(a, b O) int { return cmp.Compare(a.GetName(), b.GetName()) })
	for _, o := range byName {
		if !yield(derive(o)) {
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
	for o := range objects {
		text, err := JSON(o)
		if err != nil {
			return err
		}
		if text, err = yaml.JSONToYAML(text); err != nil {
			return fmt.Errorf("printing %s %s: %w", o.Kind, o.Metadata.Name, err)
		}
		if _, err := fmt.Fprintf(w, "---\n%s", text); err != nil {
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
	for o := range objects {
		text, err := JSON(o)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s%s", separator, text); err != nil {
			return err
		}
		separator = ",\n"
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}
