package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
)

// world is what all scenarios share: the control plane, the manager's binary, how
// the workloads go undisturbed.
type world struct {
	options
	plane         *plane.Plane
	workloads     []workload
	references    map[string]*reference
	administrator client.Client
	company       client.Client
	stages        int

	mu      sync.Mutex
	settled map[string]bool // firms that no manager has to write to any more
}

// newWorld starts the control plane and builds the manager. What it returns must be
// closed, even after an error.
func newWorld(ctx context.Context, o options) (*world, error) {
	w := &world{options: o, references: map[string]*reference{}, settled: map[string]bool{}}
	dir, err := os.MkdirTemp("", "matterplane-faults-")
	if err != nil {
		return w, fmt.Errorf("making room: %w", err)
	}
	if err := build(ctx, o, filepath.Join(dir, "matterplane")); err != nil {
		return w, errors.Join(err, os.RemoveAll(dir))
	}
	if w.plane, err = plane.New(ctx, dir, o.assets, o.root); err != nil {
		return w, err
	}
	w.plane.Follow(ctx)
	if _, err := w.plane.RenewWebhookCertificate(); err != nil {
		return w, err
	}
	if err := errors.Join(w.plane.StartWebhooks(), w.plane.AwaitWebhooks(ctx)); err != nil {
		return w, err
	}
	if w.administrator, err = w.plane.ClientOf(plane.Administrator); err != nil {
		return w, err
	}
	if w.company, err = w.plane.ClientOf(plane.Company); err != nil {
		return w, err
	}
	w.workloads = workloads(o.many, o.firms, uint64(o.seed))
	shipped, err := samples(ctx, w.plane, uint64(o.seed))
	w.workloads = append(w.workloads, shipped)
	return w, err
}

// build builds the manager from the working tree, with an overlay if there is one.
func build(ctx context.Context, o options, to string) error {
	args := []string{"build", "-o", to}
	if o.overlay != "" {
		args = append(args, "-overlay", o.overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, ".")...)
	cmd.Dir = o.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the manager: %w\n%s", err, out)
	}
	return nil
}

func (w *world) close() {
	if w.plane == nil {
		return
	}
	if w.plane.Webhook.Process != nil {
		w.plane.Webhook.Kill()
	}
	w.plane.Close()
	if w.keep {
		fmt.Fprintln(os.Stderr, "faults: logs and data are in", w.plane.Dir)
		return
	}
	_ = os.RemoveAll(w.plane.Dir)
}

func (w *world) hasSettled(namespace string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.settled[namespace]
}

func (w *world) setSettled(namespace string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settled[namespace] = true
}

// sweep deletes the firms of a scenario that is over, as Kubernetes deletes them.
func (w *world) sweep(ctx context.Context) error {
	cleaner, err := w.plane.ClientOf(plane.Cleaner)
	if err != nil {
		return err
	}
	w.mu.Lock()
	clear(w.settled)
	w.mu.Unlock()
	for n := 1; n <= w.stages; n++ {
		namespace := fmt.Sprintf("firm-%03d", n)
		if history, _ := w.plane.History().Of(namespace); len(history) == 0 {
			continue
		}
		for _, o := range []client.Object{
			&v1alpha1.AssistantLink{}, &v1alpha1.Matter{}, &v1alpha1.FirmUser{}, &v1alpha1.Office{}, &v1alpha1.Firm{},
		} {
			err := plane.Until(ctx, time.Minute, func() error {
				return cleaner.DeleteAllOf(ctx, o, client.InNamespace(namespace))
			})
			if err != nil {
				return fmt.Errorf("sweeping %s: %w", namespace, err)
			}
		}
		w.plane.History().Forget(namespace)
	}
	return nil
}
