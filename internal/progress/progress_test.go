package progress

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// screen is a terminal: what stands on its line, and all that has.
type screen struct {
	mu    sync.Mutex
	line  []rune
	at    int
	shown []string
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range string(p) {
		switch r {
		case '\r':
			s.at = 0
			continue
		case '\b':
			s.at--
			continue
		}
		if s.at == len(s.line) {
			s.line = append(s.line, ' ')
		}
		s.line[s.at] = r
		s.at++
	}
	s.shown = append(s.shown, strings.TrimRight(string(s.line), " "))
	return len(p), nil
}

// clock ticks when a test says so. What was drawn for a tick is drawn when the next
// one is taken.
type clock struct {
	ticks chan time.Time
	mu    sync.Mutex
	at    time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) tick(after time.Duration) {
	c.mu.Lock()
	c.at = c.at.Add(after)
	c.mu.Unlock()
	c.ticks <- c.at
}

func watchedLine(width int) (*screen, *clock, *Line) {
	out, c := &screen{}, &clock{ticks: make(chan time.Time)}
	return out, c, &Line{
		out: out, now: c.now, began: c.now(), width: func() int { return width },
		ticks: func() (<-chan time.Time, func()) { return c.ticks, func() {} },
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	out, c, line := watchedLine(40)
	ctx, done := Start(With(t.Context(), line), "reading firms/", "objects", 0)
	c.tick(time.Second) // too early
	c.tick(time.Second)
	c.tick(0)
	Add(ctx, 999)
	c.tick(0)
	c.tick(0)
	Add(ctx, 11_001)
	c.tick(0)
	c.tick(0)
	done()
	done()
	ctx, done = Start(With(t.Context(), line), "a thing with a very long description indeed", "cases", 1234)
	Add(ctx, 7)
	c.tick(0)
	c.tick(0)
	done()
	var got []string
	for _, shown := range out.shown {
		if len(got) == 0 || got[len(got)-1] != shown {
			got = append(got, shown)
		}
	}
	want := []string{
		"reading firms/ …", "reading firms/: 999 objects …", "reading firms/: 12,000 objects …", "",
		"a thing with a very long description", "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if out.at != 0 {
		t.Errorf("the cursor is left at %d", out.at)
	}
}

// TestInterrupted: what is printed after Ctrl-C begins on an empty line.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	out, c, line := watchedLine(80)
	ctx, interrupt := context.WithCancel(With(t.Context(), line))
	_, done := Start(ctx, "reading", "objects", 0)
	c.tick(patience)
	c.tick(0)
	_, _ = out.Write([]byte("^C")) // as a terminal does
	interrupt()
	done()
	if len(out.shown) == 0 || strings.TrimSpace(string(out.line)) != "" || out.at != 0 {
		t.Errorf("%q is left of %q, the cursor at %d", string(out.line), out.shown, out.at)
	}
}

// TestShort: a command that is done in time never shows anything.
func TestShort(t *testing.T) {
	t.Parallel()
	out, c, line := watchedLine(80)
	_, done := Start(With(t.Context(), line), "reading", "objects", 0)
	c.tick(patience - 1)
	done()
	if len(out.shown) > 0 {
		t.Errorf("shown: %q", out.shown)
	}
}

func TestNobodyWatches(t *testing.T) {
	t.Parallel()
	file, err := os.Create(t.TempDir() + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if On(file) != nil || On(&strings.Builder{}) != nil {
		t.Error("a file is watched")
	}
	for set, want := range map[string]bool{"": true, "CI=true": false, "CI=1": false, "CI=false": true, "TERM=dumb": false, "TERM=xterm": true, "NO_COLOR=1": true} {
		name, value, _ := strings.Cut(set, "=")
		if got := watched(func(asked string) string {
			if asked == name {
				return value
			}
			return ""
		}); got != want {
			t.Errorf("with %s somebody watches: %t", set, got)
		}
	}
	ctx, done := Start(With(t.Context(), nil), "reading", "objects", 0)
	Add(ctx, 1)
	done()
}
