package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// workload is what clients write: steps, each settled before the next, and in each
// changes that nobody waits between.
type workload struct {
	name  string
	steps []step
}

// step is a burst of changes.
type step struct {
	says    string
	changes []change
}

// change is a write of one object: it is created or gets another spec, or it goes.
type change struct {
	by     string // token of who writes; the administrator's if empty
	object client.Object
	delete bool
}

func (c change) String() string {
	verb := "write"
	if c.delete {
		verb = "delete"
	}
	return fmt.Sprintf("%s %s %s", verb, kindOf(c.object), c.object.GetName())
}

// byCompany says how many objects a Company creates, of each of which there is one
// notice (U-8).
func (w workload) byCompany() (n int) {
	for _, s := range w.steps {
		for _, c := range s.changes {
			if c.by == plane.Company {
				n++
			}
		}
	}
	return n
}

// objects says how many objects there are in the end.
func (w workload) objects() int {
	there := map[string]bool{}
	for _, s := range w.steps {
		for _, c := range s.changes {
			there[kindOf(c.object)+c.object.GetName()] = !c.delete
		}
	}
	n := 0
	for _, is := range there {
		if is {
			n++
		}
	}
	return n
}

// burst makes a step from statements of the test language (internal/test/firm), one a
// line: `delete` before one deletes, `company:` says that a Company writes it.
func burst(says, text string) step {
	s := step{says: says}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		var c change
		line, c.delete = cutPrefix(line, "delete ")
		var company bool
		if line, company = cutPrefix(line, "company: "); company {
			c.by = plane.Company
		}
		c.object = cluster.ObjectsOf(firm.Parse(reader{}, line))[0]
		s.changes = append(s.changes, c)
	}
	return s
}

func cutPrefix(text, prefix string) (string, bool) {
	rest, found := strings.CutPrefix(text, prefix)
	return rest, found
}

// reader reads what this program itself says: an error there is a bug of it.
type reader struct{}

func (reader) Helper()           {}
func (reader) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

// typed returns an object as one of our types: what the model reads.
func typed(u *unstructured.Unstructured) (client.Object, error) {
	kinds := map[string]client.Object{
		"Firm": &v1alpha1.Firm{}, "Office": &v1alpha1.Office{}, "FirmUser": &v1alpha1.FirmUser{},
		"AssistantLink": &v1alpha1.AssistantLink{}, "Matter": &v1alpha1.Matter{},
	}
	o := kinds[u.GetKind()]
	if o == nil {
		return nil, fmt.Errorf("%s %s is of no kind of ours", u.GetKind(), u.GetName())
	}
	text, err := u.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("encoding %s: %w", u.GetName(), err)
	}
	return o, json.Unmarshal(text, o)
}

// kindOf returns the kind of one of our objects.
func kindOf(o client.Object) string {
	_, name, _ := strings.Cut(fmt.Sprintf("%T", o), ".")
	return name
}

// declared returns an object as somebody writes it: kind, name and spec.
func (c change) declared(namespace, version string) *unstructured.Unstructured {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(c.object)
	if err != nil {
		panic(err) // our own types
	}
	u := &unstructured.Unstructured{Object: map[string]any{}}
	u.SetGroupVersionKind(schema.GroupVersionKind{Group: v1alpha1.GroupVersion.Group, Version: version, Kind: kindOf(c.object)})
	u.SetNamespace(namespace)
	u.SetName(c.object.GetName())
	u.Object["spec"] = content["spec"]
	if content["spec"] == nil {
		u.Object["spec"] = map[string]any{}
	}
	return u
}

// named are the workloads of a name, and of those that are drawn all of that sort:
// drawn is drawn-1, drawn-2.
func named(all []workload, name string) (found []workload) {
	for _, w := range all {
		if w.name == name || strings.HasPrefix(w.name, name+"-") {
			found = append(found, w)
		}
	}
	return found
}
