package manager

import (
	"math"
	"runtime/debug"
	"testing"
)

func TestTheCollectorKnowsWhatTheContainerMayUse(t *testing.T) {
	for _, c := range []struct {
		what, container, own string
		want                 int64
		fails                bool
	}{
		{"nine tenths of the limit", "1073741820", "", 966367638, false},
		{"no container", "", "", math.MaxInt64, false},
		{"whoever sets the limit knows better", "1073741820", "1GiB", math.MaxInt64, false},
		{"a limit that cannot be read", "1Gi", "", math.MaxInt64, true},
		{"no limit is not nothing", "0", "", math.MaxInt64, true},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Setenv("MEMORY_LIMIT", c.container)
			t.Setenv("GOMEMLIMIT", c.own)
			before := debug.SetMemoryLimit(math.MaxInt64)
			err := boundMemory()
			if got := debug.SetMemoryLimit(before); got != c.want || (err != nil) != c.fails {
				t.Errorf("the limit is %d, want %d: %v", got, c.want, err)
			}
		})
	}
}
