package node

import (
	"context"
	"net/http"
)

// The part of the kubelet API that kubectl comes to by way of the API server: logs and
// forwarded ports. The three nodes share one server.

const (
	kubeletUser = "kubelet"
	kubeletPort = 10250
)

// serveKubelets serves the kubelet API.
func (c *Cluster) serveKubelets(ctx context.Context) (err error) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", c.serveLogs)
	mux.HandleFunc("/portForward/{namespace}/{pod}", c.servePorts)
	c.kubelets, err = c.serve(ctx, kubeletUser, mux)
	return err
}

// asks finds the pod that a request is about, or answers that there is none.
func (c *Cluster) asks(w http.ResponseWriter, req *http.Request) *pod {
	p, err := c.pods.named(req.PathValue("namespace"), req.PathValue("pod"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return nil
	}
	return p
}

func (c *Cluster) serveLogs(w http.ResponseWriter, req *http.Request) {
	p := c.asks(w, req)
	if p == nil {
		return
	}
	asked, err := parseAsked(req.URL.Query())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	if err := p.log().show(req.Context(), w, http.NewResponseController(w).Flush, asked); err != nil {
		c.log(kubeletUser).Printf("the log of %s: %v", p.spec.Name, err)
	}
}
