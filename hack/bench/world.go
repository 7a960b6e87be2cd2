package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// acme is the firm of all figures against a cluster.
const acme = "acme"

// world is a control plane with a firm in it, written through the webhooks as its
// administrators would write it, and with a manager or none that leads.
type world struct {
	*plane.Plane
	size     size
	log      *auditLog
	leader   *leader // nil while nobody leads
	starts   int     // of leaders
	followed *story  // of the changes, once they were made
	astray   error   // why they could not be
}

// inWorld measures a figure in the world of the run.
func inWorld(measure func(ctx context.Context, w *world) (result, error)) func(context.Context, *bench) (result, error) {
	return func(ctx context.Context, b *bench) (result, error) {
		w, err := b.cluster(ctx)
		if err != nil {
			return result{}, err
		}
		return measure(ctx, w)
	}
}

// firmOf is how many matters the firm of a run has.
var firmOf = map[size]int{quick: 300, full: 10_000}

// cluster returns the world of this run, with a firm of 300 matters or, in full, of
// 10,000; the first who asks has it made.
func (b *bench) cluster(ctx context.Context) (*world, error) {
	if b.world == nil && b.noWorld == nil {
		b.world, b.noWorld = b.worldOf(ctx, firmOf[b.size])
	}
	return b.world, b.noWorld
}

// worldOf makes a world of its own, with a firm of so many matters. Whoever asks
// closes it.
func (b *bench) worldOf(ctx context.Context, matters int) (*world, error) {
	w, err := b.newWorld(ctx)
	if err == nil {
		err = w.found(ctx, firms.Shape{Matters: matters, Seed: 1, Namespace: acme})
	}
	if err != nil && w != nil {
		w.close()
		w = nil
	}
	return w, err
}

// newWorld starts a control plane and builds the manager. What it returns must be
// closed, even after an error.
func (b *bench) newWorld(ctx context.Context) (*world, error) {
	w, err := b.room()
	if err != nil {
		return nil, err
	}
	w.log = &auditLog{path: filepath.Join(w.Dir, "audit.log")}
	policy := filepath.Join(w.Dir, "audit.yaml")
	if err := os.WriteFile(policy, []byte(auditPolicy), 0o600); err != nil {
		return w, fmt.Errorf("writing the audit policy: %w", err)
	}
	return w, b.start(ctx, w, "--audit-policy-file="+policy, "--audit-log-path="+w.log.path, "--audit-log-maxsize=100000",
		"--etcd-compaction-interval=1m")
}

// room makes room for a world.
func (b *bench) room() (*world, error) {
	log.SetLogger(logr.Discard())
	dir, err := os.MkdirTemp("", "matterplane-bench-")
	if err != nil {
		return nil, fmt.Errorf("making room: %w", err)
	}
	return &world{Plane: &plane.Plane{Dir: dir}, size: b.size}, nil
}

// start builds the manager, and starts an API server with some flags and who answers
// the webhooks.
func (b *bench) start(ctx context.Context, w *world, flags ...string) error {
	if err := b.build(ctx, w.Dir); err != nil {
		return err
	}
	assets := os.Getenv("KUBEBUILDER_ASSETS")
	if assets == "" {
		assets = filepath.Join(b.root, "bin", "k8s")
	}
	started, err := plane.New(ctx, w.Dir, assets, b.root, flags...)
	if started != nil {
		w.Plane = started
	}
	if err != nil {
		return err
	}
	if _, err := w.RenewWebhookCertificate(); err != nil {
		return err
	}
	return errors.Join(w.StartWebhooks(), w.AwaitWebhooks(ctx))
}

// build builds the manager, and gives it two names: by them, the API server tells
// whoever leads from whoever answers the webhooks. One without an overlay stays where it
// was built: linking it again takes longer than most figures.
func (b *bench) build(ctx context.Context, dir string) error {
	binary, err := filepath.Abs(filepath.Join(b.root, "bin", "bench-manager"))
	if err != nil {
		return fmt.Errorf("building the manager: %w", err)
	}
	args := []string{"build", "-o", binary}
	if b.overlay != "" {
		binary = filepath.Join(dir, "bench-manager")
		args = []string{"build", "-overlay", b.overlay, "-o", binary}
	}
	cmd := exec.CommandContext(ctx, "go", append(args, ".")...)
	cmd.Dir = b.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the manager: %w\n%s", err, out)
	}
	for _, name := range []string{"matterplane", leaderAgent} {
		if err := os.Symlink(binary, filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("placing the manager: %w", err)
		}
	}
	return nil
}

func (w *world) close() {
	if w.Webhook.Process != nil {
		w.Webhook.Kill()
	}
	if w.leader != nil {
		w.leader.Kill()
	}
	w.Close()
	_ = os.RemoveAll(w.Dir)
}

// found makes a namespace and writes a firm into it: what others refer to first.
func (w *world) found(ctx context.Context, shape firms.Shape) error {
	administrator, err := w.ClientOf(plane.Administrator)
	if err != nil {
		return err
	}
	if err := w.Client.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: shape.Namespace}}); err != nil {
		return fmt.Errorf("creating a namespace: %w", err)
	}
	return inParallel(ctx, objectsOf(firms.Generate(shape)), 16, func(o client.Object) error {
		// The webhooks answer each other's reads late on a machine that is busy.
		return plane.Until(ctx, time.Minute, func() error {
			return client.IgnoreAlreadyExists(administrator.Create(ctx, o))
		})
	})
}

// beside runs something, and adds to what it cost what the API server and etcd used
// of the processors meanwhile. The API server collects its garbage before: whether that
// comes twice or three times makes a sixth of what 200 writes cost it.
func (w *world) beside(ctx context.Context, run func() (cost, error)) (cost, error) {
	if err := w.Collect(ctx); err != nil {
		return cost{}, err
	}
	apiServer, etcd := w.ProcessorTime()
	took, err := run()
	took.apiServer, took.etcd = w.ProcessorTime()
	took.apiServer, took.etcd = took.apiServer-apiServer, took.etcd-etcd
	return took, err
}

// read lists the firm.
func (w *world) read(ctx context.Context) (roster.Objects, error) { return read(ctx, w.Client, acme) }

// patience is how long the manager may be at work on a firm until something is taken to be
// wrong: 10,000 matters take minutes, and more where something else is measured beside.
func (w *world) patience() time.Duration {
	if w.size == full {
		return 30 * time.Minute
	}
	return 5 * time.Minute
}

// settled is settledIn of the firm that most figures are about.
func (w *world) settled(ctx context.Context) (statuses, error) { return w.settledIn(ctx, acme) }

// settledIn waits until the manager is at rest and every status of a firm is what is
// derived of the objects that are stored, and returns the statuses.
func (w *world) settledIn(ctx context.Context, namespace string) (statuses, error) {
	_, stored, err := w.rested(ctx, namespace)
	return stored, err
}

// rested is settledIn that returns the objects, too. They are listed when the manager
// is at rest, not while it is at work; statuses that stay wrong then are a finding.
func (w *world) rested(ctx context.Context, namespace string) (firm roster.Objects, stored statuses, err error) {
	const late = 10 * time.Second // what an event may be on a machine that is busy
	var wrong error
	var since time.Time
	err = plane.Until(ctx, w.patience(), func() error {
		if why, ended := w.leader.Ended(); ended {
			wrong = fmt.Errorf("the manager ended: %s; the end of its log:\n%s", why, w.leader.Tail(10))
			return nil // there is nothing to wait for
		}
		if err := w.leader.atRest(ctx, w.log); err != nil {
			since = time.Time{}
			return err
		}
		if firm, err = read(ctx, w.Client, namespace); err != nil {
			return err
		}
		stored, wrong = right(firm)
		if since.IsZero() {
			since = time.Now()
		}
		if time.Since(since) < late {
			return wrong
		}
		return nil
	})
	return firm, stored, errors.Join(err, wrong)
}

// right returns the statuses that are stored, and what is wrong with them.
func right(firm roster.Objects) (statuses, error) {
	stored, err := storedOf(firm)
	if err != nil {
		return nil, err
	}
	derived, err := derivedOf(firm)
	if err != nil {
		return nil, err
	}
	wrong := changed(stored, derived)
	for key := range wrong {
		return nil, fmt.Errorf("%d statuses are not as derived; of one, %s, is stored:\n%s\nand derived:\n%s", len(wrong), key, stored[key], derived[key])
	}
	return stored, nil
}
