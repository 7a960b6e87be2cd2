// Package cacheview reads firms out of the informers' caches: a roster.View whose
// every answer comes from an index, without copies and without a call to the API
// server.
package cacheview

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// Cache holds the indexed caches of the five kinds: of all firms in one store, or of
// some firms, each in a store of its own.
type Cache struct {
	all   *store            // nil where each firm has its own
	apart map[string]*store // by namespace; all under none

	synced []toolscache.InformerSynced
	filled atomic.Bool
}

// store is where objects lie, and what was read from them lately.
type store struct {
	firms, offices, users, links, matters toolscache.Indexer
	*memory
}

// memory is one for all stores: what it may take does not grow with them.
type memory struct {
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

// kinds are what is cached, how it is indexed, and where it lies in a store.
var kinds = []struct {
	object  client.Object
	indexes toolscache.Indexers
	in      func(*store) *toolscache.Indexer
}{
	{&v1alpha1.Firm{}, nil, func(s *store) *toolscache.Indexer { return &s.firms }},
	{&v1alpha1.Office{}, officeIndexes, func(s *store) *toolscache.Indexer { return &s.offices }},
	{&v1alpha1.FirmUser{}, userIndexes, func(s *store) *toolscache.Indexer { return &s.users }},
	{&v1alpha1.AssistantLink{}, linkIndexes, func(s *store) *toolscache.Indexer { return &s.links }},
	{&v1alpha1.Matter{}, matterIndexes, func(s *store) *toolscache.Indexer { return &s.matters }},
}

// New adds the indexes to the informers, which must not have started.
func New(ctx context.Context, informers cache.Informers) (*Cache, error) {
	c := &Cache{apart: map[string]*store{}}
	remembers := &memory{}
	for _, kind := range kinds {
		informer, err := informers.GetInformer(ctx, kind.object, cache.BlockUntilSynced(false))
		if err != nil {
			return nil, fmt.Errorf("getting the informer of %T: %w", kind.object, err)
		}
		if err := informer.AddIndexers(kind.indexes); err != nil {
			return nil, fmt.Errorf("indexing %T: %w", kind.object, err)
		}
		indexers, err := indexersOf(informer)
		if err != nil {
			return nil, fmt.Errorf("reading %T: %w", kind.object, err)
		}
		for namespace, indexer := range indexers {
			of := c.apart[namespace]
			if of == nil {
				of = &store{memory: remembers}
				c.apart[namespace] = of
			}
			*kind.in(of) = indexer
		}
		c.synced = append(c.synced, informer.HasSynced)
	}
	c.all = c.apart[metav1.NamespaceAll]
	return c, nil
}

// indexersOf returns where an informer keeps the objects of each namespace, of all
// namespaces under none.
func indexersOf(informer cache.Informer) (map[string]toolscache.Indexer, error) {
	firms, apart := informer.(informersApart)
	if !apart {
		firms = informersApart{metav1.NamespaceAll: informer}
	}
	indexers := make(map[string]toolscache.Indexer, len(firms))
	for namespace, of := range firms {
		shared, ok := of.(toolscache.SharedIndexInformer)
		if !ok {
			return nil, fmt.Errorf("a %T has no indexer to read from", of)
		}
		indexers[namespace] = shared.GetIndexer()
	}
	return indexers, nil
}

// Synced says whether all caches have been filled. Once they are, they stay so.
func (c *Cache) Synced() bool {
	if c.filled.Load() {
		return true
	}
	if slices.ContainsFunc(c.synced, func(synced toolscache.InformerSynced) bool { return !synced() }) {
		return false
	}
	c.filled.Store(true)
	return true
}

// All returns the objects of all firms that are held, in no order. They are shared with
// the cache and must not be changed.
func (c *Cache) All() iter.Seq[client.Object] {
	return func(yield func(client.Object) bool) {
		for _, of := range c.apart {
			for _, kind := range kinds {
				for _, object := range (*kind.in(of)).List() {
					if o, ok := object.(client.Object); ok && !yield(o) {
						return
					}
				}
			}
		}
	}
}

// Firm returns a view of the firm that a namespace is (W-1). It panics where this is
// the cache of a shard that the firm is not in: nobody may take a firm that is not
// held for one that has nothing.
func (c *Cache) Firm(namespace string) *View {
	if c.all != nil {
		return &View{cache: c.all, namespace: namespace}
	}
	of, held := c.apart[namespace]
	if !held {
		panic(notHeld(namespace)) // admission asks before
	}
	return &View{cache: of, namespace: namespace}
}
