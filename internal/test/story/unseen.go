package story

import (
	"net/http"
	"strings"

	"k8s.io/client-go/transport"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// without keeps namespaces out of what is listed and watched of all namespaces: the
// API server leaves them out, and who asked cannot tell.
func without(namespaces []string) transport.WrapperFunc {
	selector := strings.Join(each(namespaces, func(name string) string { return "metadata.namespace!=" + name }), ",")
	return func(rt http.RoundTripper) http.RoundTripper {
		return roundTripper(func(req *http.Request) (*http.Response, error) {
			if selector == "" || req.Method != http.MethodGet || !ofAllNamespaces(req.URL.Path) {
				return rt.RoundTrip(req)
			}
			req = req.Clone(req.Context())
			query := req.URL.Query()
			query.Set("fieldSelector", selector)
			req.URL.RawQuery = query.Encode()
			return rt.RoundTrip(req)
		})
	}
}

// ofAllNamespaces says whether a path is that of one of our kinds in all namespaces.
func ofAllNamespaces(path string) bool {
	kind, ours := strings.CutPrefix(path, "/apis/"+v1alpha1.GroupVersion.String()+"/")
	return ours && !strings.Contains(kind, "/")
}
