package cacheview

import (
	"fmt"
	"time"

	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
)

// informersApart are the informers of one kind, by firm.
type informersApart map[string]cache.Informer

var _ cache.Informer = informersApart{}

// AddEventHandler implements cache.Informer.
func (i informersApart) AddEventHandler(handler toolscache.ResourceEventHandler) (toolscache.ResourceEventHandlerRegistration, error) {
	return i.register(func(of cache.Informer) (toolscache.ResourceEventHandlerRegistration, error) {
		return of.AddEventHandler(handler)
	})
}

// AddEventHandlerWithResyncPeriod implements cache.Informer.
func (i informersApart) AddEventHandlerWithResyncPeriod(handler toolscache.ResourceEventHandler, period time.Duration) (toolscache.ResourceEventHandlerRegistration, error) {
	return i.register(func(of cache.Informer) (toolscache.ResourceEventHandlerRegistration, error) {
		return of.AddEventHandlerWithResyncPeriod(handler, period)
	})
}

// AddEventHandlerWithOptions implements cache.Informer.
func (i informersApart) AddEventHandlerWithOptions(handler toolscache.ResourceEventHandler, options toolscache.HandlerOptions) (toolscache.ResourceEventHandlerRegistration, error) {
	return i.register(func(of cache.Informer) (toolscache.ResourceEventHandlerRegistration, error) {
		return of.AddEventHandlerWithOptions(handler, options)
	})
}

func (i informersApart) register(add func(cache.Informer) (toolscache.ResourceEventHandlerRegistration, error)) (toolscache.ResourceEventHandlerRegistration, error) {
	all := make(registrations, len(i))
	for namespace, informer := range i {
		one, err := add(informer)
		if err != nil {
			return nil, fmt.Errorf("firm %s: %w", namespace, err)
		}
		all[namespace] = one
	}
	return all, nil
}

// RemoveEventHandler implements cache.Informer.
func (i informersApart) RemoveEventHandler(registered toolscache.ResourceEventHandlerRegistration) error {
	all, ours := registered.(registrations)
	if !ours {
		return fmt.Errorf("a %T was not registered here", registered)
	}
	for namespace, one := range all {
		if informer, there := i[namespace]; there {
			if err := informer.RemoveEventHandler(one); err != nil {
				return err
			}
		}
	}
	return nil
}

// AddIndexers implements cache.Informer.
func (i informersApart) AddIndexers(indexers toolscache.Indexers) error {
	for namespace, informer := range i {
		if err := informer.AddIndexers(indexers); err != nil {
			return fmt.Errorf("firm %s: %w", namespace, err)
		}
	}
	return nil
}

// HasSynced implements cache.Informer.
func (i informersApart) HasSynced() bool {
	for _, informer := range i {
		if !informer.HasSynced() {
			return false
		}
	}
	return true
}

// HasSyncedChecker implements cache.Informer.
func (i informersApart) HasSyncedChecker() toolscache.DoneChecker {
	var all []toolscache.DoneChecker
	for _, informer := range i {
		all = append(all, informer.HasSyncedChecker())
	}
	return together(all)
}

// IsStopped implements cache.Informer: whether all are.
func (i informersApart) IsStopped() bool {
	for _, informer := range i {
		if !informer.IsStopped() {
			return false
		}
	}
	return true
}

// registrations are those of one handler with the informers of several firms.
type registrations map[string]toolscache.ResourceEventHandlerRegistration

// HasSynced says whether the handler was told of all that is in any of them.
func (r registrations) HasSynced() bool {
	for _, one := range r {
		if !one.HasSynced() {
			return false
		}
	}
	return true
}

// HasSyncedChecker implements cache.ResourceEventHandlerRegistration.
func (r registrations) HasSyncedChecker() toolscache.DoneChecker {
	var all []toolscache.DoneChecker
	for _, one := range r {
		all = append(all, one.HasSyncedChecker())
	}
	return together(all)
}

// done is over when all of several are.
type done struct {
	name string
	over chan struct{}
}

func together(all []toolscache.DoneChecker) toolscache.DoneChecker {
	d := done{name: fmt.Sprintf("%d firms", len(all)), over: make(chan struct{})}
	go func() {
		defer close(d.over)
		for _, one := range all {
			<-one.Done()
		}
	}()
	return d
}

// Name implements cache.DoneChecker.
func (d done) Name() string { return d.name }

// Done implements cache.DoneChecker.
func (d done) Done() <-chan struct{} { return d.over }
