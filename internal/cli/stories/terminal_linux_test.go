package stories_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	_ "github.com/matterplane/matterplane/internal/cli" // what is built below: a result of before a change is none
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// terminal is a pseudo terminal: what is written to it, and what stands on it then.
type terminal struct {
	keys  *os.File // what a person types
	tty   *os.File // what a program has
	mu    sync.Mutex
	shown []byte
	ended chan struct{}
}

func newTerminal(t *testing.T) *terminal {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	number := 0
	if err = unix.IoctlSetPointerInt(int(keys.Fd()), unix.TIOCSPTLCK, 0); err == nil {
		number, err = unix.IoctlGetInt(int(keys.Fd()), unix.TIOCGPTN)
	}
	if err != nil {
		t.Fatal(err)
	}
	tty, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(int(tty.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 25, Col: 120}); err != nil {
		t.Fatal(err)
	}
	s := &terminal{keys: keys, tty: tty, ended: make(chan struct{})}
	t.Cleanup(func() { _ = keys.Close() })
	go s.watch()
	return s
}

// watch reads until no program has the terminal any more.
func (s *terminal) watch() {
	defer close(s.ended)
	some := make([]byte, 4096)
	for {
		n, err := s.keys.Read(some)
		s.mu.Lock()
		s.shown = append(s.shown, some[:n]...)
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// await waits until something was shown.
func (s *terminal) await(t *testing.T, words string) {
	t.Helper()
	cluster.Eventually(t, time.Minute, func() error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !bytes.Contains(s.shown, []byte(words)) {
			return fmt.Errorf("%q is not in %q", words, s.shown)
		}
		return nil
	})
}

// screen is what stands on the terminal in the end.
func (s *terminal) screen() string {
	<-s.ended
	lines, at := [][]rune{nil}, 0
	for _, r := range string(s.shown) {
		last := &lines[len(lines)-1]
		switch r {
		case '\r':
			at = 0
		case '\b':
			at = max(at-1, 0)
		case '\n':
			lines = append(lines, nil)
		default:
			for len(*last) <= at {
				*last = append(*last, ' ')
			}
			(*last)[at] = r
			at++
		}
	}
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(strings.TrimRight(string(line), " "))
	}
	return b.String()
}

const silent = "{apiVersion: matterplane.dev/v1alpha1, kind: Office, metadata: {name: london, namespace: acme}, spec: {displayname: London}}\n"

// TestOnATerminal: a command that waits for its input says so, and when it goes on, or
// Ctrl-C is typed, nothing of that is left; what it prints is what a pipe gets.
func TestOnATerminal(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "matterplane")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".")
	build.Dir = cluster.Path(t)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const toFile, toTerminal = false, true
	for _, c := range []struct {
		behaviour string
		args      string
		all       bool // its output comes to the terminal too
		typed     string
	}{
		{"check", "check -f -", toFile, ""},
		{"check, printed there", "check -f -", toTerminal, ""},
		{"render", "render -f - -n acme", toFile, ""},
		{"render, printed there", "render -f - -n acme", toTerminal, ""},
		{"diff, printed there", "diff " + os.DevNull + " -", toTerminal, ""},
		{"Ctrl-C", "check -f -", toTerminal, "\x03"},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Parallel()
			text := silent
			if !strings.HasPrefix(c.args, "check") {
				text = strings.ReplaceAll(text, ", spec: {displayname: London}", "")
			}
			piped := exec.CommandContext(t.Context(), binary, strings.Fields(c.args)...)
			piped.Stdin = strings.NewReader(text)
			var out, errs bytes.Buffer
			piped.Stdout, piped.Stderr = &out, &errs
			_ = piped.Run() // how it ends is what other tests are about
			if errs.Len() > 0 || out.Len() == 0 {
				t.Fatalf("to a pipe it prints %q and %q", out.String(), errs.String())
			}

			s := newTerminal(t)
			got, want := onTerminal(t, s, c.all, c.typed, text, binary, strings.Fields(c.args)...), out.String()
			switch {
			case c.typed != "":
				if screen := s.screen(); screen != "Error: interrupted\n" {
					t.Errorf("on the screen is %q", screen)
				}
			case c.all:
				if screen := s.screen(); screen != want {
					t.Errorf("on the screen is %q, want %q", screen, want)
				}
			default:
				if screen := s.screen(); screen != "" || got != want {
					t.Errorf("on the screen is %q, in the file %q, want %q", screen, got, want)
				}
			}
		})
	}
}

// onTerminal runs a command that is given its input, or typed at, once it says that it
// waits. It returns what is printed elsewhere.
func onTerminal(t *testing.T, s *terminal, all bool, typed, text, binary string, args ...string) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Env = append(os.Environ(), "CI=", "TERM=xterm", "NO_COLOR=1")
	cmd.Stdout, cmd.Stderr = file, s.tty
	if all {
		cmd.Stdout = s.tty
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 2}
	input, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = s.tty.Close()
	s.await(t, "reading ")
	if typed != "" {
		_, err = s.keys.WriteString(typed)
	} else if _, err = io.WriteString(input, text); err == nil {
		err = input.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // likewise
	printed, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(printed)
}
