// Command schemas writes the JSON schemas of our kinds, for editors and for kubeconform,
// from their CRDs; that of AccessTest, which no cluster knows, from what reads it. It is
// a part of make generate.
//
// They lie as in the CRDs-catalog: GROUP/KIND_VERSION.json.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/expect"
)

func main() {
	from := flag.String("crds", "config/crd/bases", "directory of the CRDs")
	to := flag.String("o", "config/schemas", "directory to write the schemas into")
	flag.Parse()
	if err := write(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "schemas:", err)
		os.Exit(1)
	}
}

func write(from, to string) error {
	files, err := filepath.Glob(filepath.Join(from, "*.yaml"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("there are no CRDs in %s", from)
	}
	// What a kind that is gone has left behind goes too.
	for _, group := range []string{v1alpha1.GroupVersion.Group, expect.Group} {
		if err := os.RemoveAll(filepath.Join(to, group)); err != nil {
			return err
		}
	}
	if err := writeAccessTest(to); err != nil {
		return err
	}
	for _, file := range files {
		if err := writeCRD(file, to); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	return nil
}

func writeCRD(file, to string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var crd apiextensionsv1.CustomResourceDefinition
	if err := yaml.UnmarshalStrict(data, &crd); err != nil {
		return err
	}
	for i := range crd.Spec.Versions {
		version := &crd.Spec.Versions[i]
		schema, err := document(&crd, version)
		if err != nil {
			return err
		}
		if err := writeSchema(to, crd.Spec.Group, version.Name, crd.Spec.Names.Kind, schema); err != nil {
			return err
		}
	}
	return nil
}

func writeAccessTest(to string) error {
	schema, err := printed(expect.Schema())
	if err != nil {
		return err
	}
	return writeSchema(to, expect.Group, strings.TrimPrefix(expect.Version, expect.Group+"/"), expect.Kind, schema)
}

func writeSchema(to, group, version, kind string, schema []byte) error {
	path := filepath.Join(to, group, strings.ToLower(kind)+"_"+version+".json")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, schema, 0o644)
}

// printed is a schema with its keys sorted.
func printed(schema map[string]any) ([]byte, error) {
	out, err := json.MarshalIndent(schema, "", "  ")
	return append(out, '\n'), err
}

// document is the schema of a version, keys sorted: the same CRD gives the same bytes.
func document(crd *apiextensionsv1.CustomResourceDefinition, version *apiextensionsv1.CustomResourceDefinitionVersion) ([]byte, error) {
	if version.Schema == nil || version.Schema.OpenAPIV3Schema == nil {
		return nil, fmt.Errorf("version %s has no schema", version.Name)
	}
	data, err := json.Marshal(version.Schema.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	var root map[string]any
	if err := json.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	converted(root)
	root["$schema"] = "http://json-schema.org/draft-07/schema#"
	root["title"] = crd.Spec.Names.Kind
	root["required"] = append([]any{"apiVersion", "kind", "metadata"}, list(root["required"])...)
	if properties, is := root["properties"].(map[string]any); is {
		only(properties, "apiVersion", crd.Spec.Group+"/"+version.Name)
		only(properties, "kind", crd.Spec.Names.Kind)
	}
	return printed(root)
}

// only lets a property be nothing but value: editors complete it.
func only(properties map[string]any, name, value string) {
	if property, is := properties[name].(map[string]any); is {
		property["enum"] = []any{value}
	}
}

func list(value any) []any {
	items, _ := value.([]any)
	return items
}
