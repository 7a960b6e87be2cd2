// Package cacheview reads firms out of the informers' caches: a roster.View whose
// every answer comes from an index, without copies and without a call to the API
// server.
package cacheview

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// Cache holds the indexed caches of the five kinds.
type Cache struct {
	firms, offices, users, links, matters toolscache.Indexer

	synced []toolscache.InformerSynced

	matterLedgers remembered[*v1alpha1.Matter, storedLedger]
	firmLedgers   remembered[*v1alpha1.Firm, ledger.Firm]
}

// storedLedger is the ledger of an asset as it is stored, what reading it said,
// and whether it is complete.
type storedLedger struct {
	ledger   ledger.Matter
	fault    error
	complete bool
}

// New adds the indexes to the informers, which must not have started.
func New(ctx context.Context, informers cache.Informers) (*Cache, error) {
	c := &Cache{}
	for _, kind := range []struct {
		object  client.Object
		indexes toolscache.Indexers
		into    *toolscache.Indexer
	}{
		{&v1alpha1.Firm{}, nil, &c.firms},
		{&v1alpha1.Office{}, officeIndexes, &c.offices},
		{&v1alpha1.FirmUser{}, userIndexes, &c.users},
		{&v1alpha1.AssistantLink{}, linkIndexes, &c.links},
		{&v1alpha1.Matter{}, matterIndexes, &c.matters},
	} {
		informer, err := informers.GetInformer(ctx, kind.object, cache.BlockUntilSynced(false))
		if err != nil {
			return nil, fmt.Errorf("getting the informer of %T: %w", kind.object, err)
		}
		shared, ok := informer.(toolscache.SharedIndexInformer)
		if !ok {
			return nil, fmt.Errorf("the informer of %T is a %T, which has no indexer to read from", kind.object, informer)
		}
		if err := shared.AddIndexers(kind.indexes); err != nil {
			return nil, fmt.Errorf("indexing %T: %w", kind.object, err)
		}
		*kind.into = shared.GetIndexer()
		c.synced = append(c.synced, shared.HasSynced)
	}
	return c, nil
}

// Synced says whether all caches have been filled.
func (c *Cache) Synced() bool {
	return !slices.ContainsFunc(c.synced, func(synced toolscache.InformerSynced) bool { return !synced() })
}

// All returns the objects of all firms, in no order. They are shared with the cache
// and must not be changed.
func (c *Cache) All() iter.Seq[client.Object] {
	return func(yield func(client.Object) bool) {
		for _, kind := range []toolscache.Indexer{c.firms, c.offices, c.users, c.links, c.matters} {
			for _, object := range kind.List() {
				if o, ok := object.(client.Object); ok && !yield(o) {
					return
				}
			}
		}
	}
}

// Firm returns a view of the firm that a namespace is (W-1).
func (c *Cache) Firm(namespace string) *View { return &View{cache: c, namespace: namespace} }

// remembered keeps what was read from an object of the cache for as long as the
// cache holds that very object: objects there never change, they are replaced.
type remembered[O comparable, V any] struct {
	entries sync.Map // by key: remembrance[O, V]
}

type remembrance[O comparable, V any] struct {
	object O
	value  V
}

// of returns what read gave for the object when it was first asked.
func (r *remembered[O, V]) of(key string, object O, read func() V) V {
	if entry, ok := r.entries.Load(key); ok {
		if known := entry.(remembrance[O, V]); known.object == object {
			return known.value
		}
	}
	value := read()
	r.entries.Store(key, remembrance[O, V]{object: object, value: value})
	return value
}

// forget drops what was read from an object that is gone.
func (r *remembered[O, V]) forget(key string) { r.entries.Delete(key) }
