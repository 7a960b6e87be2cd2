// Command bench measures the figures that this project is held to, prints them, and
// writes docs/benchmarks.md.
//
//	make bench                           # in less than five minutes
//	make bench SIZE=full FORMAT=json
//	go run ./hack/bench -only F-12
//
// Subject and reference run by turns, A B A B, so that whatever else the machine
// does hits both. A figure is the median of what the turns of the one are of those of the
// other; there are more of them where they do not agree. The control is the reference
// against itself: what is smaller than its spread says nothing. F-1 to F-10 and F-13 are
// measured of the manager as it ships, in a process of its own, against a real etcd and
// kube-apiserver.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

type options struct {
	size, format, only, page string
	overlay                  string
	informers, profiled      string
	bare, echo, desk         string
	storage                  bool
}

// errMissed says that a figure is not reached; which one is printed.
var errMissed = errors.New("not every figure is reached")

func main() {
	var o options
	flag.StringVar(&o.size, "size", string(quick), "quick or full")
	flag.StringVar(&o.format, "format", "table", "table or json")
	flag.StringVar(&o.only, "only", "", "measure these alone, with commas between them: F-11,F-12")
	flag.StringVar(&o.page, "page", "", "the page to write, if all figures are measured")
	flag.StringVar(&o.overlay, "overlay", "", "build the manager with this overlay, as go build knows it")
	flag.StringVar(&o.informers, "informers", "", "be the reference of F-2 and F-10: fill bare informers from the cluster of this `kubeconfig`")
	flag.StringVar(&o.profiled, "profiled", "", "and keep them, with profiles served at this `address`")
	flag.StringVar(&o.bare, "bare", "", "be the reference of F-1: write statuses, as this `JSON` says")
	flag.StringVar(&o.echo, "echo", "", "be the reference of F-5: answer edits of the cluster of this `kubeconfig`")
	flag.StringVar(&o.desk, "desk", "", "be who answers reviews for F-8 and F-9, as this `JSON` says")
	flag.BoolVar(&o.storage, "storage", false, "print what etcd gains with every change of a matter, and nothing else")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := do(ctx, o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// do does what is asked for.
func do(ctx context.Context, o options) error {
	if o.informers != "" {
		return fillInformers(ctx, o.informers, o.profiled)
	}
	if o.bare != "" {
		return writeBare(ctx, o.bare)
	}
	if o.echo != "" {
		return runEcho(ctx, o.echo)
	}
	if o.desk != "" {
		return serveDesk(ctx, o.desk)
	}
	if o.storage {
		return storage(ctx, &bench{root: ".", overlay: o.overlay}, os.Stdout)
	}
	return run(ctx, o)
}

func run(ctx context.Context, o options) error {
	write, known := formats[o.format]
	if s := size(o.size); !known || (s != quick && s != full) {
		return fmt.Errorf("-format is table or json, not %q, and -size quick or full, not %q", o.format, o.size)
	}
	b := &bench{root: ".", size: size(o.size), overlay: o.overlay}
	defer b.close()
	all, err := b.measure(ctx, o.only)
	if err != nil {
		return err
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
	if slices.ContainsFunc(all, func(m measurement) bool { return !m.ok() }) {
		return errMissed
	}
	return nil
}

// bench is a run.
type bench struct {
	root    string // of the repository
	size    size
	overlay string

	world   *world // nil until a figure needs it
	noWorld error  // why there is none

	stage   *stage // of F-5 to F-7, nil until one of them needs it
	noStage error  // why there is none
}

func (b *bench) close() {
	if b.stage != nil {
		b.stage.echo.Kill()
	}
	if b.world != nil {
		b.world.close()
	}
}

// measure measures the figures that are asked for. One that cannot be measured is
// one that is not reached.
func (b *bench) measure(ctx context.Context, only string) ([]measurement, error) {
	due := inOrder(only)
	var all []measurement
	start := time.Now()
	for i, f := range due {
		began := time.Now()
		fmt.Fprintf(os.Stderr, "%s …", f.id)
		within := ctx
		if b.size == quick {
			within = inTime(ctx, start, due[i+1:])
		}
		r, err := f.measure(within, b)
		if ctx.Err() != nil {
			return nil, fmt.Errorf("%s: %w", f.id, context.Cause(ctx))
		}
		if err != nil {
			r = result{value: math.NaN(), why: "not measured: " + err.Error()}
		}
		m := measurement{figure: f, result: r}
		fmt.Fprintf(os.Stderr, " %s in %s %s\n", m.whole().said(), time.Since(began).Round(time.Second), m.why)
		all = append(all, m)
	}
	byPage(all)
	return all, nil
}
