package manager

import (
	"sigs.k8s.io/controller-runtime/pkg/cache"

	"github.com/matterplane/matterplane/internal/cacheview"
)

// CacheOptions returns how the manager's informers keep what they hold: slim, and
// handed out without copies, for nobody here changes what the cache holds.
func CacheOptions() cache.Options {
	return cache.Options{
		DefaultTransform:             cacheview.Slim,
		DefaultUnsafeDisableDeepCopy: new(true),
		ReaderFailOnMissingInformer:  true,
	}
}
