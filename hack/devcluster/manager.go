package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"
)

// The account that config/rbac ships for the manager.
const (
	managerNamespace = "matterplane-system"
	managerAccount   = "matterplane-controller-manager"
)

func (c *cluster) managerBinary() string { return filepath.Join(c.tools.root, "bin", "matterplane") }

// buildManager builds the manager from the working tree.
func (c *cluster) buildManager(ctx context.Context, say func(string)) (string, error) {
	say("compiling; the first time takes a minute or two")
	if _, err := output(ctx, c.tools.root, "go", "build", "-o", c.managerBinary(), "."); err != nil {
		return "", fmt.Errorf("building the manager: %w", err)
	}
	return shortPath(c.managerBinary()), nil
}

// startManager runs the manager under its own account, with the rights that it
// would have in any cluster.
func (c *cluster) startManager(ctx context.Context, say func(string)) (string, error) {
	ca, err := c.authority("ca")
	if err != nil {
		return "", err
	}
	if _, err := c.serving("webhook", "tls", ca); err != nil {
		return "", err
	}
	kubeconfig, err := c.managerKubeconfig(ca)
	if err != nil {
		return "", err
	}
	expiry, err := c.writeToken(ctx)
	if err != nil {
		return "", err
	}

	manager, err := c.start("manager", c.managerBinary(), 15*time.Second, "manager",
		"--kubeconfig="+kubeconfig,
		"--leader-elect=false",
		fmt.Sprintf("--webhooks=%t", c.webhooks),
		fmt.Sprintf("--webhook-port=%d", c.ports.webhook),
		"--webhook-cert-dir="+c.file("webhook"),
		"--metrics-bind-address="+loopback(c.ports.metrics),
		"--health-probe-bind-address="+loopback(c.ports.health),
	)
	if err != nil {
		return "", err
	}
	go c.renewToken(expiry, manager.Done())

	say("waiting for /readyz")
	return "as " + managerAccount, c.awaitChild(ctx, "manager", "http://"+loopback(c.ports.health), nil, nil)
}
