package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// process is a child that runs as long as the cluster.
type process struct {
	name     string
	grace    time.Duration // to end in, once asked to
	cmd      *exec.Cmd
	stopping atomic.Bool
	done     chan struct{}
}

// start runs cmd with its output in a log file. If the child ends before it is
// stopped, died is told why.
func start(name, log string, grace time.Duration, cmd *exec.Cmd, died func(error)) (*process, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the log of %s: %w", name, err)
	}
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = childAttributes()

	p := &process{name: name, grace: grace, cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		// The kernel takes the end of the thread that started a child for the
		// end of the parent, so that this one must last as long as the child.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(p.done)
		defer out.Close()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		err = cmd.Wait()
		if !p.stopping.Load() {
			died(fmt.Errorf("%s ended by itself: %w\n%s", name, outcome(err), tail(log, 15)))
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	return p, nil
}

// stop asks the child to end, and ends it when its grace is over.
func (p *process) stop() error {
	p.stopping.Store(true)
	if err := p.cmd.Process.Signal(syscall.SIGTERM); errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	grace := time.NewTimer(p.grace)
	defer grace.Stop()
	select {
	case <-p.done:
		return nil
	case <-grace.C:
	}
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("killing %s: %w", p.name, err)
	}
	<-p.done
	return fmt.Errorf("%s did not stop within %s and was killed", p.name, p.grace)
}

// runCommand runs a child to its end; cancelling ctx ends it and its children.
func runCommand(ctx context.Context, prepare func(*exec.Cmd), name string, args ...string) error {
	runtime.LockOSThread() // as in start
	defer runtime.UnlockOSThread()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.SysProcAttr = childAttributes()
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	prepare(cmd)
	return cmd.Run()
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

// outcome gives a child that ended well, but too early, an error too.
func outcome(err error) error {
	if err == nil {
		return errors.New("exit status 0")
	}
	return err
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
