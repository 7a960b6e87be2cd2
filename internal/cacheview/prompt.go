package cacheview

import (
	"context"
	"sync"
	"time"

	"k8s.io/client-go/rest"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// lookAgain is how long controller-runtime waits until it looks again whether an
// informer is filled, and whether a handler was told of all that is in it.
const lookAgain = 100 * time.Millisecond

// prompt is a cache of which nobody has to look again: who waits until it is filled
// is woken. A restart would look twice, and so wait longer than all its reconciling
// takes.
type prompt struct {
	cache.Cache

	patience time.Duration // with a handler that is told

	mu     sync.Mutex
	filled map[toolscache.SharedIndexInformer]toolscache.DoneChecker
}

// NewPrompt is a cache.NewCacheFunc. Of namespaces that the options name, each has a
// cache of its own.
func NewPrompt(config *rest.Config, options cache.Options) (cache.Cache, error) {
	if len(options.DefaultNamespaces) > 0 {
		return newApart(config, options)
	}
	informers, err := newWatched(config, options)
	if err != nil {
		return nil, err
	}
	return newPrompt(informers, lookAgain), nil
}

func newPrompt(of cache.Cache, patience time.Duration) *prompt {
	return &prompt{Cache: of, patience: patience, filled: map[toolscache.SharedIndexInformer]toolscache.DoneChecker{}}
}

// GetInformer implements cache.Informers.
func (p *prompt) GetInformer(ctx context.Context, kind client.Object, options ...cache.InformerGetOption) (cache.Informer, error) {
	informer, err := p.Cache.GetInformer(ctx, kind, options...)
	shared, ok := informer.(toolscache.SharedIndexInformer)
	if err != nil || !ok {
		return informer, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.filled[shared] = shared.HasSyncedChecker()
	return promptInformer{shared, p.patience}, nil
}

// WaitForCacheSync implements cache.Informers.
func (p *prompt) WaitForCacheSync(ctx context.Context) bool {
	p.mu.Lock()
	filled := make([]toolscache.DoneChecker, 0, len(p.filled))
	for _, checker := range p.filled {
		filled = append(filled, checker)
	}
	p.mu.Unlock()
	return toolscache.WaitFor(ctx, "", filled...) && p.Cache.WaitForCacheSync(ctx)
}

// promptInformer returns from adding a handler once the handler was told of what the
// informer holds already.
type promptInformer struct {
	toolscache.SharedIndexInformer

	patience time.Duration
}

// AddEventHandlerWithOptions implements cache.Informer. It waits no longer than who
// adds the handler would until the first look.
func (i promptInformer) AddEventHandlerWithOptions(handler toolscache.ResourceEventHandler, options toolscache.HandlerOptions) (toolscache.ResourceEventHandlerRegistration, error) {
	registration, err := i.SharedIndexInformer.AddEventHandlerWithOptions(handler, options)
	if err != nil || !i.HasSynced() {
		return registration, err
	}
	late := time.NewTimer(i.patience)
	defer late.Stop()
	select {
	case <-registration.HasSyncedChecker().Done():
	case <-late.C:
	}
	return registration, nil
}
