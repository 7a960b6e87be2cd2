package cluster

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
)

// loopback is where the webhooks of tests are.
const loopback = "127.0.0.1"

// webhookPorts begin above what services are known by, and end below what systems
// give to connections by themselves: 32768 on Linux, 49152 elsewhere.
const webhookPorts, endOfPorts = 20000, 32768

// claims are listened on until the process ends.
var claims []net.Listener

// webhookPort returns a port that is this process's until it ends, although nobody
// listens on it yet, nor between two managers. The system gives it to no connection, and
// no other test binary takes it: whoever takes an even port claims the odd one above it
// for as long.
func webhookPort() (int, error) {
	const attempts = 100
	var errs []error
	for range attempts {
		port := webhookPorts + 2*rand.IntN((endOfPorts-webhookPorts)/2)
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
		claims = append(claims, claim)
		return port, free.Close()
	}
	return 0, fmt.Errorf("no port for the webhooks in %d attempts: %w", attempts, errors.Join(errs...))
}
