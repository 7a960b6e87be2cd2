package story

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	eventsv1 "k8s.io/api/events/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Change is a write as the API server stored it: Before is nil for what was
// created, After for what was deleted.
type Change struct {
	ID            ID
	Before, After client.Object
}

// chronicle is all that was ever stored in a namespace, write by write.
type chronicle struct {
	mu      sync.Mutex
	now     map[ID]client.Object
	changes []Change
	told    []*eventsv1.Event
	lost    error // why it is no longer complete
}

// record starts the chronicle of a namespace in which nothing is stored yet. It
// ends with the context.
func record(ctx context.Context, c client.WithWatch, namespace string) (*chronicle, error) {
	recorded := &chronicle{now: map[ID]client.Object{}}
	lists := slices.Collect(maps.Values(lists()))
	for _, list := range append(lists, &eventsv1.EventList{}) {
		w, err := c.Watch(ctx, list, client.InNamespace(namespace))
		if err != nil {
			return nil, fmt.Errorf("watching %T: %w", list, err)
		}
		context.AfterFunc(ctx, w.Stop)
		go recorded.read(ctx, w)
	}
	return recorded, nil
}

func (c *chronicle) read(ctx context.Context, w watch.Interface) {
	for event := range w.ResultChan() {
		c.note(event)
	}
	if ctx.Err() == nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.lost = errors.New("a watch ended before its story did")
	}
}

func (c *chronicle) note(event watch.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if event.Type == watch.Error {
		c.lost = apierrors.FromObject(event.Object)
		return
	}
	if told, ok := event.Object.(*eventsv1.Event); ok {
		c.told = append(c.told, told)
		return
	}
	o, ok := event.Object.(client.Object)
	if !ok {
		c.lost = fmt.Errorf("a watch brought a %T", event.Object)
		return
	}
	change := Change{ID: idOf(o), Before: c.now[idOf(o)], After: o}
	c.now[change.ID] = o
	if event.Type == watch.Deleted {
		change.After = nil
		delete(c.now, change.ID)
	}
	c.changes = append(c.changes, change)
}

// stored returns what is stored now, by kind and name, and after how many writes.
func (c *chronicle) stored() ([]client.Object, int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	objects := slices.SortedFunc(maps.Values(c.now), func(a, b client.Object) int {
		return strings.Compare(idOf(a).String(), idOf(b).String())
	})
	return objects, len(c.changes), c.lost
}

// since returns the writes after the nth.
func (c *chronicle) since(n int) []Change {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.changes[n:])
}

// events returns the Events so far; one that was told again is there again.
func (c *chronicle) events() []*eventsv1.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.told)
}

// versionOf returns an object's resourceVersion, which since Kubernetes 1.35 are
// numbers that can be compared.
func versionOf(o client.Object) uint64 {
	version, err := strconv.ParseUint(o.GetResourceVersion(), 10, 64)
	if err != nil {
		panic(err)
	}
	return version
}
