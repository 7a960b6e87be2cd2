package firms

import (
	"bytes"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// Write writes a firm into a directory, as files that a firm would keep:
//
//	firm.yaml
//	offices.yaml
//	users/london.yaml                     by office
//	assistants.yaml
//	collections.yaml
//	matters/acme-energy/matters.yaml      by client
//	matters/acme-energy/case-acme-….yaml  a case and its matters
func Write(dir string, objects roster.Objects) error {
	for path, text := range Files(objects) {
		path = filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("writing a firm: %w", err)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return fmt.Errorf("writing a firm: %w", err)
		}
	}
	return nil
}

// Files returns the files of a firm, by their paths with slashes, each kind in the
// order in which it is given.
func Files(objects roster.Objects) iter.Seq2[string, []byte] {
	files := map[string]*bytes.Buffer{}
	var paths []string
	for o := range each(objects) {
		path := place(o)
		if files[path] == nil {
			files[path] = &bytes.Buffer{}
			paths = append(paths, path)
		}
		if file := files[path]; file.Len() > 0 {
			file.WriteString("---\n")
		}
		files[path].Write(document(o))
	}
	return func(yield func(string, []byte) bool) {
		for _, path := range paths {
			if !yield(path, files[path].Bytes()) {
				return
			}
		}
	}
}

// place returns the file in which an object is kept.
func place(o metav1.Object) string {
	switch o := o.(type) {
	case *v1alpha1.Office:
		return "offices.yaml"
	case *v1alpha1.FirmUser:
		return "users/" + o.Spec.Office + ".yaml"
	case *v1alpha1.AssistantLink:
		return "assistants.yaml"
	case *v1alpha1.Matter:
		switch {
		case o.Spec.Type == v1alpha1.TypeCollection:
			return "collections.yaml"
		case o.Spec.Type == v1alpha1.TypeCase:
			return "matters/" + o.Spec.Client + "/" + o.Name + ".yaml"
		case o.Spec.Case != "":
			return "matters/" + o.Spec.Client + "/" + o.Spec.Case + ".yaml"
		}
		return "matters/" + o.Spec.Client + "/matters.yaml"
	}
	return "firm.yaml"
}

// declared is what somebody writes of an object.
type declared struct {
	metav1.TypeMeta `json:",inline"`

	Metadata metadata `json:"metadata"`
	Spec     any      `json:"spec,omitempty"`
}

type metadata struct {
	Name        string            `json:"name"`
	Namespace   string            `json:"namespace,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

// document returns an object as YAML.
func document(o metav1.Object) []byte {
	d := declared{Metadata: metadata{Name: o.GetName(), Namespace: o.GetNamespace(), Annotations: o.GetAnnotations()}}
	d.APIVersion = v1alpha1.GroupVersion.String()
	switch o := o.(type) {
	case *v1alpha1.Firm:
		d.Kind, d.Spec = "Firm", o.Spec
	case *v1alpha1.Office:
		d.Kind, d.Spec = "Office", o.Spec
	case *v1alpha1.FirmUser:
		d.Kind, d.Spec = "FirmUser", o.Spec
	case *v1alpha1.AssistantLink:
		d.Kind, d.Spec = "AssistantLink", o.Spec
	case *v1alpha1.Matter:
		d.Kind, d.Spec = "Matter", o.Spec
	}
	text, err := yaml.Marshal(d)
	if err != nil {
		panic(err) // strings, numbers and lists of them
	}
	return text
}
