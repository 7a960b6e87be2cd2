package compatible

import (
	"fmt"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// beside returns what is broken beside the schemas: how objects are called, listed,
// selected and written.
func beside(was, is *CRD) (breaks []Break) {
	broken := func(at, format string, args ...any) {
		breaks = append(breaks, Break{CRD: was.Name, At: at, Is: fmt.Sprintf(format, args...)})
	}
	old, names := was.Spec.Names, is.Spec.Names
	for what, pair := range map[string][2]string{
		"the kind": {old.Kind, names.Kind}, "the kind of lists": {old.ListKind, names.ListKind},
		"the singular": {old.Singular, names.Singular},
	} {
		if pair[0] != pair[1] {
			broken("", "%s was %s and is %s", what, pair[0], pair[1])
		}
	}
	for _, name := range gone(old.ShortNames, names.ShortNames) {
		broken("", "the short name %s is gone", name)
	}
	for _, name := range gone(old.Categories, names.Categories) {
		broken("", "the category %s is gone", name)
	}
	for _, v := range was.Spec.Versions {
		i := slices.IndexFunc(is.Spec.Versions, func(now version) bool { return now.Name == v.Name })
		if !v.Served {
			continue
		}
		if i < 0 || !is.Spec.Versions[i].Served {
			broken(v.Name, "is not served any more")
			continue
		}
		inVersion(&v, &is.Spec.Versions[i], broken)
	}
	return breaks
}

type version = apiextensionsv1.CustomResourceDefinitionVersion

// inVersion tells what is broken of a version that is still there.
func inVersion(was, is *version, broken func(at, format string, args ...any)) {
	for _, field := range gone(was.SelectableFields, is.SelectableFields) {
		broken(was.Name, "%s can be selected by no more", field.JSONPath)
	}
	for _, column := range was.AdditionalPrinterColumns {
		i := slices.IndexFunc(is.AdditionalPrinterColumns, func(c apiextensionsv1.CustomResourceColumnDefinition) bool {
			return c.Name == column.Name
		})
		switch {
		case i < 0:
			broken(was.Name, "the column %s is gone", column.Name)
		case is.AdditionalPrinterColumns[i].JSONPath != column.JSONPath:
			broken(was.Name, "the column %s was %s and is %s", column.Name, column.JSONPath, is.AdditionalPrinterColumns[i].JSONPath)
		case is.AdditionalPrinterColumns[i].Priority > column.Priority:
			broken(was.Name, "the column %s is shown with -o wide only", column.Name)
		}
	}
	had, has := subresources(was), subresources(is)
	for _, name := range gone(had, has) {
		broken(was.Name, "the subresource %s is gone", name)
	}
	if slices.Contains(gone(has, had), "status") {
		broken(was.Name, "status is a subresource: whoever wrote it with the object writes it no more")
	}
}

func subresources(v *version) (names []string) {
	if v.Subresources != nil && v.Subresources.Status != nil {
		names = append(names, "status")
	}
	if v.Subresources != nil && v.Subresources.Scale != nil {
		names = append(names, "scale")
	}
	return names
}

// gone are those that were and are not.
func gone[T comparable](were, are []T) []T {
	return slices.DeleteFunc(slices.Clone(were), func(one T) bool { return slices.Contains(are, one) })
}
