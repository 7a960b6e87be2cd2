package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// goCommand runs go and returns its output. It hands each line of its standard
// error to onLine; lines that onLine does not take are in the error if go fails.
func goCommand(ctx context.Context, onLine func(string) bool, args ...string) ([]byte, error) {
	var out bytes.Buffer
	errs := &lines{take: onLine}
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Stdout, cmd.Stderr = &out, errs
	// The caller's flags could ask for another build than the one that is
	// stamped; a workspace would replace the pinned modules.
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off")
	// Compilers outlive a go that is killed, so that the whole group must go.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second

	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, errs.rest.String())
	}
	return out.Bytes(), nil
}

// lines is a writer that hands on whole lines and keeps those nobody takes.
type lines struct {
	take    func(string) bool
	partial strings.Builder
	rest    strings.Builder
}

var _ io.Writer = (*lines)(nil)

func (l *lines) Write(b []byte) (int, error) {
	for _, c := range b {
		if c != '\n' {
			l.partial.WriteByte(c)
			continue
		}
		line := l.partial.String()
		l.partial.Reset()
		if l.take == nil || !l.take(line) {
			fmt.Fprintln(&l.rest, line)
		}
	}
	return len(b), nil
}
