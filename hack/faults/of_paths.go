package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
)

// ofPaths are ways around admission that only a cluster which somebody else has
// changed offers.
var ofPaths = []scenario{
	{
		name: "other-version", is: "Every kind is served in another version too, and all is written through that: it is judged like any other write.",
		quick: []string{"small"}, needs: map[string]int{"written in another version": 5, "refused there": 1}, play: otherVersion,
	},
}

// another is a version that does not exist.
const another = "v9alpha9"

// otherVersion plays a workload through another version. Serving that also ends every
// watch, and so does serving it no more.
func otherVersion(ctx context.Context, s *stage) error {
	if _, err := s.started(); err != nil {
		return err
	}
	if err := s.serve(ctx, true); err != nil {
		return err
	}
	s.version = another
	err := s.play(ctx)
	if err == nil {
		err = s.refusedThere(ctx)
	}
	for _, step := range s.steps {
		s.counts.AddN("written in another version", len(step.changes))
	}
	s.version = v1alpha1.GroupVersion.Version
	return errors.Join(err, s.serve(ctx, false))
}

// refusedThere sees that nobody gets an email twice by that way, once the
// webhooks' caches are back from what has ended their watches.
func (s *stage) refusedThere(ctx context.Context) error {
	i := slices.IndexFunc(s.steps[0].changes, func(c change) bool { return kindOf(c.object) == "FirmUser" })
	twin := change{object: s.steps[0].changes[i].object}.declared(s.namespace, another)
	twin.SetName("twin")
	start := time.Now()
	err := plane.Until(ctx, within, func() error {
		err := s.administrator.Create(ctx, twin.DeepCopy(), client.DryRunAll)
		switch {
		case err == nil:
			return errors.New("a second user gets the email of another")
		case !strings.Contains(err.Error(), "R-7"):
			return fmt.Errorf("not refused by R-7: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.counts.Add("refused there")
	s.note("refused %s after all had settled", brevity(time.Since(start)))
	return nil
}

// serve lets the API server serve our kinds in another version too, or no more.
func (s *stage) serve(ctx context.Context, too bool) error {
	for _, resource := range resources {
		if err := plane.Until(ctx, within, func() error { return s.serveKind(ctx, resource, too) }); err != nil {
			return fmt.Errorf("serving %s in another version: %w", resource, err)
		}
	}
	return plane.Until(ctx, within, func() error { return s.isServed(ctx, too) })
}

func (s *stage) serveKind(ctx context.Context, resource string, too bool) error {
	crd := &unstructured.Unstructured{}
	crd.SetGroupVersionKind(schema.GroupVersionKind{Group: "apiextensions.k8s.io", Version: "v1", Kind: "CustomResourceDefinition"})
	name := client.ObjectKey{Name: resource + "." + v1alpha1.GroupVersion.Group}
	if err := s.plane.Client.Get(ctx, name, crd); err != nil {
		return err
	}
	versions, _, err := unstructured.NestedSlice(crd.Object, "spec", "versions")
	if err != nil {
		return err
	}
	versions = versions[:1]
	if too {
		copied := crd.DeepCopy()
		more, _, _ := unstructured.NestedSlice(copied.Object, "spec", "versions")
		version := more[0].(map[string]any)
		version["name"], version["storage"] = another, false
		versions = append(versions, version)
	}
	if err := unstructured.SetNestedSlice(crd.Object, versions, "spec", "versions"); err != nil {
		return err
	}
	return s.plane.Client.Update(ctx, crd)
}

// isServed says whether a list is answered as it must be.
func (s *stage) isServed(ctx context.Context, too bool) error {
	for _, kind := range []string{"Firm", "Office", "FirmUser", "AssistantLink", "Matter"} {
		for version, want := range map[string]bool{another: too, v1alpha1.GroupVersion.Version: true} {
			list := &unstructured.UnstructuredList{}
			list.SetGroupVersionKind(schema.GroupVersionKind{Group: v1alpha1.GroupVersion.Group, Version: version, Kind: kind + "List"})
			fresh, err := s.plane.ClientOf(plane.Masters) // whose mapping of kinds is of now
			if err != nil {
				return err
			}
			err = fresh.List(ctx, list, client.InNamespace(metav1.NamespaceDefault))
			if served := err == nil; served != want {
				return fmt.Errorf("%s %s: served is %t: %w", version, kind, served, err)
			}
		}
	}
	return nil
}
