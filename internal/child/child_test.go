package child

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// shell starts a child that says when it is ready.
func shell(t *testing.T, script string) *Process {
	t.Helper()
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.Command("sh", "-c", script)
	cmd.Stdout = in
	p, err := Start(cmd)
	in.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Kill)
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("it says %q, %v", line, err)
	}
	return p
}

// endless waits for a signal.
const endless = "; echo ready; while :; do sleep 0.01; done"

func TestEnds(t *testing.T) {
	const ample = time.Minute
	for name, of := range map[string]struct {
		script string
		end    func(*Process) (inTime bool)
		inTime bool
		state  string
	}{
		"by itself":                {"echo ready; exit 3", func(p *Process) bool { <-p.Done(); return true }, true, "exit status 3"},
		"as asked":                 {"trap 'exit 0' TERM" + endless, func(p *Process) bool { return p.Terminate(ample) }, true, "exit status 0"},
		"not as asked":             {"trap '' TERM" + endless, func(p *Process) bool { return p.Terminate(time.Millisecond) }, false, "signal: killed"},
		"killed":                   {"trap '' TERM" + endless, func(p *Process) bool { p.Kill(); return false }, false, "signal: killed"},
		"asked when it had ended":  {"echo ready", func(p *Process) bool { <-p.Done(); return p.Terminate(ample) }, true, "exit status 0"},
		"killed when it had ended": {"echo ready", func(p *Process) bool { <-p.Done(); p.Kill(); return true }, true, "exit status 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := shell(t, of.script)
			if inTime := of.end(p); inTime != of.inTime {
				t.Errorf("it ended in time: %t", inTime)
			}
			if state := p.State().String(); state != of.state {
				t.Errorf("it ended with %s, want %s", state, of.state)
			}
		})
	}
}

func TestStartNothing(t *testing.T) {
	if p, err := Start(exec.Command("/does/not/exist")); err == nil || p != nil {
		t.Errorf("got %v, error %v", p, err)
	}
}

func TestRun(t *testing.T) {
	var said strings.Builder
	cmd := exec.CommandContext(t.Context(), "sh", "-c", "echo well; exit 4")
	cmd.Stdout = &said
	if err := Run(cmd); err == nil || err.Error() != "exit status 4" || said.String() != "well\n" {
		t.Errorf("it says %q, error %v", said.String(), err)
	}
}

// when does something as soon as a child says anything.
type when func()

func (w when) Write(said []byte) (int, error) { w(); return len(said), nil }

// TestRunCancelled: a child is asked to end, not killed.
func TestRunCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", "trap 'exit 5' TERM"+endless)
	cmd.Stdout = when(cancel)
	if err := Run(cmd); err == nil || err.Error() != "exit status 5" {
		t.Errorf("it ended with %v", err)
	}
}
