package plane

import (
	"net"
	"sync"
)

// handed are the ports that FreePort gave: whoever got one may not listen yet.
var handed = struct {
	sync.Mutex

	ports map[int]bool
}{ports: map[int]bool{}}

// FreePort finds a port that nobody listens on, and never gives this program the
// same one twice.
func FreePort() int {
	handed.Lock()
	defer handed.Unlock()
	for {
		port := unheard()
		if !handed.ports[port] {
			handed.ports[port] = true
			return port
		}
	}
}

// unheard is a port that nobody listens on at this moment.
func unheard() int {
	l, err := net.Listen("tcp", Loopback(0))
	if err != nil {
		panic(err) // a machine without a loopback address
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}
