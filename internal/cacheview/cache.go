// Package cacheview reads firms out of the informers' caches: a roster.View whose
// every answer comes from an index, without copies and without a call to the API
// server.
package cacheview

import (
	"context"
	"fmt"
	"iter"
	"slices"

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
