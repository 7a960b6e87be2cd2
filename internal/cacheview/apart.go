package cacheview

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// apart is a cache of some firms, each in a cache of its own: what a manager of a
// shard reads. controller-runtime's cache of several namespaces would do the same but
// keeps to itself which informer holds which namespace, and so their indexes.
type apart struct {
	namespaces []string // sorted
	firms      map[string]cache.Cache
}

// namespaceField is what the API server selects objects by, their namespace.
const namespaceField = "metadata.namespace"

var errOneFirm = errors.New("several firms are cached, each by itself: name the namespace of one")

// newApart makes the caches of the namespaces that the options name. Each asks the API
// server for its own namespace, so that rights in that namespace are enough.
func newApart(config *rest.Config, options cache.Options) (*apart, error) {
	a := &apart{namespaces: slices.Sorted(maps.Keys(options.DefaultNamespaces)), firms: map[string]cache.Cache{}}
	options.DefaultNamespaces = nil
	for _, namespace := range a.namespaces {
		options.DefaultFieldSelector = fields.OneTermEqualSelector(namespaceField, namespace)
		one, err := newWatched(config, options)
		if err != nil {
			return nil, fmt.Errorf("the cache of firm %s: %w", namespace, err)
		}
		a.firms[namespace] = newPrompt(one, lookAgain)
	}
	return a, nil
}

// of returns the cache of a firm.
func (a *apart) of(namespace string) (cache.Cache, error) {
	if firm, held := a.firms[namespace]; held {
		return firm, nil
	}
	return nil, notHeld(namespace)
}

func notHeld(namespace string) error {
	return fmt.Errorf("the firm %q is not in this manager's shard", namespace)
}

// Except returns a selector of the objects of all namespaces but some.
func Except(namespaces []string) fields.Selector {
	others := make([]fields.Selector, 0, len(namespaces))
	for _, namespace := range namespaces {
		others = append(others, fields.OneTermNotEqualSelector(namespaceField, namespace))
	}
	return fields.AndSelectors(others...)
}

// Get implements client.Reader.
func (a *apart) Get(ctx context.Context, key client.ObjectKey, into client.Object, options ...client.GetOption) error {
	firm, err := a.of(key.Namespace)
	if err != nil {
		return err
	}
	return firm.Get(ctx, key, into, options...)
}

// List implements client.Reader, for one firm.
func (a *apart) List(ctx context.Context, into client.ObjectList, options ...client.ListOption) error {
	asked := (&client.ListOptions{}).ApplyOptions(options)
	if asked.Namespace == "" {
		return errOneFirm
	}
	firm, err := a.of(asked.Namespace)
	if err != nil {
		return err
	}
	return firm.List(ctx, into, options...)
}

// GetInformer implements cache.Informers.
func (a *apart) GetInformer(ctx context.Context, kind client.Object, options ...cache.InformerGetOption) (cache.Informer, error) {
	return a.informers(func(firm cache.Cache) (cache.Informer, error) { return firm.GetInformer(ctx, kind, options...) })
}

// GetInformerForKind implements cache.Informers.
func (a *apart) GetInformerForKind(ctx context.Context, kind schema.GroupVersionKind, options ...cache.InformerGetOption) (cache.Informer, error) {
	return a.informers(func(firm cache.Cache) (cache.Informer, error) { return firm.GetInformerForKind(ctx, kind, options...) })
}

func (a *apart) informers(of func(cache.Cache) (cache.Informer, error)) (cache.Informer, error) {
	all := make(informersApart, len(a.firms))
	for _, namespace := range a.namespaces {
		informer, err := of(a.firms[namespace])
		if err != nil {
			return nil, fmt.Errorf("firm %s: %w", namespace, err)
		}
		all[namespace] = informer
	}
	return all, nil
}

// RemoveInformer implements cache.Informers.
func (a *apart) RemoveInformer(ctx context.Context, kind client.Object) error {
	return a.each(func(firm cache.Cache) error { return firm.RemoveInformer(ctx, kind) })
}

// IndexField implements client.FieldIndexer.
func (a *apart) IndexField(ctx context.Context, kind client.Object, field string, values client.IndexerFunc) error {
	return a.each(func(firm cache.Cache) error { return firm.IndexField(ctx, kind, field, values) })
}

func (a *apart) each(do func(cache.Cache) error) error {
	var errs []error
	for _, namespace := range a.namespaces {
		if err := do(a.firms[namespace]); err != nil {
			errs = append(errs, fmt.Errorf("firm %s: %w", namespace, err))
		}
	}
	return errors.Join(errs...)
}

// Start implements cache.Informers. Where one firm's cache ends, all do.
func (a *apart) Start(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	ended := make(chan error, len(a.firms))
	for _, firm := range a.firms {
		go func() { ended <- firm.Start(ctx) }()
	}
	var errs []error
	for range a.firms {
		if err := <-ended; err != nil {
			errs = append(errs, err)
			end()
		}
	}
	return errors.Join(errs...)
}

// WaitForCacheSync implements cache.Informers.
func (a *apart) WaitForCacheSync(ctx context.Context) bool {
	for _, firm := range a.firms {
		if !firm.WaitForCacheSync(ctx) {
			return false
		}
	}
	return true
}
