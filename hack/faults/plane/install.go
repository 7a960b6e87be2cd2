package plane

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Namespace is where the manager is installed, and ManagerUser its account.
const (
	Namespace   = "matterplane-system"
	ManagerUser = "system:serviceaccount:" + Namespace + ":matterplane-controller-manager"
)

// WithoutWebhooks is a label on a namespace, with the value "true", that keeps the
// webhooks out of it, as if they were not installed.
const WithoutWebhooks = "faults.matterplane.dev/without-webhooks"

// Render returns the objects of a kustomization of the repository.
func (p *Plane) Render(ctx context.Context, place ...string) ([]*unstructured.Unstructured, error) {
	dir := filepath.Join(append([]string{p.root}, place...)...)
	text, err := exec.CommandContext(ctx, filepath.Join(p.bin, "kubectl"), "kustomize", dir).Output()
	if err != nil {
		return nil, fmt.Errorf("rendering %s: %w", dir, err)
	}
	var objects []*unstructured.Unstructured
	for d := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096); ; {
		o := &unstructured.Unstructured{}
		if err := d.Decode(o); errors.Is(err, io.EOF) {
			return objects, nil
		} else if err != nil {
			return nil, fmt.Errorf("decoding %s: %w", dir, err)
		}
		objects = append(objects, o)
	}
}

// install brings in what config/default ships, as far as it needs no nodes, an
// administrator and a company.
func (p *Plane) install(ctx context.Context) error {
	objects, err := p.Render(ctx, "config", "default")
	if err != nil {
		return err
	}
	slices.SortStableFunc(objects, func(a, b *unstructured.Unstructured) int { return cmp.Compare(rank(a), rank(b)) })
	for _, o := range objects {
		switch o.GetKind() {
		case "Deployment", "Service":
			continue // there are no nodes
		case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration":
			if err := p.redirect(o); err != nil {
				return err
			}
		}
		if err := p.apply(ctx, o); err != nil {
			return err
		}
	}
	for _, o := range objects {
		if err := p.established(ctx, o); err != nil {
			return err
		}
	}
	if err := errors.Join(p.bind(ctx, "kubeadm:cluster-admins", "cluster-admin"), p.bind(ctx, "matterplane:company:acme", "matterplane-editor")); err != nil {
		return err
	}
	return p.keepWebhooksApart(ctx)
}

func (p *Plane) apply(ctx context.Context, o *unstructured.Unstructured) error {
	err := p.Client.Apply(ctx, client.ApplyConfigurationFromUnstructured(o), client.FieldOwner("faults"), client.ForceOwnership)
	if err != nil {
		return fmt.Errorf("installing %s %s: %w", o.GetKind(), o.GetName(), err)
	}
	return nil
}

// bind gives a group a role in every namespace.
func (p *Plane) bind(ctx context.Context, group, role string) error {
	err := p.Client.Create(ctx, &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "faults:" + group},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: group}},
	})
	if err != nil {
		return fmt.Errorf("binding %s: %w", group, err)
	}
	return nil
}

func rank(o *unstructured.Unstructured) int {
	switch o.GetKind() {
	case "Namespace":
		return 0
	case "CustomResourceDefinition":
		return 1
	}
	return 2
}

// redirect sends a configuration's calls to a manager on this machine.
func (p *Plane) redirect(o *unstructured.Unstructured) error {
	webhooks, _, err := unstructured.NestedSlice(o.Object, "webhooks")
	if err != nil {
		return fmt.Errorf("reading the webhooks: %w", err)
	}
	for _, entry := range webhooks {
		webhook := entry.(map[string]any)
		path, _, err := unstructured.NestedString(webhook, "clientConfig", "service", "path")
		if err != nil {
			return fmt.Errorf("reading a webhook: %w", err)
		}
		webhook["clientConfig"] = map[string]any{
			"url":      "https://" + Loopback(p.Webhook.Port) + path,
			"caBundle": base64.StdEncoding.EncodeToString(p.CA.PEM),
		}
		webhook["namespaceSelector"] = map[string]any{"matchExpressions": []any{
			map[string]any{"key": WithoutWebhooks, "operator": "NotIn", "values": []any{"true"}},
		}}
	}
	return unstructured.SetNestedSlice(o.Object, webhooks, "webhooks")
}

// established waits until the API server serves a CRD.
func (p *Plane) established(ctx context.Context, o *unstructured.Unstructured) error {
	if o.GetKind() != "CustomResourceDefinition" {
		return nil
	}
	return Until(ctx, patience, func() error {
		if err := p.Client.Get(ctx, client.ObjectKeyFromObject(o), o); err != nil {
			return err
		}
		conditions, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
		for _, c := range conditions {
			if m, ok := c.(map[string]any); ok && m["type"] == "Established" && m["status"] == "True" {
				return nil
			}
		}
		return fmt.Errorf("CRD %s is not established", o.GetName())
	})
}
