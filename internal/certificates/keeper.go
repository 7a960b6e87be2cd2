package certificates

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/manager"
)

// Keeper renews what the Secret holds and tells the API server whom to believe. It
// runs with the leader.
type Keeper struct {
	Client client.Client // without a cache: it may read these objects by name only
	Secret types.NamespacedName
	Host   string // the name by which the API server calls the webhooks
	// Mutating and Validating are the names of our webhook configurations.
	Mutating, Validating string
	Lives                Lives
	// Every is how often it looks.
	Every time.Duration

	believed belief
}

// belief is since when an authority has been in both configurations, as far as this
// process has seen. Another leader waits anew.
type belief struct {
	authority []byte
	since     time.Time
}

var _ manager.LeaderElectionRunnable = (*Keeper)(nil)

// NeedLeaderElection implements manager.LeaderElectionRunnable.
func (k *Keeper) NeedLeaderElection() bool { return true }

// Start looks after the certificates until the context ends. What goes wrong is
// tried again: a certificate has a third of its life left when it is renewed.
func (k *Keeper) Start(ctx context.Context) error {
	logger := log.FromContext(ctx).WithName("certificates")
	repeat(ctx, k.Every, 10*time.Second, func() error {
		err := k.look(ctx, time.Now())
		if err != nil && ctx.Err() == nil {
			logger.Error(err, "looking after the webhooks' certificates", "secret", k.Secret)
		}
		return err
	})
	return nil
}

// look does what is due.
func (k *Keeper) look(ctx context.Context, now time.Time) error {
	secret := &corev1.Secret{}
	if err := k.Client.Get(ctx, k.Secret, secret); err != nil {
		return fmt.Errorf("reading the Secret: %w", err)
	}
	next, err := k.Lives.Advance(secret.Data, k.Host, k.believedFor(secret.Data[authoritiesKey], now), now)
	if err != nil {
		return err
	}
	if !maps.EqualFunc(next, secret.Data, bytes.Equal) {
		log.FromContext(ctx).WithName("certificates").Info("renewing", "secret", k.Secret)
		secret.Data = next
		if err := k.Client.Update(ctx, secret); err != nil {
			return fmt.Errorf("writing the Secret: %w", err)
		}
	}
	return k.tell(ctx, next[authoritiesKey])
}

// believedFor is how long the newest authority of the bundle has been in both
// configurations.
func (k *Keeper) believedFor(bundle []byte, now time.Time) time.Duration {
	authority, err := newest(bundle)
	if err != nil || !bytes.Equal(authority.Raw, k.believed.authority) {
		return 0
	}
	return now.Sub(k.believed.since)
}

// tell puts the bundle into both configurations. One that is not there was taken
// away by somebody (break-glass), who puts it back; the other still needs it.
func (k *Keeper) tell(ctx context.Context, bundle []byte) error {
	authority, err := newest(bundle)
	if err != nil {
		return err
	}
	changed, err := k.tellMutating(ctx, bundle)
	changedToo, errToo := k.tellValidating(ctx, bundle)
	if err := errors.Join(err, errToo); err != nil {
		k.believed = belief{}
		return err
	}
	if changed || changedToo || !bytes.Equal(authority.Raw, k.believed.authority) {
		k.believed = belief{authority: authority.Raw, since: time.Now()} // not before it was written
	}
	return nil
}

func (k *Keeper) tellMutating(ctx context.Context, bundle []byte) (changed bool, err error) {
	hooks := &admissionregistrationv1.MutatingWebhookConfiguration{}
	if err := k.Client.Get(ctx, types.NamespacedName{Name: k.Mutating}, hooks); err != nil {
		return false, fmt.Errorf("reading webhook configuration: %w", err)
	}
	before := hooks.DeepCopy()
	for i := range hooks.Webhooks {
		changed = put(&hooks.Webhooks[i].ClientConfig, bundle) || changed
	}
	return changed, k.patch(ctx, hooks, before, changed)
}

func (k *Keeper) tellValidating(ctx context.Context, bundle []byte) (changed bool, err error) {
	hooks := &admissionregistrationv1.ValidatingWebhookConfiguration{}
	if err := k.Client.Get(ctx, types.NamespacedName{Name: k.Validating}, hooks); err != nil {
		return false, fmt.Errorf("reading webhook configuration: %w", err)
	}
	before := hooks.DeepCopy()
	for i := range hooks.Webhooks {
		changed = put(&hooks.Webhooks[i].ClientConfig, bundle) || changed
	}
	return changed, k.patch(ctx, hooks, before, changed)
}

// patch sends the bundles alone, each to the webhook of its name: what somebody else
// changes meanwhile stays.
func (k *Keeper) patch(ctx context.Context, hooks, before client.Object, changed bool) error {
	if !changed {
		return nil
	}
	if err := k.Client.Patch(ctx, hooks, client.StrategicMergeFrom(before)); err != nil {
		return fmt.Errorf("telling the API server of %s whom to believe: %w", hooks.GetName(), err)
	}
	return nil
}

func put(config *admissionregistrationv1.WebhookClientConfig, bundle []byte) (changed bool) {
	changed = !bytes.Equal(config.CABundle, bundle)
	config.CABundle = bundle
	return changed
}
