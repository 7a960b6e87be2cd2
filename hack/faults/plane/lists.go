package plane

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"k8s.io/client-go/rest"
)

// Lists returns what the API server lists of kinds, all namespaces, as the manager
// would get it.
func (p *Plane) Lists(ctx context.Context, resources []string) (map[string][]byte, error) {
	asker, err := rest.HTTPClientFor(p.ConfigOf(Manager))
	if err != nil {
		return nil, fmt.Errorf("connecting: %w", err)
	}
	lists := map[string][]byte{}
	for _, resource := range resources {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL+"/apis/matterplane.dev/v1alpha1/"+resource, http.NoBody)
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", resource, err)
		}
		response, err := asker.Do(request)
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", resource, err)
		}
		lists[resource], err = io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("listing %s: %s: %w", resource, response.Status, err)
		}
	}
	return lists, nil
}
