package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// install brings what config/default ships into the cluster, as far as it needs
// no nodes.
func (c *cluster) install(ctx context.Context, say func(string)) (string, error) {
	objects, err := c.render(ctx)
	if err != nil {
		return "", err
	}
	installed := 0
	for _, o := range objects {
		say(o.GetKind() + " " + o.GetName())
		placed, err := c.place(ctx, o)
		if err != nil {
			return "", fmt.Errorf("installing %s %s: %w", o.GetKind(), o.GetName(), err)
		}
		if placed {
			installed++
		}
	}
	say("waiting for the CRDs")
	for _, o := range objects {
		if err := c.awaitEstablished(ctx, o); err != nil {
			return "", fmt.Errorf("waiting for CRD %s: %w", o.GetName(), err)
		}
	}
	return fmt.Sprintf("%d of %d objects, without what needs nodes", installed, len(objects)), nil
}

// render returns the objects of config/default, those first that others need.
func (c *cluster) render(ctx context.Context) ([]*unstructured.Unstructured, error) {
	text, err := output(ctx, c.tools.root, c.tools.path("kubectl"), "kustomize", filepath.Join("config", "default"))
	if err != nil {
		return nil, fmt.Errorf("rendering config/default: %w", err)
	}
	var objects []*unstructured.Unstructured
	for d := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096); ; {
		o := &unstructured.Unstructured{}
		if err := d.Decode(o); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("decoding config/default: %w", err)
		}
		objects = append(objects, o)
	}
	slices.SortStableFunc(objects, func(a, b *unstructured.Unstructured) int { return cmp.Compare(rank(a), rank(b)) })
	return objects, nil
}

func rank(o *unstructured.Unstructured) int {
	switch o.GetKind() {
	case "Namespace":
		return 0
	case "CustomResourceDefinition":
		return 1
	default:
		return 2
	}
}

// place applies an object, if a cluster of this kind has a place for it.
func (c *cluster) place(ctx context.Context, o *unstructured.Unstructured) (bool, error) {
	switch o.GetKind() {
	case "Deployment", "Service":
		return false, nil // there are no nodes
	case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration":
		if !c.webhooks { // but an earlier run in this data directory may have had them
			return false, client.IgnoreNotFound(c.client.Delete(ctx, o))
		}
		if err := c.redirect(o); err != nil {
			return false, err
		}
	}
	return true, c.apply(ctx, client.ApplyConfigurationFromUnstructured(o))
}

func (c *cluster) apply(ctx context.Context, o runtime.ApplyConfiguration) error {
	return c.client.Apply(ctx, o, client.FieldOwner("devcluster"), client.ForceOwnership)
}

// awaitEstablished waits until the API server serves a CRD; other objects it
// lets pass.
func (c *cluster) awaitEstablished(ctx context.Context, o *unstructured.Unstructured) error {
	if o.GetKind() != "CustomResourceDefinition" {
		return nil
	}
	return until(ctx, func() error {
		if err := c.client.Get(ctx, client.ObjectKeyFromObject(o), o); err != nil {
			return err
		}
		if status, reason := condition(o, "Established"); status != "True" {
			return fmt.Errorf("not established: %s", reason)
		}
		return nil
	})
}

// condition returns an object's condition: its status, and its reason with the
// message. Both are empty if it has none of that type.
func condition(o *unstructured.Unstructured, kind string) (status, why string) {
	conditions, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
	for _, entry := range conditions {
		if m, ok := entry.(map[string]any); ok && m["type"] == kind {
			return fmt.Sprint(m["status"]), fmt.Sprintf("%v: %v", m["reason"], m["message"])
		}
	}
	return "", ""
}
