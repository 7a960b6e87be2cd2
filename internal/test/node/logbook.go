package node

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// logbook is what a container wrote, line by line, and when.
type logbook struct {
	mu      sync.Mutex
	partial []byte
	lines   []logLine
	closed  bool
	changed chan struct{} // closed at the next line
}

type logLine struct {
	at   time.Time
	text string
}

func newLogbook() *logbook { return &logbook{changed: make(chan struct{})} }

// Write implements io.Writer.
func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.partial = append(l.partial, b...)
	for {
		line, rest, ok := bytes.Cut(l.partial, []byte("\n"))
		if !ok {
			break
		}
		l.lines = append(l.lines, logLine{time.Now(), string(line) + "\n"})
		l.partial = rest
	}
	l.wake()
	return len(b), nil
}

// close tells followers that no line follows.
func (l *logbook) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.wake()
}

func (l *logbook) wake() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// from returns the lines after the first n, whether there may be more, and what tells
// of them.
func (l *logbook) from(n int) (lines []logLine, more bool, changed <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines[min(n, len(l.lines)):], !l.closed, l.changed
}

// reader reads all that there is.
func (l *logbook) reader() io.Reader {
	lines, _, _ := l.from(0)
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(line.text)
	}
	return strings.NewReader(text.String())
}

// asked is what `kubectl logs` asks for.
type asked struct {
	follow, timestamps bool
	since              time.Time
	tail               int // -1: all
}

func parseAsked(q url.Values) (a asked, err error) {
	a = asked{follow: q.Get("follow") == "true", timestamps: q.Get("timestamps") == "true", tail: -1}
	if q.Get("previous") == "true" || q.Get("limitBytes") != "" {
		return a, fmt.Errorf("the tests' kubelet does not know previous logs and limits")
	}
	if text := q.Get("sinceSeconds"); text != "" {
		seconds, err := strconv.Atoi(text)
		if err != nil {
			return a, err
		}
		a.since = time.Now().Add(-time.Duration(seconds) * time.Second)
	}
	if text := q.Get("sinceTime"); text != "" {
		if a.since, err = time.Parse(time.RFC3339, text); err != nil {
			return a, err
		}
	}
	if text := q.Get("tailLines"); text != "" {
		a.tail, err = strconv.Atoi(text)
	}
	return a, err
}

// show writes what is asked for, and each further line if it is to follow, until the
// context or the container ends.
func (l *logbook) show(ctx context.Context, w io.Writer, flush func() error, a asked) error {
	for n := 0; ; {
		lines, more, changed := l.from(n)
		n += len(lines)
		for a.tail < 0 && len(lines) > 0 && lines[0].at.Before(a.since) {
			lines = lines[1:]
		}
		if a.tail >= 0 { // of those that are there when it is asked
			lines = lines[max(0, len(lines)-a.tail):]
			a.tail = -1
			for len(lines) > 0 && lines[0].at.Before(a.since) {
				lines = lines[1:]
			}
		}
		for _, line := range lines {
			text := line.text
			if a.timestamps {
				text = line.at.UTC().Format(time.RFC3339Nano) + " " + text
			}
			if _, err := io.WriteString(w, text); err != nil {
				return err
			}
		}
		if err := flush(); err != nil || !a.follow || !more {
			return err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}
