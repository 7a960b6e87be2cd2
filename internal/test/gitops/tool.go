// Package gitops reads what config/gitops tells Flux and Argo CD to do, as far as a
// firm is concerned: what they write, and as whom.
package gitops

import (
	"errors"
	"fmt"
	"path"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Sync is one thing that a tool keeps as a path of the firm's repository says.
type Sync struct {
	Path     string
	Username string // under which the API server sees it
	Prunes   bool   // whether what goes from the path is deleted
}

// Flux returns what Flux's Kustomizations do. With spec.serviceAccountName the
// kustomize-controller impersonates that account of the Kustomization's namespace.
func Flux(objects []*unstructured.Unstructured) ([]Sync, error) {
	var syncs []Sync
	for _, o := range of(objects, "Kustomization") {
		account := text(o, "spec", "serviceAccountName")
		if account == "" {
			return nil, fmt.Errorf("the Kustomization %s writes as Flux itself", o.GetName())
		}
		if target := text(o, "spec", "targetNamespace"); target != o.GetNamespace() {
			return nil, fmt.Errorf("the Kustomization %s of %s writes %s", o.GetName(), o.GetNamespace(), target)
		}
		prune, _, err := unstructured.NestedBool(o.Object, "spec", "prune")
		if err != nil {
			return nil, fmt.Errorf("reading the Kustomization %s: %w", o.GetName(), err)
		}
		syncs = append(syncs, Sync{Path: path.Clean(text(o, "spec", "path")), Username: username(o.GetNamespace(), account), Prunes: prune})
	}
	return syncs, nil
}

// ArgoCD returns what Argo CD's Applications do where impersonation is enforced: the
// application controller impersonates the account that the project names first for
// the destination.
func ArgoCD(objects []*unstructured.Unstructured) ([]Sync, error) {
	var syncs []Sync
	for _, o := range of(objects, "Application") {
		namespace := text(o, "spec", "destination", "namespace")
		account, err := impersonated(objects, o)
		if err != nil {
			return nil, err
		}
		prune, _, err := unstructured.NestedBool(o.Object, "spec", "syncPolicy", "automated", "prune")
		if err != nil {
			return nil, fmt.Errorf("reading the Application %s: %w", o.GetName(), err)
		}
		syncs = append(syncs, Sync{Path: text(o, "spec", "source", "path"), Username: username(namespace, account), Prunes: prune})
	}
	return syncs, nil
}

func impersonated(objects []*unstructured.Unstructured, application *unstructured.Unstructured) (string, error) {
	for _, project := range of(objects, "AppProject") {
		if project.GetName() != text(application, "spec", "project") {
			continue
		}
		accounts, _, err := unstructured.NestedSlice(project.Object, "spec", "destinationServiceAccounts")
		if err != nil {
			return "", fmt.Errorf("reading the AppProject %s: %w", project.GetName(), err)
		}
		for _, a := range accounts {
			account, is := a.(map[string]any)
			if is && account["server"] == text(application, "spec", "destination", "server") &&
				account["namespace"] == text(application, "spec", "destination", "namespace") {
				name, _ := account["defaultServiceAccount"].(string)
				return name, nil
			}
		}
	}
	return "", errors.New("no project names an account for the Application " + application.GetName())
}

func username(namespace, account string) string {
	return "system:serviceaccount:" + namespace + ":" + account
}

func of(objects []*unstructured.Unstructured, kind string) []*unstructured.Unstructured {
	var found []*unstructured.Unstructured
	for _, o := range objects {
		if o.GetKind() == kind {
			found = append(found, o)
		}
	}
	return found
}

func text(o *unstructured.Unstructured, fields ...string) string {
	value, _, err := unstructured.NestedString(o.Object, fields...)
	if err != nil {
		return ""
	}
	return value
}
