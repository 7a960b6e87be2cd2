package compatible

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/sets"
	"sigs.k8s.io/crdify/pkg/config"
	"sigs.k8s.io/crdify/pkg/runner"
	"sigs.k8s.io/crdify/pkg/validations"
)

// judged is how crdify judges where it can be told. All else it refuses: a default that
// changes, a pattern that is added, a list that merges otherwise.
var judged = config.Config{
	Validations: []config.ValidationConfig{
		{Name: "description", Enforcement: config.EnforcementPolicyNone}, // prose is reviewed, not compared
		allowed("enum", "additionPolicy"),                                // who reads an enum expects new values
		allowed("pattern", "removalPolicy"),
		{Name: "existingFieldRemoval", Enforcement: config.EnforcementPolicyNone}, // removed tells it once, not for all below
		{Name: rest, Enforcement: config.EnforcementPolicyError},
	},
	UnhandledEnforcement: config.EnforcementPolicyError,
	Conversion:           config.ConversionPolicyNone,
}

func allowed(name, policy string) config.ValidationConfig {
	return config.ValidationConfig{
		Name: name, Enforcement: config.EnforcementPolicyError, Configuration: map[string]any{policy: "Allow"},
	}
}

// schemas returns what is broken in the schemas of the versions.
func schemas(was, is *CRD) (breaks []Break, err error) {
	crdify, err := runner.New(&judged, registry{runner.DefaultRegistry()})
	if err != nil {
		return nil, err
	}
	results := crdify.Run(was, is)
	for _, of := range results.CRDValidation {
		breaks = append(breaks, told(was.Name, "", of)...)
	}
	fields := removed(was, is)
	for _, version := range slices.Concat(results.SameVersionValidation, results.ServedVersionValidation) {
		for _, property := range version.PropertyComparisons {
			at := place(version.Version, property.Property)
			if fields.Has(at) {
				continue
			}
			for _, of := range property.ComparisonResults {
				breaks = append(breaks, told(was.Name, at, of)...)
			}
		}
	}
	for at := range fields {
		if above := at[:max(strings.LastIndex(at, "."), 0)]; !fields.Has(above) {
			breaks = append(breaks, Break{CRD: was.Name, At: at, Is: "is gone"})
		}
	}
	return breaks, nil
}

// place names a property as crdify finds it: ^.spec.staffing.items.user.
func place(version, property string) string {
	return strings.TrimSpace(version + " " + strings.TrimPrefix(strings.TrimPrefix(property, "^"), "."))
}

// removed returns the places that are no more, of the versions that still are.
func removed(was, is *CRD) sets.Set[string] {
	places := sets.New[string]()
	for _, before := range was.Spec.Versions {
		now := validations.GetCRDVersionByName(is, before.Name)
		if now == nil {
			continue
		}
		kept := validations.FlattenCRDVersion(*now)
		for property := range validations.FlattenCRDVersion(before) {
			if _, still := kept[property]; !still {
				places.Insert(place(before.Name, property))
			}
		}
	}
	return places
}

func told(crd, at string, of validations.ComparisonResult) (breaks []Break) {
	for _, err := range of.Errors {
		breaks = append(breaks, Break{CRD: crd, At: at, Is: err})
	}
	return breaks
}
