package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// cluster is a control plane on this machine and what runs against it.
type cluster struct {
	options
	dataDir
	tools    tools
	ports    addresses
	ui       *ui
	end      context.CancelCauseFunc // called when the cluster cannot go on
	children []*process              // in the order in which they were started

	masters *rest.Config  // of this program alone, for what comes before any right
	client  client.Client // of masters
}

// newCluster prepares a cluster; nothing runs yet.
func newCluster(o options, end context.CancelCauseFunc) (*cluster, error) {
	tools, err := findTools()
	if err != nil {
		return nil, err
	}
	if o.samples, err = tools.samples(o.samples); err != nil {
		return nil, err
	}
	dir, err := openDataDir(o.dataDir)
	if err != nil {
		return nil, err
	}
	return &cluster{options: o, dataDir: dir, tools: tools, ports: freePorts(), ui: newUI(os.Stderr), end: end}, nil
}

// step is a part of coming up. It says what it is doing while it does it, and
// returns what came of it.
type step struct {
	name    string
	run     func(ctx context.Context, say func(string)) (string, error)
	endless bool // a build takes as long as it takes
}

func (c *cluster) steps() []step {
	steps := []step{
		{name: "binaries", run: c.ensureTools, endless: true},
		{name: "etcd", run: c.startEtcd},
		{name: "kube-apiserver", run: c.startAPIServer},
		{name: "administrator", run: c.addAdministrator},
		{name: "config/default", run: c.install},
	}
	if c.manager {
		steps = append(steps,
			step{name: "build", run: c.buildManager, endless: true},
			step{name: "manager", run: c.startManager})
	}
	if c.webhooks {
		steps = append(steps, step{name: "webhooks", run: c.awaitWebhooks})
	}
	if c.samples != "" {
		steps = append(steps, step{name: "samples", run: c.applySamples})
	}
	if c.samples != "" && c.manager {
		steps = append(steps, step{name: "ready", run: c.awaitReady})
	}
	return steps
}

// up takes all steps and then shows what there is.
func (c *cluster) up(ctx context.Context) error {
	for _, s := range c.steps() {
		if err := c.take(ctx, s); err != nil {
			return err
		}
	}
	return c.show(ctx)
}

func (c *cluster) take(ctx context.Context, s step) error {
	if !s.endless {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, c.timeout, fmt.Errorf("not ready after %s", c.timeout))
		defer cancel()
	}
	line := c.ui.begin(s.name)
	result, err := s.run(ctx, line.say)
	if err != nil {
		line.failed()
		return err
	}
	line.done(result)
	return nil
}

// start starts a child that lasts as long as the cluster; the cluster does not
// go on without it.
func (c *cluster) start(name, binary string, grace time.Duration, args ...string) (*process, error) {
	cmd := exec.Command(binary, args...)
	cmd.Dir = c.tools.root
	p, err := start(name, c.log(name), grace, cmd, c.end)
	if err != nil {
		return nil, err
	}
	c.children = append(c.children, p)
	return p, nil
}

// down ends the children, last started first, and removes what was temporary.
func (c *cluster) down() error {
	line := c.ui.begin("stop")
	var warnings []error
	for _, p := range slices.Backward(c.children) {
		line.say(p.name)
		if err := p.stop(); err != nil {
			warnings = append(warnings, err)
		}
	}
	line.done("")
	for _, err := range warnings {
		c.ui.warn(err)
	}
	return c.close()
}
