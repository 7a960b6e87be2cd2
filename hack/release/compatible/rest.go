package compatible

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"sigs.k8s.io/crdify/pkg/config"
	"sigs.k8s.io/crdify/pkg/validations"
)

// rest names the validation of what crdify has none for. Its own word for that is a
// difference in Go's terms, which nobody could quote.
const rest = "rest"

// registry has the rest beside what crdify comes with.
type registry struct{ validations.Registry }

// Registered implements validations.Registry.
func (r registry) Registered() []string { return append(r.Registry.Registered(), rest) }

// Validation implements validations.Registry.
func (r registry) Validation(name string, configured map[string]any) (validations.Validation, error) {
	if name == rest {
		return &others{handled: r.Registry.Registered()}, nil
	}
	return r.Registry.Validation(name, configured)
}

// others compares the fields of a schema that no validation of crdify is called after.
type others struct {
	handled     []string
	enforcement config.EnforcementPolicy
}

// Name implements validations.Validation.
func (*others) Name() string { return rest }

// SetEnforcement implements validations.Validation.
func (o *others) SetEnforcement(policy config.EnforcementPolicy) { o.enforcement = policy }

// Compare implements validations.Comparator: it clears what it has compared.
func (o *others) Compare(was, is *apiextensionsv1.JSONSchemaProps) validations.ComparisonResult {
	found := newRules(was.XValidations, is.XValidations)
	was.XValidations, is.XValidations = nil, nil

	before, now := reflect.ValueOf(was).Elem(), reflect.ValueOf(is).Elem()
	for i := range before.NumField() {
		name, _, _ := strings.Cut(before.Type().Field(i).Tag.Get("json"), ",")
		if slices.Contains(o.handled, name) || equality.Semantic.DeepEqual(before.Field(i).Interface(), now.Field(i).Interface()) {
			continue
		}
		found = append(found, fmt.Errorf("%s was %s and is %s", name, shown(before.Field(i)), shown(now.Field(i))))
		before.Field(i).SetZero()
		now.Field(i).SetZero()
	}
	return validations.HandleErrors(rest, o.enforcement, found...)
}

// newRules are the CEL rules that were not there. The API server does not ask them of
// what an update leaves alone, but of everything that is created: a manifest that was
// accepted, or a restore, would be refused. A rule that goes refuses less.
func newRules(was, is apiextensionsv1.ValidationRules) (found []error) {
	for _, rule := range is {
		if !slices.ContainsFunc(was, func(old apiextensionsv1.ValidationRule) bool { return old.Rule == rule.Rule }) {
			found = append(found, fmt.Errorf("a rule is added: %s", rule.Rule))
		}
	}
	return found
}

// shown is a value of a schema's field, on one line.
func shown(v reflect.Value) string {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.IsZero() {
		return "not set"
	}
	return fmt.Sprintf("%v", v.Interface())
}
