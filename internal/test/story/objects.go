package story

import (
	"fmt"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// ID names an object of a firm: its kind in lower case and its name.
type ID struct{ Kind, Name string }

// String returns the kind and the name, as a statement starts.
func (i ID) String() string { return i.Kind + " " + i.Name }

// lists returns an empty list of each kind.
func lists() map[string]client.ObjectList {
	return map[string]client.ObjectList{
		"firm":   &v1alpha1.FirmList{},
		"office": &v1alpha1.OfficeList{},
		"user":   &v1alpha1.FirmUserList{},
		"link":   &v1alpha1.AssistantLinkList{},
		"matter": &v1alpha1.MatterList{},
	}
}

// part is what every object has, of whatever kind.
type part struct {
	kind       string
	spec       any
	status     any
	observed   int64
	conditions []metav1.Condition
}

func partOf(o client.Object) part {
	switch o := o.(type) {
	case *v1alpha1.Firm:
		return part{"firm", &o.Spec, &o.Status, o.Status.ObservedGeneration, o.Status.Conditions}
	case *v1alpha1.Office:
		return part{"office", &o.Spec, &o.Status, o.Status.ObservedGeneration, o.Status.Conditions}
	case *v1alpha1.FirmUser:
		return part{"user", &o.Spec, &o.Status, o.Status.ObservedGeneration, o.Status.Conditions}
	case *v1alpha1.AssistantLink:
		return part{"link", &o.Spec, &o.Status, o.Status.ObservedGeneration, o.Status.Conditions}
	case *v1alpha1.Matter:
		return part{"matter", &o.Spec, &o.Status, o.Status.ObservedGeneration, o.Status.Conditions}
	}
	panic(fmt.Sprintf("a %T is of no kind of ours", o))
}

func idOf(o client.Object) ID { return ID{partOf(o).kind, o.GetName()} }

// copyOf returns a copy of an object.
func copyOf(o client.Object) client.Object {
	c, ok := o.DeepCopyObject().(client.Object)
	if !ok {
		panic(fmt.Sprintf("the copy of a %T is no object", o))
	}
	return c
}

// timeless returns the status of an object, condition times left out.
func timeless(o client.Object) any {
	p := partOf(copyOf(o))
	for i := range p.conditions {
		p.conditions[i].LastTransitionTime = metav1.Time{}
	}
	return p.status
}

// derived returns the status that an object should have, condition times left out.
func derived(v roster.View, o client.Object) any {
	switch o := o.(type) {
	case *v1alpha1.Firm:
		return new(profile.Firm(v))
	case *v1alpha1.Office:
		return new(profile.Office(v, o))
	case *v1alpha1.FirmUser:
		return new(profile.User(v, o, func(asset *v1alpha1.Matter, user string) bool {
			return staffing.Granted(v, asset, user)
		}))
	case *v1alpha1.AssistantLink:
		return new(profile.Link(v, o))
	case *v1alpha1.Matter:
		return new(staffing.Derive(v, o))
	}
	panic(fmt.Sprintf("a %T is of no kind of ours", o))
}

// gather sorts objects into a firm.
func gather(objects []client.Object) roster.Objects {
	var firm roster.Objects
	for _, o := range objects {
		firm.Add(o)
	}
	return firm
}

// every returns the objects of a firm.
func every(firm roster.Objects) []client.Object {
	var all []client.Object
	if firm.Firm != nil {
		all = append(all, firm.Firm)
	}
	return slices.Concat(all, listed(firm.Offices), listed(firm.Users), listed(firm.Links), listed(firm.Matters))
}

func listed[T client.Object](objects []T) []client.Object {
	all := make([]client.Object, 0, len(objects))
	for _, o := range objects {
		all = append(all, o)
	}
	return all
}

// Declared returns the objects that a text declares as somebody would write them:
// with their kind, their name and their spec.
func Declared(t firm.T, text string) []map[string]any {
	t.Helper()
	kinds := map[string]string{"firm": "Firm", "office": "Office", "user": "FirmUser", "link": "AssistantLink", "matter": "Matter"}
	var declared []map[string]any
	for _, o := range every(firm.Parse(t, text)) {
		p := partOf(o)
		declared = append(declared, map[string]any{
			"apiVersion": v1alpha1.GroupVersion.String(), "kind": kinds[p.kind],
			"metadata": map[string]any{"name": o.GetName()}, "spec": p.spec,
		})
	}
	return declared
}
