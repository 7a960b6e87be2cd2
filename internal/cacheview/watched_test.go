package cacheview

import (
	"errors"
	"testing"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// TestSelectedOtherwise: what these informers would not select by is refused, not ignored.
func TestSelectedOtherwise(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]cache.Options{
		"labels":     {DefaultLabelSelector: labels.Nothing()},
		"kinds":      {ByObject: map[client.Object]cache.ByObject{&v1alpha1.Matter{}: {}}},
		"namespaces": {DefaultNamespaces: map[string]cache.Config{"acme": {}}},
	} {
		if _, err := newWatched(&rest.Config{}, options); !errors.Is(err, errOtherwise) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
