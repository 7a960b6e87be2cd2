// Command bench measures the figures that this project is held to, prints them, and
// writes docs/benchmarks.md.
//
//	make bench                           # in less than five minutes
//	make bench SIZE=full FORMAT=json
//	go run ./hack/bench -only F-12
//
// Subject and reference run by turns, A B A B, so that whatever else the machine
// does hits both; a figure is the median of what the pairs give. The control is the
// reference against itself: what is smaller than its spread says nothing.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

type options struct {
	size, format, only, page string
}

// errMissed says that a figure is not reached; which one is printed.
var errMissed = errors.New("not every figure is reached")

func main() {
	var o options
	flag.StringVar(&o.size, "size", string(quick), "quick or full")
	flag.StringVar(&o.format, "format", "table", "table or json")
	flag.StringVar(&o.only, "only", "", "measure these alone, with commas between them: F-11,F-12")
	flag.StringVar(&o.page, "page", "", "the page to write, if all figures are measured")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	write, known := formats[o.format]
	if s := size(o.size); !known || (s != quick && s != full) {
		return fmt.Errorf("-format is table or json, not %q, and -size quick or full, not %q", o.format, o.size)
	}
	var all []measurement
	missed := false
	for _, f := range figures {
		if o.only != "" && !strings.Contains(","+o.only+",", ","+f.id+",") {
			continue
		}
		began := time.Now()
		fmt.Fprintf(os.Stderr, "%s …", f.id)
		r, err := f.measure(ctx, size(o.size))
		if err != nil {
			return fmt.Errorf("%s: %w", f.id, err)
		}
		m := measurement{figure: f, result: r}
		fmt.Fprintf(os.Stderr, " %.2f in %s\n", r.value, time.Since(began).Round(time.Second))
		all, missed = append(all, m), missed || !m.ok()
	}
	if len(all) == 0 {
		return fmt.Errorf("there is no figure %s", o.only)
	}
	if err := write(os.Stdout, all); err != nil {
		return err
	}
	if o.page != "" && o.only == "" {
		if err := writePage(o.page, size(o.size), all); err != nil {
			return err
		}
	}
	if missed {
		return errMissed
	}
	return nil
}
