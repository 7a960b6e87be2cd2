// Package schema says what the API server would refuse of an object as it is created:
// by the generated CRDs, and by the API server's own libraries. It needs no cluster.
package schema

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/config/crd"
)

// Validator knows what the API server refuses of one kind. Any number may use it at
// once.
type Validator struct {
	schema     validation.SchemaValidator
	structural *structuralschema.Structural
	rules      *cel.Validator
}

// For returns the Validator of a kind, nil if it is none of ours. It is made once.
func For(kind string) *Validator { return validators()[kind] }

var validators = sync.OnceValue(func() map[string]*Validator {
	files, err := fs.Glob(crd.Bases, "bases/*.yaml")
	if err != nil {
		panic(err) // the pattern is fine
	}
	all := map[string]*Validator{}
	for _, file := range files {
		kind, v, err := read(file)
		if err != nil {
			panic(fmt.Errorf("%s: %w", file, err)) // generated, and compiled in
		}
		all[kind] = v
	}
	return all
})

// read makes the Validator of a CRD, as the API server does.
func read(file string) (kind string, _ *Validator, _ error) {
	text, err := crd.Bases.ReadFile(file)
	if err != nil {
		return "", nil, err
	}
	var definition apiextensionsv1.CustomResourceDefinition
	if err := yaml.UnmarshalStrict(text, &definition); err != nil {
		return "", nil, err
	}
	if len(definition.Spec.Versions) != 1 {
		return "", nil, errors.New("one version is served")
	}
	var props apiextensions.JSONSchemaProps
	written := definition.Spec.Versions[0].Schema.OpenAPIV3Schema
	if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(written, &props, nil); err != nil {
		return "", nil, err
	}
	structural, err := structuralschema.NewStructural(&props)
	if err != nil {
		return "", nil, err
	}
	shape, _, err := validation.NewSchemaValidator(&props)
	if err != nil {
		return "", nil, err
	}
	rules := cel.NewValidator(structural, true, celconfig.PerCallLimit)
	return definition.Spec.Names.Kind, &Validator{schema: shape, structural: structural, rules: rules}, nil
}

// Create returns what is wrong with an object that is to be created: its metadata,
// its shape, then its rules. Like the API server it leaves the rules out while the
// shape is wrong, sees no status, and takes a null for nothing. Of fields that the
// kind does not have it says nothing. The object is changed.
func (v *Validator) Create(ctx context.Context, object map[string]any) field.ErrorList {
	pruning.Prune(object, v.structural, true)
	defaulting.PruneNonNullableNullsWithoutDefaults(object, v.structural)
	delete(object, "status")
	meta, found, err := objectmeta.GetObjectMeta(object, false)
	if err != nil {
		return field.ErrorList{field.Invalid(field.NewPath("metadata"), object["metadata"], err.Error())}
	}
	var wrong field.ErrorList
	if found {
		if meta.Namespace == "" {
			meta.Namespace = "default"
		}
		wrong = apivalidation.ValidateObjectMeta(meta, true, apivalidation.NameIsDNSSubdomain, field.NewPath("metadata"))
	}
	wrong = append(wrong, validation.ValidateCustomResource(nil, object, v.schema)...)
	wrong = append(wrong, objectmeta.Validate(ctx, nil, object, v.structural, false)...)
	wrong = append(wrong, listtype.ValidateListSetsAndMaps(nil, v.structural, object)...)
	if blocks(wrong) {
		return wrong
	}
	broken, _ := v.rules.Validate(ctx, nil, v.structural, object, nil, celconfig.RuntimeCELCostBudget)
	return append(wrong, broken...)
}

// blocks says whether the API server would leave the rules out.
func blocks(wrong field.ErrorList) bool {
	for _, err := range wrong {
		switch err.Type {
		case field.ErrorTypeNotSupported, field.ErrorTypeRequired, field.ErrorTypeTooLong, field.ErrorTypeTooMany, field.ErrorTypeTypeInvalid:
			return true
		default:
		}
	}
	return false
}

// Rule returns the ID of the rule that a message of a CRD begins with, M for section
// M, and the rest of it; an empty ID for a message that names none.
func Rule(message string) (id, rest string) {
	head, rest, found := strings.Cut(message, ": ")
	if section, is := strings.CutPrefix(head, "section "); is && found && len(section) == 1 {
		return section, rest
	}
	letter, number, dashed := strings.Cut(head, "-")
	if !found || !dashed || len(letter) != 1 || letter[0] < 'A' || letter[0] > 'Z' || strings.Trim(number, "0123456789") != "" || number == "" {
		return "", message
	}
	return head, rest
}
