package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// The API server dials nodes, pods and Services through a proxy (its egress selector),
// which stands here for all that routes in a cluster: it knows which process has which
// address. A Service is what its EndpointSlices say, as kube-proxy takes them.

const (
	proxy        = "egress-proxy"
	serviceRange = "10.96.0.0/16"
)

// egress is the API server's configuration that sends it here.
func (c *Cluster) egress() string {
	return fmt.Sprintf(`apiVersion: apiserver.k8s.io/v1beta1
kind: EgressSelectorConfiguration
egressSelections:
- name: cluster
  connection:
    proxyProtocol: HTTPConnect
    transport:
      tcp:
        url: https://%s
        tlsConfig:
          caBundle: %s
          clientCert: %s
          clientKey: %s
`, c.network.Addr(), c.authority.certFile("ca"), c.authority.certFile(apiServer), c.authority.keyFile(apiServer))
}

// serveNetwork serves the proxy.
func (c *Cluster) serveNetwork(ctx context.Context) (err error) {
	c.network, err = c.serve(ctx, proxy, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		to, err := c.route(req.Host)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		far, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(req.Context(), "tcp", to)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		near, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			far.Close()
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if _, err := io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
			near.Close()
			far.Close()
			return
		}
		join(near, far)
	}))
	return err
}

// serve serves the API server at a port of this machine until the context ends.
func (c *Cluster) serve(ctx context.Context, name string, handler http.Handler) (net.Listener, error) {
	config, err := c.authority.server(name)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening for %s: %w", name, err)
	}
	server := &http.Server{Handler: handler, TLSConfig: config, ReadHeaderTimeout: time.Minute, ErrorLog: c.log(name)}
	c.running.Go(func() {
		if err := server.ServeTLS(l, "", ""); !errors.Is(err, http.ErrServerClosed) {
			c.log(name).Print(err)
		}
	})
	context.AfterFunc(ctx, func() { server.Close() })
	return l, nil
}

// join copies between two connections until one of them ends.
func join(a, b net.Conn) {
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{a, b}, {b, a}} {
		both.Go(func() {
			defer a.Close()
			defer b.Close()
			_, _ = io.Copy(way[0], way[1]) // how it ends is for the two to say
		})
	}
	both.Wait()
}

// route says where on this machine an address of the cluster is.
func (c *Cluster) route(address string) (string, error) {
	host, text, err := net.SplitHostPort(address)
	if err != nil {
		return "", err
	}
	port, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return "", err
	}
	for _, m := range machines {
		if m.ip == host && port == kubeletPort {
			return c.kubelets.Addr().String(), nil
		}
	}
	services, err := c.services.List(labels.Everything())
	if err != nil {
		return "", err
	}
	for _, s := range services {
		if s.Spec.ClusterIP != host {
			continue
		}
		if host, port, err = c.endpoint(s, int32(port)); err != nil {
			return "", err
		}
		break
	}
	return c.pods.address(host, int32(port))
}

// endpoint draws one of the pods behind a Service that are ready; while there are none,
// one that still serves while it ends.
func (c *Cluster) endpoint(s *corev1.Service, port int32) (ip string, target int64, err error) {
	slices, err := c.slices.EndpointSlices(s.Namespace).List(labels.SelectorFromSet(labels.Set{discoveryv1.LabelServiceName: s.Name}))
	if err != nil {
		return "", 0, err
	}
	type place struct {
		ip   string
		port int64
	}
	var ready, ending []place
	for _, slice := range slices {
		number := targetPort(s, slice, port)
		if number == nil {
			continue
		}
		for _, e := range slice.Endpoints {
			for _, ip := range e.Addresses {
				switch p := (place{ip, int64(*number)}); {
				case e.Conditions.Ready != nil && *e.Conditions.Ready:
					ready = append(ready, p)
				case e.Conditions.Serving != nil && *e.Conditions.Serving:
					ending = append(ending, p)
				}
			}
		}
	}
	if len(ready) == 0 {
		ready = ending
	}
	if len(ready) == 0 {
		return "", 0, fmt.Errorf("nobody serves %s/%s at port %d", s.Namespace, s.Name, port)
	}
	one := ready[rand.IntN(len(ready))]
	return one.ip, one.port, nil
}

// targetPort is what a slice says of a Service's port.
func targetPort(s *corev1.Service, slice *discoveryv1.EndpointSlice, port int32) *int32 {
	for _, p := range s.Spec.Ports {
		for _, t := range slice.Ports {
			if p.Port == port && t.Name != nil && *t.Name == p.Name {
				return t.Port
			}
		}
	}
	return nil
}
