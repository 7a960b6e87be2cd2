package main

import (
	"fmt"
	"os"
	"time"
)

// quiet is how long a log that nobody watches goes without a line.
const quiet = 20 * time.Second

// progress tells a person at a terminal what happens, on one line that rewrites
// itself, and a log every now and then.
type progress struct {
	out      *os.File
	terminal bool
	start    time.Time
	last     time.Time
}

func newProgress(out *os.File) *progress {
	info, err := out.Stat()
	now := time.Now()
	return &progress{
		out:      out,
		terminal: err == nil && info.Mode()&os.ModeCharDevice != 0,
		start:    now,
		last:     now,
	}
}

// print writes a line that stays.
func (p *progress) print(format string, args ...any) {
	p.clear()
	fmt.Fprintf(p.out, format+"\n", args...)
}

// update writes a line that the next one replaces.
func (p *progress) update(format string, args ...any) {
	line := fmt.Sprintf("%6s  ", p.elapsed()) + fmt.Sprintf(format, args...)
	if p.terminal {
		p.clear()
		fmt.Fprint(p.out, line[:min(len(line), 79)])
		return
	}
	if time.Since(p.last) >= quiet {
		p.last = time.Now()
		fmt.Fprintln(p.out, line)
	}
}

func (p *progress) clear() {
	if p.terminal {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}

func (p *progress) elapsed() time.Duration {
	return time.Since(p.start).Round(time.Second)
}
