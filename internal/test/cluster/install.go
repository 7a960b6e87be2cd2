package cluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/envtest"

	"github.com/matterplane/matterplane/internal/test/ports"
)

// webhooksLabel on a namespace, with the value "off", keeps the webhooks out of it.
const webhooksLabel = "test.matterplane.dev/webhooks"

// install puts the CRDs and the webhooks asked for into the control plane.
func (p *plane) install(top string) error {
	_, err := envtest.InstallCRDs(p.config, envtest.CRDInstallOptions{
		Paths:              []string{filepath.Join(top, "config", "crd", "bases")},
		ErrorIfPathMissing: true,
	})
	if err != nil {
		return fmt.Errorf("installing the CRDs: %w", err)
	}
	if len(p.webhooks.Paths) == 0 {
		return nil
	}
	for i, path := range p.webhooks.Paths {
		p.webhooks.Paths[i] = filepath.Join(top, path)
	}
	p.webhooks.LocalServingHost, p.webhooks.LocalServingPort = loopback, ports.Free()
	if err := p.webhooks.PrepWithoutInstalling(); err != nil {
		return fmt.Errorf("preparing the webhooks: %w", err)
	}
	p.sparedNamespaces()
	if err := p.webhooks.Install(p.config); err != nil {
		return fmt.Errorf("installing the webhooks: %w", err)
	}
	return nil
}

// sparedNamespaces lets tests with and without webhooks run side by side.
func (p *plane) sparedNamespaces() {
	spare := func(selector *metav1.LabelSelector) *metav1.LabelSelector {
		if selector == nil {
			selector = &metav1.LabelSelector{}
		}
		selector.MatchExpressions = append(selector.MatchExpressions, metav1.LabelSelectorRequirement{
			Key: webhooksLabel, Operator: metav1.LabelSelectorOpNotIn, Values: []string{"off"},
		})
		return selector
	}
	for _, c := range p.webhooks.MutatingWebhooks {
		for i := range c.Webhooks {
			c.Webhooks[i].NamespaceSelector = spare(c.Webhooks[i].NamespaceSelector)
		}
	}
	for _, c := range p.webhooks.ValidatingWebhooks {
		for i := range c.Webhooks {
			c.Webhooks[i].NamespaceSelector = spare(c.Webhooks[i].NamespaceSelector)
		}
	}
}

// repository finds the top of the repository from where the test runs, in any of its
// modules.
func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("finding the top of the repository: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "PROJECT")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("finding the top of the repository: no PROJECT above the test's directory")
		}
		dir = parent
	}
}

// assets finds the control plane's binaries: those that the environment names,
// else those that make built.
func assets(top string) (string, error) {
	dir := os.Getenv("KUBEBUILDER_ASSETS")
	if dir == "" {
		dir = filepath.Join(top, "bin", "k8s")
	}
	for _, name := range []string{"etcd", "kube-apiserver", "kubectl"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return "", fmt.Errorf("no %s in %s: run `make bin/k8s` or set KUBEBUILDER_ASSETS", name, dir)
		}
	}
	return dir, nil
}
