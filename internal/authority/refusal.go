package authority

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Decision is the answer to a change.
type Decision struct {
	// Refusals say why the change is refused; without any it is allowed.
	Refusals []Refusal
	// Warnings are about what is allowed and unwise.
	Warnings []string
}

// Allowed says whether the change may be made.
func (d Decision) Allowed() bool { return len(d.Refusals) == 0 }

// Forbidden says whether it is refused for who asks (403), and not for what would
// be (422).
func (d Decision) Forbidden() bool {
	return len(d.Refusals) > 0 && d.Refusals[0].Kind == Forbidden
}

// Errors returns the refusals as the causes of an API error.
func (d Decision) Errors() field.ErrorList {
	errs := make(field.ErrorList, 0, len(d.Refusals))
	for _, r := range d.Refusals {
		errs = append(errs, r.Error())
	}
	return errs
}

// Kind is what is wrong with a change.
type Kind int

const (
	// Forbidden is a change that the actor has no right to make: another may.
	Forbidden Kind = iota
	// Invalid is a change that would leave what may not be, whoever makes it.
	Invalid
	// Duplicate is an Invalid change that gives a user the name of another.
	Duplicate
)

// Refusal is why one thing about a change is refused. All refusals of a decision
// are Forbidden, or none is: what may not be is told only to who could make it so.
type Refusal struct {
	Kind Kind
	// Field is the path of what is refused: spec.staffing[amira-khan].matterRole;
	// metadata.name for a creation or a deletion.
	Field string
	// Value is what it would become, for Duplicate and Invalid.
	Value string
	// Rule is the rule that refuses: R-4.
	Rule string
	// Reason is what is wrong, in the firm's words.
	Reason string
	// Who says who can, or what would: a sentence, empty if the reason says it.
	Who string
}

// String returns the three parts of a refusal: the rule, the reason and who can.
func (r Refusal) String() string {
	text := r.Rule + ": " + r.Reason
	if r.Who != "" {
		text += ". " + r.Who
	}
	return text
}

// Error returns the refusal as the cause of an API error.
func (r Refusal) Error() *field.Error {
	path := fieldPath(r.Field)
	switch r.Kind {
	case Invalid:
		return field.Invalid(path, r.Value, r.String())
	case Duplicate:
		err := field.Duplicate(path, r.Value)
		err.Detail = r.String()
		return err
	case Forbidden:
	}
	return field.Forbidden(path, r.String())
}

// fieldPath reads a path as edits write it.
func fieldPath(text string) *field.Path {
	var path *field.Path
	for text != "" {
		name := text
		end := strings.IndexAny(text, ".[")
		if end >= 0 {
			name = text[:end]
		}
		if path == nil {
			path = field.NewPath(name)
		} else {
			path = path.Child(name)
		}
		text = text[len(name):]
		if strings.HasPrefix(text, "[") {
			end := strings.LastIndexByte(text, ']') // a client's name may have one in it
			path, text = path.Key(text[1:end]), text[end+1:]
		}
		text = strings.TrimPrefix(text, ".")
	}
	return path
}

// or joins words as a sentence lists what can be chosen from.
func or(words []string) string {
	last := max(0, len(words)-1)
	if slices.ContainsFunc(words[:last], func(w string) bool { return strings.Contains(w, " or ") }) {
		return strings.Join(words[:last], ", ") + ", or " + words[last]
	}
	return series(words, "or")
}

func series(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return fmt.Sprintf("%s %s %s", strings.Join(words[:len(words)-1], ", "), last, words[len(words)-1])
}

// maxNamed is how many names a message has.
const maxNamed = 10

// named joins up to ten names and counts the others.
func named(names []string) string {
	if len(names) <= maxNamed {
		return series(names, "and")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:maxNamed], ", "), len(names)-maxNamed)
}

// firstByName returns the object whose name comes first. A View has its objects in
// any order, and the same question gets the same answer.
func firstByName[O metav1.Object](objects []O) O {
	return slices.MinFunc(objects, compareNames)
}

func compareNames[O metav1.Object](a, b O) int { return strings.Compare(a.GetName(), b.GetName()) }
