package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/render"
	"github.com/matterplane/matterplane/internal/roster"
)

// statuses are the statuses of a firm as JSON, by kind and name. The times of
// conditions are left out.
type statuses map[string]string

// read lists a firm's objects, as anybody would.
func read(ctx context.Context, c client.Reader, namespace string) (roster.Objects, error) {
	var firms v1alpha1.FirmList
	var offices v1alpha1.OfficeList
	var users v1alpha1.FirmUserList
	var links v1alpha1.AssistantLinkList
	var matters v1alpha1.MatterList
	for _, list := range []client.ObjectList{&firms, &offices, &users, &links, &matters} {
		if err := c.List(ctx, list, client.InNamespace(namespace)); err != nil {
			return roster.Objects{}, fmt.Errorf("listing the firm: %w", err)
		}
	}
	objects := roster.Objects{
		Offices: pointers(offices.Items), Users: pointers(users.Items), Links: pointers(links.Items), Matters: pointers(matters.Items),
	}
	if len(firms.Items) > 0 {
		objects.Firm = &firms.Items[0]
	}
	return objects, nil
}

func pointers[T any](items []T) []*T {
	all := make([]*T, len(items))
	for i := range items {
		all[i] = &items[i]
	}
	return all
}

// objectsOf returns the objects of a firm.
func objectsOf(firm roster.Objects) []client.Object {
	var all []client.Object
	if firm.Firm != nil {
		all = append(all, firm.Firm)
	}
	all = appendObjects(all, firm.Offices)
	all = appendObjects(all, firm.Users)
	all = appendObjects(all, firm.Links)
	return appendObjects(all, firm.Matters)
}

func appendObjects[T client.Object](to []client.Object, objects []T) []client.Object {
	for _, o := range objects {
		to = append(to, o)
	}
	return to
}

// statusOf returns what kind an object is, and its status.
func statusOf(o client.Object) (kind string, status any, conditions []metav1.Condition) {
	switch o := o.(type) {
	case *v1alpha1.Firm:
		return "Firm", &o.Status, o.Status.Conditions
	case *v1alpha1.Office:
		return "Office", &o.Status, o.Status.Conditions
	case *v1alpha1.FirmUser:
		return "FirmUser", &o.Status, o.Status.Conditions
	case *v1alpha1.AssistantLink:
		return "AssistantLink", &o.Status, o.Status.Conditions
	case *v1alpha1.Matter:
		return "Matter", &o.Status, o.Status.Conditions
	}
	panic(fmt.Sprintf("a firm has no %T", o))
}

// setStatus gives an object the status of another of its kind; without another, the
// one that it was created with.
func setStatus(o, from client.Object) {
	const created = -1 // the generation that nobody has observed
	switch o := o.(type) {
	case *v1alpha1.Firm:
		o.Status = v1alpha1.FirmStatus{ObservedGeneration: created}
		if from, ok := from.(*v1alpha1.Firm); ok {
			o.Status = from.Status
		}
	case *v1alpha1.Office:
		o.Status = v1alpha1.OfficeStatus{ObservedGeneration: created}
		if from, ok := from.(*v1alpha1.Office); ok {
			o.Status = from.Status
		}
	case *v1alpha1.FirmUser:
		o.Status = v1alpha1.FirmUserStatus{ObservedGeneration: created}
		if from, ok := from.(*v1alpha1.FirmUser); ok {
			o.Status = from.Status
		}
	case *v1alpha1.AssistantLink:
		o.Status = v1alpha1.AssistantLinkStatus{ObservedGeneration: created}
		if from, ok := from.(*v1alpha1.AssistantLink); ok {
			o.Status = from.Status
		}
	case *v1alpha1.Matter:
		o.Status = v1alpha1.MatterStatus{ObservedGeneration: created}
		if from, ok := from.(*v1alpha1.Matter); ok {
			o.Status = from.Status
		}
	}
}

// storedOf returns the statuses that objects have. It takes the times of conditions
// from them.
func storedOf(firm roster.Objects) (statuses, error) {
	all := statuses{}
	for _, o := range objectsOf(firm) {
		kind, status, conditions := statusOf(o)
		for i := range conditions {
			conditions[i].LastTransitionTime = metav1.Time{}
		}
		text, err := json.Marshal(status)
		if err != nil {
			return nil, fmt.Errorf("encoding a status: %w", err)
		}
		all[kind+"/"+o.GetName()] = string(text)
	}
	return all, nil
}

// derivedOf returns the statuses that objects should have.
func derivedOf(firm roster.Objects) (statuses, error) {
	all := statuses{}
	for o := range render.Firm(firm) {
		text, err := json.Marshal(o.Status)
		if err != nil {
			return nil, fmt.Errorf("encoding a status: %w", err)
		}
		all[o.Kind+"/"+o.Metadata.Name] = string(text)
	}
	return all, nil
}

// changed returns what has another status afterwards, or was not there before.
func changed(before, after statuses) map[string]bool {
	differ := map[string]bool{}
	for key := range maps.Keys(after) {
		if before[key] != after[key] {
			differ[key] = true
		}
	}
	return differ
}
