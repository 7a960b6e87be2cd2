package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"
)

// signalled is the cause of a context that a signal ended.
type signalled struct{ os.Signal }

func (s signalled) Error() string { return "stopped by " + s.String() }

// lifetime returns a context that lasts as long as somebody wants the cluster:
// until a signal, or until whoever runs this program is gone. A second signal
// kills at once.
func lifetime() (context.Context, context.CancelCauseFunc) {
	ctx, end := context.WithCancelCause(context.Background())

	stop := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup
		stop = append(stop, syscall.SIGHUP)
	}
	// A reader of the output that goes away (less, head) must not be the end.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, stop...)
	go func() {
		s := <-signals
		signal.Reset(stop...)
		end(signalled{s})
	}()
	go watchRunners(ctx, end)
	return ctx, end
}

// watchRunners ends the context when a `go run` or a make above this program
// dies, or the terminal that it talks to: all leave their children behind.
func watchRunners(ctx context.Context, end context.CancelCauseFunc) {
	links := runners(os.Getpid())
	terminal := term.IsTerminal(int(os.Stderr.Fd()))
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for {
		for _, l := range links {
			if _, parent, err := status(l.child); err != nil || parent != l.parent {
				end(errors.New("whoever ran this is gone"))
				return
			}
		}
		if terminal && !term.IsTerminal(int(os.Stderr.Fd())) {
			end(errors.New("the terminal is gone"))
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// link is a process and the parent that must not die before it.
type link struct{ child, parent int }

// runners follows the parents of a process upwards as long as they are go, make
// or a shell that one of these started.
func runners(pid int) []link {
	var links, shells []link
	for {
		_, parent, err := status(pid)
		if err != nil {
			return links
		}
		name, _, err := status(parent)
		l := link{child: pid, parent: parent}
		switch {
		case err != nil:
			return links
		case slices.Contains([]string{"go", "make", "gmake"}, name):
			links = append(append(links, shells...), l)
			shells = nil
		case slices.Contains([]string{"sh", "dash", "bash"}, name):
			shells = append(shells, l)
		default:
			return links
		}
		pid = parent
	}
}

// status reads the name and the parent of a process; only Linux tells.
func status(pid int) (name string, parent int, err error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if after, ok := strings.CutPrefix(s.Text(), "Name:\t"); ok {
			name = after
		}
		if after, ok := strings.CutPrefix(s.Text(), "PPid:\t"); ok {
			_, err = fmt.Sscan(after, &parent)
			return name, parent, err
		}
	}
	return "", 0, fmt.Errorf("process %d has no parent", pid)
}
