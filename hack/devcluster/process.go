package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/matterplane/matterplane/internal/child"
)

// process is a child that runs as long as the cluster.
type process struct {
	*child.Process
	name     string
	grace    time.Duration // to end in, once asked to
	stopping atomic.Bool
}

// start runs cmd with its output in a log file. If the child ends before it is
// stopped, died is told why.
func start(name, log string, grace time.Duration, cmd *exec.Cmd, died func(error)) (*process, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the log of %s: %w", name, err)
	}
	defer out.Close() // the child has it
	cmd.Stdout, cmd.Stderr = out, out
	p := &process{name: name, grace: grace}
	if p.Process, err = child.Start(cmd); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	go func() {
		how := p.State()
		if !p.stopping.Load() {
			died(fmt.Errorf("%s ended by itself: %s\n%s", name, how, tail(log, 15)))
		}
	}()
	return p, nil
}

// stop asks the child to end, and ends it when its grace is over.
func (p *process) stop() error {
	p.stopping.Store(true)
	if !p.Terminate(p.grace) {
		return fmt.Errorf("%s did not stop within %s and was killed", p.name, p.grace)
	}
	return nil
}

// runCommand runs a child to its end; cancelling ctx ends it and its children.
func runCommand(ctx context.Context, prepare func(*exec.Cmd), name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.WaitDelay = 5 * time.Second
	prepare(cmd)
	return child.Run(cmd)
}

// output runs a child to its end and returns what it printed. The error of a
// child that failed is what it printed as its error.
func output(ctx context.Context, dir, name string, args ...string) ([]byte, error) {
	var out, errs strings.Builder
	err := runCommand(ctx, func(cmd *exec.Cmd) {
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &out, &errs
	}, name, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, strings.TrimSpace(errs.String()))
	}
	return []byte(out.String()), nil
}

// tail returns the last lines of a log.
func tail(log string, lines int) string {
	b, err := os.ReadFile(log)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimSpace(string(b)), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
