package cli

import (
	"math"
	"runtime/debug"
	"testing"
)

func TestHurry(t *testing.T) {
	for _, c := range []struct {
		behaviour, verb, percent, limit string
		wantPercent                     int
		wantLimit                       int64
	}{
		{"a question ends soon", "can", "", "", garbage, plenty},
		{"whoever sets the percentage knows better", "can", "50", "", 100, plenty},
		{"whoever sets the limit knows better", "can", "", "1GiB", garbage, math.MaxInt64},
		{"the manager goes on", managerVerb, "", "", 100, math.MaxInt64},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Setenv("GOGC", c.percent)
			t.Setenv("GOMEMLIMIT", c.limit)
			percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(math.MaxInt64)
			root := newRoot("matterplane")
			cmd, _, err := root.Find([]string{c.verb})
			if err != nil {
				t.Fatal(err)
			}
			root.PersistentPreRun(cmd, nil)
			if got := debug.SetGCPercent(percent); got != c.wantPercent {
				t.Errorf("got %d percent, want %d", got, c.wantPercent)
			}
			if got := debug.SetMemoryLimit(limit); got != c.wantLimit {
				t.Errorf("got a limit of %d bytes, want %d", got, c.wantLimit)
			}
		})
	}
}
