package conditions

import (
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// References gathers what an object names in vain (W-3), in the order in which
// its spec names it. The zero value is ready to use.
type References struct{ missing, wrong Faults }

// Missing notes that nothing of the kind has the name that stands at a path of
// the spec.
func (r *References) Missing(path, kind, name string) {
	r.missing.Add(v1alpha1.ReasonNotFound, fmt.Sprintf("%s: no %s named %s", path, kind, name))
}

// WrongType notes that what has the name is of another type than the path needs.
func (r *References) WrongType(path, name, is, needed string) {
	r.wrong.Add(v1alpha1.ReasonWrongType, fmt.Sprintf("%s: %s is a %s, not a %s", path, name, is, needed))
}

// References adds ReferencesResolved. What is missing comes before what is of
// the wrong type.
func (s *Set) References(r References) *Set {
	return s.Unless(slices.Concat(r.missing, r.wrong),
		v1alpha1.ConditionReferencesResolved, v1alpha1.ReasonAllFound, "everything named is there")
}
