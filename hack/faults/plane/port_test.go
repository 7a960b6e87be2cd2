package plane

import "testing"

// With a few thousand draws the system gives some port again.
func TestNoPortIsGivenTwice(t *testing.T) {
	seen := map[int]bool{}
	for range 5000 {
		port := FreePort()
		if seen[port] {
			t.Fatalf("port %d was given twice", port)
		}
		seen[port] = true
	}
}
