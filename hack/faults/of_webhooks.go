package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
)

// ofWebhooks are faults of the webhooks: writes are refused (failurePolicy Fail),
// and nothing else is harmed.
var ofWebhooks = []scenario{
	{
		name: "webhooks-absent", is: "The webhooks' process is killed.",
		quick: []string{"edits"}, full: severalSteps, needs: map[string]int{"writes refused": 10, "statuses put right": 1},
		play: func(ctx context.Context, s *stage) error {
			return s.unanswered(ctx, "connect: connection refused", func() error { s.plane.Webhook.Kill(); return nil })
		},
	},
	{
		name: "webhooks-slow", is: "The webhooks' process is stopped (SIGSTOP): no answer comes within the timeout.",
		quick: []string{"edits"}, full: severalSteps, needs: map[string]int{"writes refused": 5, "statuses put right": 1},
		play: func(ctx context.Context, s *stage) error {
			return s.unanswered(ctx, "context deadline exceeded", func() error { s.plane.Webhook.Freeze(); return nil })
		},
	},
	{
		name: "webhooks-expired", is: "The webhooks' certificate has expired.",
		quick: []string{"edits"}, full: severalSteps, needs: map[string]int{"writes refused": 5, "statuses put right": 1},
		play: func(ctx context.Context, s *stage) error {
			return s.unanswered(ctx, "certificate has expired", func() error {
				return s.certified(ctx, s.plane.CA, time.Now().Add(-time.Hour))
			})
		},
	},
	{
		name: "webhooks-wrong-ca", is: "Somebody whom the API server does not trust signed the webhooks' certificate.",
		quick: []string{"edits"}, full: severalSteps, needs: map[string]int{"writes refused": 5, "statuses put right": 1},
		play: func(ctx context.Context, s *stage) error {
			return s.unanswered(ctx, "unknown authority", func() error {
				other, err := plane.NewAuthority("other")
				if err != nil {
					return err
				}
				return s.certified(ctx, other, time.Now().Add(time.Hour))
			})
		},
	},
	{
		name: "webhooks-rotated", is: "The webhooks' certificate is replaced again and again while clients write: no write is refused.",
		quick: []string{"edits"}, needs: map[string]int{"certificates": 1, "writes meanwhile": 20}, play: rotated,
	},
}

// severalSteps are the workloads that have one step after another.
var severalSteps = []string{"edits", "wall", "link", "drawn", "wide", "samples"}

// certified starts the webhooks anew with another certificate.
func (s *stage) certified(ctx context.Context, by *plane.Authority, until time.Time) error {
	serial, err := by.Serve(s.plane.WebhookCerts(), until)
	if err != nil {
		return err
	}
	s.plane.Webhook.Kill()
	if err := s.plane.StartWebhooks(); err != nil {
		return err
	}
	return s.serves(ctx, serial)
}

// serves waits until the webhooks serve a certificate.
func (s *stage) serves(ctx context.Context, serial string) error {
	return plane.Until(ctx, within, func() error {
		served, err := s.plane.ServedSerial(ctx)
		if err == nil && served != serial {
			err = fmt.Errorf("the webhooks serve %s, not %s yet", served, serial)
		}
		return err
	})
}

// unanswered takes the webhooks away before the last step. Its writes must be
// refused for that reason, statuses be kept all the same, and all go on once the
// webhooks are back.
func (s *stage) unanswered(ctx context.Context, why string, away func() error) error {
	if _, err := s.started(); err != nil {
		return err
	}
	last := len(s.steps) - 1
	for i := range last {
		if err := errors.Join(s.write(ctx, i), s.settle(ctx, i)); err != nil {
			return err
		}
	}
	if err := away(); err != nil {
		return err
	}
	s.refusals(ctx, last, why)
	err := s.nothingElse(ctx, last-1)
	s.plane.Webhook.Kill()
	if _, renewed := s.plane.RenewWebhookCertificate(); renewed != nil {
		return renewed
	}
	err = errors.Join(err, s.plane.StartWebhooks(), s.plane.AwaitWebhooks(ctx))
	return errors.Join(err, s.write(ctx, last), s.settle(ctx, last))
}

// refusals tries every change of a step once; none may pass.
func (s *stage) refusals(ctx context.Context, i int, why string) {
	for _, c := range s.steps[i].changes {
		err := s.try(ctx, c)
		switch {
		case err == nil && c.delete && !s.there(ctx, c): // nothing was there to delete
		case err == nil:
			s.breach("%s passed, and no webhook was asked", c)
		case !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), "failed calling webhook"):
			s.breach("%s was refused, but not because of %q: %v", c, why, err)
		default:
			s.counts.Add("writes refused")
		}
		if s.counts.Of("writes refused") >= 5 && why == "context deadline exceeded" {
			return // each takes the webhooks' whole timeout
		}
	}
}

func (s *stage) there(ctx context.Context, c change) bool {
	o := c.declared(s.namespace, s.version)
	return s.administrator.Get(ctx, client.ObjectKeyFromObject(o), o) == nil
}

// nothingElse sees that what is not ours is written as ever, and that statuses are
// kept: one that somebody tampers with is put right, while the webhooks are away.
func (s *stage) nothingElse(ctx context.Context, i int) error {
	other := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: s.namespace, Name: "other"}}
	if err := errors.Join(s.administrator.Create(ctx, other), s.administrator.Delete(ctx, other)); err != nil {
		s.breach("what is not ours is refused: %v", err)
	}
	matter, err := s.aMatter(ctx)
	if err != nil {
		return err
	}
	tampered := client.RawPatch(types.MergePatchType, []byte(`{"status":{"observedGeneration":77}}`))
	if err := s.plane.Client.Status().Patch(ctx, matter, tampered); err != nil {
		return fmt.Errorf("tampering with a status: %w", err)
	}
	if err := s.settle(ctx, i); err != nil {
		return err
	}
	s.counts.Add("statuses put right")
	return nil
}

// aMatter is a matter that is there.
func (s *stage) aMatter(ctx context.Context) (*v1alpha1.Matter, error) {
	var all v1alpha1.MatterList
	if err := s.plane.Client.List(ctx, &all, client.InNamespace(s.namespace)); err != nil {
		return nil, fmt.Errorf("listing the matters of %s: %w", s.namespace, err)
	}
	if len(all.Items) == 0 {
		return nil, fmt.Errorf("%s has no matters", s.namespace)
	}
	return &all.Items[0], nil
}

// rotated replaces the certificate before every few writes of a burst, while other
// clients write as fast as they can.
func rotated(ctx context.Context, s *stage) error {
	if _, err := s.started(); err != nil {
		return err
	}
	defer s.load(ctx)()
	for i := range s.steps {
		for n, c := range s.steps[i].changes {
			if n%5 == 2 {
				serial, err := s.plane.RenewWebhookCertificate()
				if err := errors.Join(err, s.serves(ctx, serial)); err != nil {
					return err
				}
				s.counts.Add("certificates")
			}
			err := s.try(ctx, c)
			if err != nil && !apierrors.IsConflict(err) { // the manager was faster
				s.breach("%s was refused while certificates were replaced: %v", c, err)
			}
			if err := s.change(ctx, c); err != nil {
				return err
			}
		}
		if err := s.settle(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// load lets some clients make dry runs of writes, of which none may be refused, until
// it is stopped.
func (s *stage) load(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var clients sync.WaitGroup
	for range 3 {
		clients.Go(func() {
			for ctx.Err() == nil {
				probe := &v1alpha1.Matter{
					ObjectMeta: metav1.ObjectMeta{Namespace: s.namespace, Name: "probe"},
					Spec:       v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter},
				}
				err := s.administrator.Create(ctx, probe, client.DryRunAll)
				switch {
				case ctx.Err() != nil:
				case err != nil:
					s.breach("a dry run was refused while certificates were replaced: %v", err)
				default:
					s.counts.Add("writes meanwhile")
				}
			}
		})
	}
	return func() {
		cancel()
		clients.Wait()
	}
}
