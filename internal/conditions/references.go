package conditions

import (
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// References gathers what an object names in vain (W-3), in the order in which
// its spec names it. The zero value is ready to use.
type References struct{ missing, wrong []Reference }

// Reference is one name that leads nowhere.
type Reference struct {
	// Path is the field of the spec that names it.
	Path string
	// Kind is what it should be, in words: FirmUser, system of the Firm.
	Kind string
	Name string
	// Is is what has the name instead, empty if nothing has.
	Is string
}

// String says it for a message.
func (r Reference) String() string {
	if r.Is != "" {
		return fmt.Sprintf("%s: %s is a %s, not a %s", r.Path, r.Name, r.Is, r.Kind)
	}
	return fmt.Sprintf("%s: no %s named %s", r.Path, r.Kind, r.Name)
}

// Missing notes that nothing of the kind has the name that stands at a path of
// the spec.
func (r *References) Missing(path, kind, name string) {
	r.missing = append(r.missing, Reference{Path: path, Kind: kind, Name: name})
}

// WrongType notes that what has the name is of another type than the path needs.
func (r *References) WrongType(path, name, is, needed string) {
	r.wrong = append(r.wrong, Reference{Path: path, Kind: needed, Name: name, Is: is})
}

// List returns all of them. What is missing comes before what is of the wrong type.
func (r References) List() []Reference { return slices.Concat(r.missing, r.wrong) }

// References adds ReferencesResolved.
func (s *Set) References(r References) *Set {
	var faults Faults
	for _, one := range r.missing {
		faults.Add(v1alpha1.ReasonNotFound, one.String())
	}
	for _, one := range r.wrong {
		faults.Add(v1alpha1.ReasonWrongType, one.String())
	}
	return s.Unless(faults, v1alpha1.ConditionReferencesResolved, v1alpha1.ReasonAllFound, "everything named is there")
}
