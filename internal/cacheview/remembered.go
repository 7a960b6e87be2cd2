package cacheview

import (
	"sync"

	"k8s.io/apimachinery/pkg/types"
)

// generation is how many objects remembered holds in each of its two generations:
// the matters of the largest sets and cases, which one derivation after the other
// asks about, and no more than some MiB for what the objects themselves say already.
const generation = 1024

// remembered keeps what was read lately from objects of the cache, each for as long
// as the cache holds that very object: objects there never change, they are replaced.
// What nobody asks about for a generation is forgotten.
type remembered[O comparable, V any] struct {
	mu         sync.Mutex
	young, old map[types.NamespacedName]remembrance[O, V]
}

type remembrance[O comparable, V any] struct {
	object O
	value  V
}

// of returns what read gave for the object when it was first asked.
func (r *remembered[O, V]) of(key types.NamespacedName, object O, read func() V) V {
	if known, ok := r.find(key); ok && known.object == object {
		return known.value
	}
	value := read() // whoever reads the same meanwhile reads the same
	r.keep(key, remembrance[O, V]{object: object, value: value})
	return value
}

// find finds the key, and makes it young again.
func (r *remembered[O, V]) find(key types.NamespacedName) (remembrance[O, V], bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known, ok := r.young[key]; ok {
		return known, true
	}
	known, ok := r.old[key]
	if ok {
		r.add(key, known)
	}
	return known, ok
}

func (r *remembered[O, V]) keep(key types.NamespacedName, known remembrance[O, V]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.add(key, known)
}

func (r *remembered[O, V]) add(key types.NamespacedName, known remembrance[O, V]) {
	if len(r.young) >= generation {
		r.young, r.old = nil, r.young
	}
	if r.young == nil {
		r.young = make(map[types.NamespacedName]remembrance[O, V])
	}
	r.young[key] = known
}

// forget drops what was read from an object that is gone.
func (r *remembered[O, V]) forget(key types.NamespacedName) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.young, key)
	delete(r.old, key)
}
