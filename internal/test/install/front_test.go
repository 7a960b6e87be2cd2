package install

import (
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
	"testing"
)

// front is what the Service is to the API server: one address, and behind it the
// managers that are ready, by turns.
type front struct {
	net.Listener

	mu     sync.Mutex
	behind []string
	next   int
}

func newFront(t *testing.T) *front {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &front{Listener: l}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err == nil {
				go f.forward(conn)
			}
		}
	}()
	return f
}

// set says who is ready. What is connected stays so, as with a Service.
func (f *front) set(ports ...int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.behind = nil
	for _, port := range ports {
		f.behind = append(f.behind, net.JoinHostPort("localhost", strconv.Itoa(port)))
	}
}

// dial connects to whose turn it is. Once others are set, nobody is about to connect to
// who was ready before.
func (f *front) dial() (net.Conn, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.behind) == 0 {
		return nil, errors.New("nobody is ready")
	}
	f.next++
	return (&net.Dialer{}).DialContext(context.Background(), "tcp", f.behind[f.next%len(f.behind)])
}

func (f *front) forward(conn net.Conn) {
	defer conn.Close()
	to, err := f.dial()
	if err != nil {
		return
	}
	defer to.Close()
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{conn, to}, {to, conn}} {
		both.Go(func() {
			_, _ = io.Copy(way[0], way[1])
			_ = way[0].(*net.TCPConn).CloseWrite()
		})
	}
	both.Wait()
}
