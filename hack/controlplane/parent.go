package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// watchParent cancels when the `go run` that started this program dies: go
// leaves its child behind, and minutes of compiling with it.
func watchParent(ctx context.Context, cancel context.CancelCauseFunc) {
	parent := os.Getppid()
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", parent))
	if err != nil || strings.TrimSpace(string(name)) != "go" {
		return
	}
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for os.Getppid() == parent {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
	cancel(errors.New("the go command that ran this is gone"))
}
