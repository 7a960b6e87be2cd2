package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// lineTime is the second and the microsecond, within the first minute.
const lineTime = "05.000000"

// gone stands where the spec would be.
const gone = "gone"

// String is the write on one line: when, what and, unless it is deleted, its
// spec. ParseWrite reads it back.
func (x Write) String() string {
	what := fmt.Sprintf("%s %s ", x.At.Format(lineTime), x.Key())
	if x.Delete {
		return what + gone
	}
	return what + x.Spec()
}

// ParseWrite reads a write as String writes it. What a deleted object said is
// not in the line.
func ParseWrite(line string) (Write, error) {
	words := strings.SplitN(line, " ", 4)
	if len(words) != 4 {
		return Write{}, errors.New("a write is a time, a kind, a name, and a spec or gone")
	}
	at, err := time.Parse(lineTime, words[0])
	if err != nil {
		return Write{}, fmt.Errorf("reading the time of a write: %w", err)
	}
	x := Write{At: beginning.Truncate(time.Minute).Add(at.Sub(at.Truncate(time.Minute))), Delete: words[3] == gone}
	switch words[1] {
	case "Firm":
		x.Object = &v1alpha1.Firm{}
	case "FirmUser":
		x.Object = &v1alpha1.FirmUser{}
	case "Office":
		x.Object = &v1alpha1.Office{}
	case "AssistantLink":
		x.Object = &v1alpha1.AssistantLink{}
	case "Matter":
		x.Object = &v1alpha1.Matter{}
	default:
		return Write{}, fmt.Errorf("there is no kind %s", words[1])
	}
	x.Object.SetName(words[2])
	return x, x.parse(words[3])
}

func (x Write) parse(spec string) error {
	if x.Delete {
		return nil
	}
	_, into := x.parts()
	decoder := json.NewDecoder(strings.NewReader(spec))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("reading the spec of %s: %w", x.Object.GetName(), err)
	}
	return nil
}

// With is the same write of another spec, given as JSON.
func (x Write) With(spec string) (Write, error) {
	return ParseWrite(fmt.Sprintf("%s %s %s", x.At.Format(lineTime), x.Key(), spec))
}

// parts are the kind of what is written, and its spec.
func (x Write) parts() (kind string, spec any) {
	switch object := x.Object.(type) {
	case *v1alpha1.Firm:
		return "Firm", &object.Spec
	case *v1alpha1.FirmUser:
		return "FirmUser", &object.Spec
	case *v1alpha1.Office:
		return "Office", &object.Spec
	case *v1alpha1.AssistantLink:
		return "AssistantLink", &object.Spec
	case *v1alpha1.Matter:
		return "Matter", &object.Spec
	}
	panic(fmt.Sprintf("a firm has no %T", x.Object))
}

// Spec is the spec of what is written, as JSON.
func (x Write) Spec() string {
	_, spec := x.parts()
	text, err := json.Marshal(spec)
	if err != nil {
		panic(err) // the API types marshal
	}
	return string(text)
}

// Key is the kind and the name of what is written.
func (x Write) Key() string {
	kind, _ := x.parts()
	return kind + " " + x.Object.GetName()
}
