package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// redirect sends a configuration's calls to the manager on this machine instead
// of to the Service.
func (c *cluster) redirect(o *unstructured.Unstructured) error {
	ca, err := c.authority("ca")
	if err != nil {
		return err
	}
	webhooks, _, err := unstructured.NestedSlice(o.Object, "webhooks")
	if err != nil {
		return err
	}
	for _, entry := range webhooks {
		webhook, ok := entry.(map[string]any)
		if !ok {
			return fmt.Errorf("a webhook is %T", entry)
		}
		path, _, err := unstructured.NestedString(webhook, "clientConfig", "service", "path")
		if err != nil {
			return err
		}
		webhook["clientConfig"] = map[string]any{
			"url":      "https://" + loopback(c.ports.webhook) + path,
			"caBundle": base64.StdEncoding.EncodeToString(ca.certPEM()),
		}
	}
	return unstructured.SetNestedSlice(o.Object, webhooks, "webhooks")
}

// awaitWebhooks waits until a write passes through the webhooks: the API server
// has to know of them, the manager to be reachable and its caches to be full.
func (c *cluster) awaitWebhooks(ctx context.Context, say func(string)) (string, error) {
	say("asking for a dry run")
	err := until(ctx, func() error {
		probe := &v1alpha1.Matter{
			ObjectMeta: metav1.ObjectMeta{Namespace: metav1.NamespaceDefault, Name: "devcluster-probe"},
			Spec:       v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter},
		}
		if err := c.client.Create(ctx, probe, client.DryRunAll); err != nil {
			return err
		}
		if probe.Annotations[v1alpha1.LedgerAnnotation] == "" {
			return errors.New("a new matter gets no ledger")
		}
		return nil
	})
	return "https://" + loopback(c.ports.webhook), err
}
