package ports

import (
	"errors"
	"fmt"
	"net"
	"testing"
)

// TestAPortIsKept: nobody listens on it, and yet nobody else gets it.
func TestAPortIsKept(t *testing.T) {
	port := Free()
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

// TestNoPortIsGivenTwice: of what a process still keeps it gets none again, and what it
// lets go of is free.
func TestNoPortIsGivenTwice(t *testing.T) {
	Free()
	first := claims.held[0]
	last := map[int]int{}
	for n := range 4 * kept {
		port := Free()
		if before, seen := last[port]; seen && n-before <= kept {
			t.Fatalf("port %d was given as the %dth and as the %dth", port, before, n)
		}
		last[port] = n
	}
	if len(claims.held) != kept {
		t.Errorf("%d ports are kept, want %d", len(claims.held), kept)
	}
	if err := first.Close(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the first one was still claimed: %v", err)
	}
}
