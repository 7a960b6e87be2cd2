package story

import (
	"maps"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Notice notices what others have written to the firm by now, kubectl for one: the
// next Settle waits until it has seen all of it.
func (f *Firm) Notice() {
	f.t.Helper()
	stored := map[ID]uint64{}
	for _, list := range lists() {
		err := f.client.List(f.t.Context(), list, client.InNamespace(f.Namespace))
		if err == nil {
			err = meta.EachListItem(list, func(item runtime.Object) error {
				if o, ok := item.(client.Object); ok {
					stored[idOf(o)] = versionOf(o)
				}
				return nil
			})
		}
		if err != nil {
			f.t.Fatalf("noticing what was written to %s: %v", f.Namespace, err)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for id := range f.version {
		f.version[id] = stored[id] // 0 for what is gone
	}
	maps.Copy(f.version, stored)
}
