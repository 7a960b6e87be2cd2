package manager

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
)

// memoryLimit is what the container may use, in bytes, as the Downward API tells it.
const memoryLimit = "MEMORY_LIMIT"

// boundMemory makes the garbage collector work harder from nine tenths of the
// container's limit on, where the kernel would else end the process: the tenth is for
// what the collector does not count. Whoever sets GOMEMLIMIT knows better.
func boundMemory() error {
	limit := os.Getenv(memoryLimit)
	if limit == "" || os.Getenv("GOMEMLIMIT") != "" {
		return nil
	}
	bytes, err := strconv.ParseInt(limit, 10, 64)
	if err != nil || bytes <= 0 {
		return fmt.Errorf("%s: %q is no number of bytes", memoryLimit, limit)
	}
	debug.SetMemoryLimit(bytes / 10 * 9)
	return nil
}
