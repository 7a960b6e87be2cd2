// Package ports finds ports for programs that are about to start. A port that was merely
// free a moment ago may be taken when the program gets to listen: by another program that
// looked for one too, or by a connection, to which the system gives any port of a range.
package ports

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
)

// loopback is where these programs are.
const loopback = "127.0.0.1"

// The ports begin above what services are known by, and end below what systems give to
// connections by themselves: 32768 on Linux, 49152 elsewhere.
const first, end = 20000, 32768

// kept is how many ports a process keeps at most, as it does the last ones: programs that
// are started again and again do not come back to the ports that they had.
const kept = 256

// claims are listened on until the process ends, or so many others are.
var claims struct {
	sync.Mutex

	held []net.Listener
}

// Free returns a port that is this process's until it ends or has asked for 256 others,
// although nobody listens on it yet, nor between two programs. The system gives it to no
// connection, and nobody else who asks this function gets it: whoever takes an even port
// claims the odd one above it for as long. It panics on a machine where there is none.
func Free() int {
	claims.Lock()
	defer claims.Unlock()
	const attempts = 1000
	var errs []error
	for range attempts {
		port := first + 2*rand.IntN((end-first)/2)
		claim, err := net.Listen("tcp", fmt.Sprintf("%s:%d", loopback, port+1))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		free, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
		if err != nil {
			errs = append(errs, err, claim.Close())
			continue
		}
		if err := free.Close(); err != nil {
			panic(err) // it was opened a moment ago
		}
		keep(claim)
		return port
	}
	panic(fmt.Errorf("no port in %d attempts: %w", attempts, errors.Join(errs...)))
}

// keep holds a claim, and lets go of the oldest where there are too many.
func keep(claim net.Listener) {
	claims.held = append(claims.held, claim)
	if len(claims.held) <= kept {
		return
	}
	if err := claims.held[0].Close(); err != nil {
		panic(err) // nobody else closes it
	}
	claims.held = claims.held[1:]
}
