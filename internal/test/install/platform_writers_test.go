package install

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// writers are clients of a firm that write while the platform changes.
type writers struct {
	client client.Client
	stop   context.CancelFunc
	done   sync.WaitGroup
	writes atomic.Int64
	named  int // further matters

	mu     sync.Mutex
	failed []error
}

// startWriters starts twelve, each with a matter of its own that it patches up to twenty
// times a second: both webhooks are asked each time.
func (p platform) startWriters(t *testing.T) *writers {
	t.Helper()
	config, err := clientcmd.BuildConfigFromFlags("", p.Kubeconfig())
	if err != nil {
		t.Fatal(err)
	}
	config.QPS = -1
	w := &writers{}
	if w.client, err = client.New(config, client.Options{Scheme: cluster.Scheme()}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	w.stop = stop
	t.Cleanup(stop)
	for number := range 12 {
		w.done.Go(func() { w.write(ctx, matter(fmt.Sprintf("written-%d", number))) })
	}
	return w
}

func matter(name string) *v1alpha1.Matter {
	return &v1alpha1.Matter{
		ObjectMeta: metav1.ObjectMeta{Namespace: firm, Name: name},
		Spec:       v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter},
	}
}

// write makes a matter and patches it until the context ends.
func (w *writers) write(ctx context.Context, m *v1alpha1.Matter) {
	w.note(ctx, client.IgnoreAlreadyExists(w.client.Create(ctx, m)))
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for round := 0; ; round++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		patch := fmt.Appendf(nil, `{"spec": {"displayName": "round %d"}}`, round)
		w.note(ctx, w.client.Patch(ctx, m, client.RawPatch("application/merge-patch+json", patch)))
	}
}

func (w *writers) note(ctx context.Context, err error) {
	switch {
	case err == nil:
		w.writes.Add(1)
	case ctx.Err() == nil:
		w.mu.Lock()
		defer w.mu.Unlock()
		w.failed = append(w.failed, fmt.Errorf("%s: %w", time.Now().Format(time.TimeOnly), err))
	}
}

// another waits until one leads who makes a new matter Ready, and for as many writes as
// show that writers were not held up until now.
func (w *writers) another(t *testing.T) {
	t.Helper()
	w.named++
	m := matter(fmt.Sprintf("further-%d", w.named))
	if err := client.IgnoreAlreadyExists(w.client.Create(t.Context(), m)); err != nil {
		t.Fatal(err)
	}
	enough := w.writes.Load() + 20
	cluster.Eventually(t, time.Minute, func() error {
		if err := w.client.Get(t.Context(), client.ObjectKeyFromObject(m), m); err != nil {
			return err
		}
		if m.Status.ObservedGeneration != m.Generation {
			return fmt.Errorf("nobody has seen %s", m.Name)
		}
		if now := w.writes.Load(); now < enough {
			return fmt.Errorf("%d writes, want %d", now, enough)
		}
		return nil
	})
}

// end stops the writers: none of their writes has failed.
func (w *writers) end(t *testing.T) {
	t.Helper()
	w.stop()
	w.done.Wait()
	t.Logf("%d writes", w.writes.Load())
	for _, err := range w.failed[:min(5, len(w.failed))] {
		t.Errorf("of %d writes %d failed: %v", w.writes.Load(), len(w.failed), err)
	}
}
