// Package judge says whether a run that was disturbed is as good as one that was
// not. It knows nothing of what the rules derive: it compares what was stored, with
// an undisturbed run, with itself, and with what the manager sent.
package judge

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strings"
)

// Key names an object: the resource as paths have it, the namespace, the name.
type Key struct{ Resource, Namespace, Name string }

func (k Key) String() string { return strings.TrimSuffix(k.Resource, "s") + " " + k.Name }

// In is the object of that name in another namespace.
func (k Key) In(namespace string) Key {
	k.Namespace = namespace
	return k
}

// Revision is what was stored of an object from a revision of etcd on. Object is
// nil where it was deleted.
type Revision struct {
	Key
	Number int64
	Object map[string]any
}

// Value is what of an object must be the same in every run: times aside, and the
// name of the namespace.
type Value struct {
	Spec   string
	Status string
	Kept   string // our annotations: the ledger and stamps
}

// aTime is a time as ledgers and stamps write it.
var aTime = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)

const ours = "matterplane.dev/"

// ValueOf returns the value of an object as it was stored.
func ValueOf(r Revision) Value {
	status, _ := r.Object["status"].(map[string]any)
	kept := map[string]string{}
	meta, _ := r.Object["metadata"].(map[string]any)
	annotations, _ := meta["annotations"].(map[string]any)
	for name, value := range annotations {
		if strings.HasPrefix(name, ours) {
			kept[name] = aTime.ReplaceAllString(fmt.Sprint(value), "TIME")
		}
	}
	return Value{Spec: text(r, r.Object["spec"]), Status: text(r, timeless(status)), Kept: text(r, kept)}
}

// timeless returns a status without the times of its conditions.
func timeless(status map[string]any) map[string]any {
	without := map[string]any{}
	maps.Copy(without, status)
	conditions, some := status["conditions"].([]any)
	if !some {
		return without
	}
	var plain []any
	for _, entry := range conditions {
		condition := map[string]any{}
		if m, ok := entry.(map[string]any); ok {
			for name, value := range m {
				if name != "lastTransitionTime" {
					condition[name] = value
				}
			}
		}
		plain = append(plain, condition)
	}
	without["conditions"] = plain
	return without
}

// text is a value with sorted keys, indented for whoever compares two.
func text(r Revision, value any) string {
	encoded, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		panic(err) // it was decoded from JSON
	}
	return strings.ReplaceAll(string(encoded), r.Namespace, "<firm>")
}

// Observed is the generation that a status says it has seen, and whether that is
// the object's own.
func Observed(r Revision) (generation int64, current bool) {
	status, _ := r.Object["status"].(map[string]any)
	meta, _ := r.Object["metadata"].(map[string]any)
	observed, known := status["observedGeneration"].(float64)
	if !known {
		return -1, false
	}
	return int64(observed), observed == meta["generation"]
}
