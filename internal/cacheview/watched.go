package cacheview

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/watched"
)

var errOtherwise = errors.New("informers that are selected by labels, by kind or by namespaces would hold what they should not: select by fields")

// newWatched is cache.New, but that what the informers of our kinds list and watch is
// read by internal/watched. The options may select by fields alone.
func newWatched(config *rest.Config, options cache.Options) (cache.Cache, error) {
	if options.DefaultLabelSelector != nil || len(options.ByObject) > 0 || len(options.DefaultNamespaces) > 0 {
		return nil, errOtherwise
	}
	if options.HTTPClient == nil {
		var err error
		if options.HTTPClient, err = rest.HTTPClientFor(config); err != nil {
			return nil, fmt.Errorf("making a client to watch with: %w", err)
		}
	}
	api, err := watching(config, options.HTTPClient, options.Scheme)
	if err != nil {
		return nil, err
	}
	namespace, selects := metav1.NamespaceAll, options.DefaultFieldSelector
	if selects != nil {
		namespace, _ = selects.RequiresExactMatch(namespaceField)
	}
	options.NewInformer = func(others toolscache.ListerWatcher, object runtime.Object, resync time.Duration, indexers toolscache.Indexers) toolscache.SharedIndexInformer {
		kind, err := apiutil.GVKForObject(object, options.Scheme)
		if err != nil || kind.GroupVersion() != v1alpha1.GroupVersion {
			return toolscache.NewSharedIndexInformer(others, object, resync, indexers)
		}
		resource, _ := meta.UnsafeGuessKindToResource(kind)
		ours := toolscache.NewFilteredListWatchFromClient(api, resource.Resource, namespace, func(o *metav1.ListOptions) {
			if selects != nil {
				o.FieldSelector = selects.String()
			}
		})
		return toolscache.NewSharedIndexInformer(ours, object, resync, indexers)
	}
	return cache.New(config, options)
}

// watching returns who asks the API server about our kinds.
func watching(config *rest.Config, by *http.Client, scheme *runtime.Scheme) (rest.Interface, error) {
	of := rest.CopyConfig(config)
	of.APIPath, of.GroupVersion = "/apis", &v1alpha1.GroupVersion
	of.NegotiatedSerializer = watched.Serializer(scheme, v1alpha1.GroupVersion)
	if of.UserAgent == "" {
		of.UserAgent = rest.DefaultKubernetesUserAgent()
	}
	api, err := rest.RESTClientForConfigAndClient(of, by)
	if err != nil {
		return nil, fmt.Errorf("making a client to watch with: %w", err)
	}
	return api, nil
}
