package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
)

// stage is where F-5 to F-7 are played: a manager that leads, initech, which is its,
// and the same matters once more, which are those of an echo controller.
type stage struct {
	*world
	sizes  []int // how many matters a link touches
	writer client.WithWatch
	copies []*v1alpha1.Matter // of the matters that links touch
	echo   *plane.Process

	workers int // who write bare, as many as is fastest

	manager, reference *editor // of matters in initech and their copies
	idle               []waits // the manager's, of F-5
}

// set returns the stage of this run; the first who asks has it built.
func (b *bench) set(ctx context.Context) (*stage, error) {
	if b.stage == nil && b.noStage == nil {
		b.stage, b.noStage = b.newStage(ctx)
	}
	return b.stage, b.noStage
}

func (b *bench) newStage(ctx context.Context) (*stage, error) {
	w, err := b.cluster(ctx)
	if err != nil {
		return nil, err
	}
	if err := w.leading(); err != nil {
		return nil, err
	}
	s := &stage{world: w, sizes: touched[b.size]}
	if s.writer, err = w.echoClient(); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{w.serveEchoed, s.found, s.copy, s.open} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("setting the stage: %w", err)
		}
	}
	return s, nil
}

// found writes the firm past the webhooks, with the ledgers and stamps that they
// would have left, waits until its statuses are right, and lets the webhooks in.
func (s *stage) found(ctx context.Context) error {
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: initech, Labels: map[string]string{plane.WithoutWebhooks: "true"}}}
	if err := s.Client.Create(ctx, namespace); err != nil {
		return fmt.Errorf("creating a namespace: %w", err)
	}
	err := inParallel(ctx, objectsOf(initechOf(s.sizes, time.Now())), 16, func(o client.Object) error { return s.Client.Create(ctx, o) })
	if err != nil {
		return err
	}
	if _, err := s.settledIn(ctx, initech); err != nil {
		return err
	}
	namespace.Labels = nil
	if err := s.Client.Update(ctx, namespace); err != nil {
		return fmt.Errorf("letting the webhooks in: %w", err)
	}
	return plane.Until(ctx, time.Minute, func() error {
		probe := &v1alpha1.Matter{ObjectMeta: metav1.ObjectMeta{Namespace: initech, Name: "probe"}, Spec: v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter}}
		if err := s.Client.Create(ctx, probe, client.DryRunAll); err != nil {
			return err
		}
		if probe.Annotations[v1alpha1.LedgerAnnotation] == "" {
			return errors.New("the webhooks are not asked")
		}
		return nil
	})
}

// copy copies the matters with their statuses, and lets the echo controller at them.
func (s *stage) copy(ctx context.Context) error {
	firm, err := read(ctx, s.Client, initech)
	if err != nil {
		return err
	}
	err = inParallel(ctx, firm.Matters, 16, func(m *v1alpha1.Matter) error {
		status := m.Status
		m.ObjectMeta = metav1.ObjectMeta{Namespace: m.Namespace, Name: m.Name, Labels: m.Labels, Annotations: m.Annotations}
		if err := s.writer.Create(ctx, m); err != nil {
			return fmt.Errorf("copying %s: %w", m.Name, err)
		}
		m.Status = status
		return s.writer.Status().Update(ctx, m)
	})
	if err != nil {
		return err
	}
	s.copies = ofClient(firm, touchedClient)
	s.echo, err = s.startEcho()
	return err
}

// open begins to watch the matters that are edited.
func (s *stage) open(ctx context.Context) error {
	config := s.ConfigOf(plane.Administrator)
	administrator, err := client.NewWithWatch(config, client.Options{Scheme: s.Client.Scheme()})
	if err != nil {
		return fmt.Errorf("creating a client: %w", err)
	}
	if s.manager, err = newEditor(ctx, administrator); err != nil {
		return err
	}
	s.reference, err = newEditor(ctx, s.writer)
	return err
}

// strike takes the stage down, so that the figures after it find the world as it was,
// and nobody who leads: all matters are erased at one revision, and a watch that is
// interrupted just then goes on after the last of it.
func (s *stage) strike(ctx context.Context) error {
	s.manager.stop()
	s.reference.stop()
	s.echo.Kill()
	s.rest()
	return errors.Join(s.Etcd().Erase(ctx, []string{initech}), s.Etcd().Delete(ctx, echoedPlace))
}
