package cluster

import (
	"fmt"
	"net"
	"testing"
)

// TestWebhookPortIsKept: nobody listens on it, and yet nobody else gets it.
func TestWebhookPortIsKept(t *testing.T) {
	t.Parallel()
	port, err := webhookPort()
	if err != nil {
		t.Fatal(err)
	}
	claimed := fmt.Sprintf("%s:%d", loopback, port+1)
	if l, err := net.Listen("tcp", claimed); err == nil {
		t.Errorf("%s is not claimed: %v", claimed, l.Close())
	}
	for range 2 { // managers come and go
		l, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
