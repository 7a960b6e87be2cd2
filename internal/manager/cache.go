package manager

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/cache"
)

// CacheOptions returns how the manager's informers keep what they hold: slim, and
// handed out without copies, for nobody here changes what the cache holds.
func CacheOptions() cache.Options {
	return cache.Options{
		DefaultTransform:             slim,
		DefaultUnsafeDisableDeepCopy: new(true),
		ReaderFailOnMissingInformer:  true,
	}
}

// slim drops from cached objects what no derivation reads: who manages which
// field, and kubectl's copy of the whole object.
func slim(object any) (any, error) {
	if meta, ok := object.(metav1.Object); ok {
		meta.SetManagedFields(nil)
		delete(meta.GetAnnotations(), corev1.LastAppliedConfigAnnotation)
	}
	return object, nil
}
