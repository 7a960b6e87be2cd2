package node

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/streaming/pkg/httpstream"
	"k8s.io/streaming/pkg/httpstream/spdy"
)

// portForward is the protocol of `kubectl port-forward`: for each connection a stream
// of data, and one for what went wrong, which tell by headers that they are a pair.
const portForward = "portforward.k8s.io"

// pair is the two streams of a connection.
type pair struct{ data, errors httpstream.Stream }

// servePorts forwards connections to ports of a pod until the client goes.
func (c *Cluster) servePorts(w http.ResponseWriter, req *http.Request) {
	p := c.asks(w, req)
	if p == nil {
		return
	}
	if _, err := httpstream.Handshake(req, w, []string{portForward}); err != nil {
		return // it has answered
	}
	var mu sync.Mutex
	pairs := map[string]*pair{}
	conn := spdy.NewResponseUpgrader().UpgradeResponse(w, req, func(s httpstream.Stream, replied <-chan struct{}) error {
		id := s.Headers().Get(corev1.PortForwardRequestIDHeader)
		mu.Lock()
		defer mu.Unlock()
		one := pairs[id]
		if one == nil {
			one = &pair{}
			pairs[id] = one
		}
		switch kind := s.Headers().Get(corev1.StreamType); kind {
		case corev1.StreamTypeError:
			one.errors = s
		case corev1.StreamTypeData:
			one.data = s
		default:
			return fmt.Errorf("a stream of type %q", kind)
		}
		if one.data != nil && one.errors != nil {
			delete(pairs, id)
			c.running.Go(func() {
				<-replied
				p.forward(req.Context(), one)
			})
		}
		return nil
	})
	if conn == nil {
		return // it has answered
	}
	defer conn.Close()
	conn.SetIdleTimeout(time.Hour)
	select {
	case <-conn.CloseChan():
	case <-p.gone:
	}
}

// forward joins a pair of streams with a port of the pod.
func (p *pod) forward(ctx context.Context, streams *pair) {
	defer streams.errors.Close()
	defer streams.data.Close()
	if err := p.forwardTo(ctx, streams.data); err != nil {
		fmt.Fprintf(streams.errors, "forwarding to pod %s: %v", p.spec.Name, err)
	}
}

func (p *pod) forwardTo(ctx context.Context, data httpstream.Stream) error {
	port, err := strconv.ParseInt(data.Headers().Get(corev1.PortHeader), 10, 32)
	if err != nil {
		return err
	}
	address, err := p.address(int32(port))
	if err != nil {
		return err
	}
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	go func() {
		_, _ = io.Copy(conn, data) // the client has sent all that it wants to
		_ = conn.(*net.TCPConn).CloseWrite()
	}()
	_, err = io.Copy(data, conn)
	return err
}
