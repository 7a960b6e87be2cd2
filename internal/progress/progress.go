// Package progress tells a person at a terminal what a command is busy with, in one
// line that is gone when it is done. It writes nothing where nobody watches, and
// never to standard output.
package progress

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/term"
)

const (
	// patience is how long a command may be silent.
	patience = 2 * time.Second
	// every is how often the line is drawn anew.
	every = 100 * time.Millisecond
)

// Line is the line of a terminal on which progress is told. Nil tells nothing.
type Line struct {
	out   io.Writer
	width func() int
	now   func() time.Time
	ticks func() (ticks <-chan time.Time, stop func())
	began time.Time
}

// On returns the line of a terminal, from now on; nil where nobody watches: in a
// file or a pipe, in CI, and on a terminal that cannot go back in a line.
func On(out io.Writer) *Line {
	file, is := out.(*os.File)
	if !is || !term.IsTerminal(int(file.Fd())) || !watched(os.Getenv) {
		return nil
	}
	return New(out, time.Now, func() int {
		width, _, err := term.GetSize(int(file.Fd()))
		if err != nil {
			return 0
		}
		return width
	})
}

// New returns the line of a terminal by a clock, from now on. The width is in cells, 0
// where nobody knows.
func New(out io.Writer, now func() time.Time, width func() int) *Line {
	return &Line{
		out: out, width: width, now: now, began: now(),
		ticks: func() (<-chan time.Time, func()) {
			ticker := time.NewTicker(every)
			return ticker.C, ticker.Stop
		},
	}
}

// watched says whether the environment is one in which a person watches.
func watched(getenv func(string) string) bool {
	ci := getenv("CI")
	return (ci == "" || ci == "false" || ci == "0") && getenv("TERM") != "dumb"
}

type lineKey struct{}

// With returns a context in which progress is told on the line.
func With(ctx context.Context, line *Line) context.Context {
	return context.WithValue(ctx, lineKey{}, line)
}

type stageKey struct{}

// stage is something that takes time.
type stage struct {
	what, unit string
	all        int64 // 0 where nobody knows
	done       atomic.Int64
}

// Start begins something that takes time: what it is, and what it counts, of how many
// if that is known. When it is over, done must be called, before anything else is
// printed; it may be called twice. If the context ends, the line is gone at once.
func Start(ctx context.Context, what, unit string, all int) (in context.Context, done func()) {
	line, _ := ctx.Value(lineKey{}).(*Line)
	if line == nil {
		return ctx, func() {}
	}
	s := &stage{what: what, unit: unit, all: int64(all)}
	stop := make(chan struct{})
	var over sync.WaitGroup
	over.Go(func() { line.tell(ctx, s, stop) })
	var once sync.Once
	return context.WithValue(ctx, stageKey{}, s), func() {
		once.Do(func() { close(stop) })
		over.Wait()
	}
}

// Add counts more of what the context's stage counts. Any number may call it at once.
func Add(ctx context.Context, n int) {
	if s, is := ctx.Value(stageKey{}).(*stage); is {
		s.done.Add(int64(n))
	}
}

// tell draws the line until the stage or the context ends, and leaves it empty.
func (l *Line) tell(ctx context.Context, s *stage, stop <-chan struct{}) {
	ticks, end := l.ticks()
	defer end()
	drawn := 0
	defer func() { l.draw("", drawn) }()
	show := func() {
		if ctx.Err() == nil && l.now().Sub(l.began) >= patience {
			drawn = l.draw(s.String(), drawn)
		}
	}
	show() // of the next stage the line does not vanish in between
	for {
		select {
		case <-stop:
			return
		case <-ctx.Done():
			return
		case <-ticks:
			show()
		}
	}
}

// echo is how much a terminal adds to the line for Ctrl-C: ^C.
const echo = 2

// draw replaces what is drawn, so many cells of it, and says how many there are now.
// It goes back by a carriage return alone: every terminal can.
func (l *Line) draw(text string, before int) int {
	runes := []rune(text)
	if room := cmp.Or(l.width(), 80) - 1 - echo; len(runes) > room { // a line that wraps cannot be taken back
		runes = runes[:max(room, 0)]
	}
	if len(runes)+before > 0 {
		blank := strings.Repeat(" ", max(before+echo-len(runes), 0))
		fmt.Fprint(l.out, "\r"+string(runes)+blank+strings.Repeat("\b", len(blank)))
		if len(runes) == 0 {
			fmt.Fprint(l.out, "\r")
		}
	}
	return len(runes)
}

// String is the line, such as `reading firms/: 12,000 objects …`.
func (s *stage) String() string {
	done := s.done.Load()
	switch {
	case s.all > 0:
		return fmt.Sprintf("%s: %s of %s %s …", s.what, grouped(done), grouped(s.all), s.unit)
	case done > 0:
		return fmt.Sprintf("%s: %s %s …", s.what, grouped(done), s.unit)
	}
	return s.what + " …"
}

// grouped writes a number as people read it: 12,000.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}
