package controllers

import (
	"context"
	"reflect"

	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// memory is the informers' caches without a cluster behind them: tests put into
// them what an event would.
type memory struct {
	cache.Informers

	informers map[reflect.Type]toolscache.SharedIndexInformer
	cached    *cacheview.Cache
}

// namespace is where the firms of memory are.
const namespace = "memory"

func newMemory(ctx context.Context, t firm.T) *memory {
	t.Helper()
	m := &memory{informers: map[reflect.Type]toolscache.SharedIndexInformer{}}
	var err error
	if m.cached, err = cacheview.New(ctx, m); err != nil {
		t.Fatal(err)
	}
	return m
}

// GetInformer implements cache.Informers.
func (m *memory) GetInformer(_ context.Context, o client.Object, _ ...cache.InformerGetOption) (cache.Informer, error) {
	informer, known := m.informers[reflect.TypeOf(o)]
	if !known {
		informer = toolscache.NewSharedIndexInformer(nil, o, 0, toolscache.Indexers{})
		m.informers[reflect.TypeOf(o)] = informer
	}
	return informer, nil
}

// apply brings an event into the cache.
func (m *memory) apply(e change) {
	indexer := m.informers[reflect.TypeOf(e.object())].GetIndexer()
	err := indexer.Update(e.object())
	if e.after == nil {
		err = indexer.Delete(e.before)
	}
	if err != nil {
		panic(err) // every object has a key
	}
}

func (m *memory) view() *cacheview.View { return m.cached.Firm(namespace) }

// change is an event: before is nil for what is created, after for what is deleted.
type change struct{ before, after client.Object }

// object returns the object as the event leaves it, or as it was deleted.
func (e change) object() client.Object {
	if e.after != nil {
		return e.after
	}
	return e.before
}

// watches are those of Setup: who of the first kind is affected by an event of
// the second.
var watches = map[string]map[string]func(v *cacheview.View, e change) names{
	"firm":   {"office": on(firmOfOffice), "user": on(firmOfUser)},
	"office": {"firm": on(officesOfFirm), "office": on(officesOfOffice), "user": on(officesOfUser)},
	"user": {
		"firm": on(usersOfFirm), "office": on(usersOfOffice), "user": on(usersOfUser),
		"link": on(usersOfLink), "matter": on(usersOfMatter),
	},
	"link": {"link": on(linksOfLink), "user": on(linksOfUser)},
	"matter": {
		"firm": on(mattersOfFirm), "office": on(mattersOfOffice), "user": on(mattersOfUser),
		"link": on(mattersOfLink), "matter": on(mattersOfMatter),
	},
}

func on[T client.Object](by affected[T]) func(*cacheview.View, change) names {
	return func(v *cacheview.View, e change) names { return by(v, typed[T](e.before), typed[T](e.after)) }
}

// kindOf returns the kind of an object as the language of package firm calls it.
func kindOf(o client.Object) string {
	switch o.(type) {
	case *v1alpha1.Firm:
		return "firm"
	case *v1alpha1.Office:
		return "office"
	case *v1alpha1.FirmUser:
		return "user"
	case *v1alpha1.AssistantLink:
		return "link"
	default:
		return "matter"
	}
}

func idOf(o client.Object) string { return kindOf(o) + " " + o.GetName() }

// byID returns the objects of a firm by kind and name.
func byID(objects roster.Objects) map[string]client.Object {
	all := map[string]client.Object{}
	put := func(o client.Object) {
		o.SetNamespace(namespace)
		all[idOf(o)] = o
	}
	if objects.Firm != nil {
		put(objects.Firm)
	}
	for _, o := range objects.Offices {
		put(o)
	}
	for _, o := range objects.Users {
		put(o)
	}
	for _, o := range objects.Links {
		put(o)
	}
	for _, o := range objects.Matters {
		put(o)
	}
	return all
}
