// Command prove compares the real rooms with the independent model of the rules:
// what roles and rights give over random firms, and the derivation over random
// histories, after those that are saved. It ends with how many histories it drew and
// how many differences it found, and stops at the first, which it makes as short as
// it gets and saves.
//
//	go run ./hack/prove -histories 100000
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/matterplane/matterplane/internal/test/prove"
)

type options struct {
	histories, firms, seed, workers int
	saved, name, comment            string
	replay                          bool
	shrink                          time.Duration
}

// errDifference says that the two differ; what is to be said about it is said.
var errDifference = errors.New("the derivation and the model differ")

func main() {
	var o options
	flag.IntVar(&o.histories, "histories", 100000, "how many histories to draw")
	flag.IntVar(&o.firms, "firms", 5000, "how many firms to draw, to decide who may do what (sections S and D)")
	flag.IntVar(&o.seed, "seed", int(time.Now().UnixNano()>>10), "the seed of the first firm and history")
	flag.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "how many histories to look at side by side")
	flag.StringVar(&o.saved, "saved", "internal/test/prove/testdata/histories", "where histories are saved")
	flag.StringVar(&o.name, "name", "", "what to call a history that is saved")
	flag.StringVar(&o.comment, "comment", "Found by make prove.", "what to say of it")
	flag.BoolVar(&o.replay, "replay", true, "look at the saved histories first")
	flag.DurationVar(&o.shrink, "shrink", 2*time.Minute, "how long to shrink a history; 0 not to shrink nor save it")
	flag.Parse()
	debug.SetGCPercent(400) // little lives long here
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, o)
	stop()
	if err != nil {
		if !errors.Is(err, errDifference) {
			fmt.Fprintln(os.Stderr, "prove:", err)
		}
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	if o.replay {
		if err := replay(o.saved); err != nil {
			return err
		}
	}
	if err := firms(ctx, o); err != nil {
		return err
	}
	var done atomic.Int64
	quiet, cancel := context.WithCancel(ctx)
	go progress(quiet, "histories", o.histories, &done)
	found := prove.Run(ctx, o.seed, o.histories, o.workers, &done)
	cancel()
	if found != nil {
		if err := tell(found, o); err != nil {
			return err
		}
		fmt.Printf("%d histories, 1 difference\n", done.Load())
		return errDifference
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("stopped after %d histories without a difference: %w", done.Load(), err)
	}
	fmt.Printf("%d histories, 0 differences\n", done.Load())
	return nil
}

// firms looks at random firms.
func firms(ctx context.Context, o options) error {
	if o.firms == 0 {
		return nil
	}
	var done atomic.Int64
	quiet, cancel := context.WithCancel(ctx)
	go progress(quiet, "firms", o.firms, &done)
	seed, found := prove.RunFirms(ctx, o.seed, o.firms, o.workers, &done)
	cancel()
	if found {
		f := prove.DrawFirm(seed)
		fmt.Printf("seed %d\n%s%v\n%s\n%d firms, 1 difference\n", seed, f, f.First, f.Difference(), done.Load())
		return errDifference
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("stopped after %d firms without a difference: %w", done.Load(), err)
	}
	fmt.Printf("%d firms, 0 differences\n", done.Load())
	return nil
}

// replay looks at the saved histories.
func replay(dir string) error {
	saved, err := prove.Load(dir)
	if err != nil {
		return err
	}
	for i, h := range saved {
		if told, after := h.Difference(); told != "" {
			fmt.Printf("saved history %s, after write %d: %s\n%d saved histories, 1 difference\n", h.Name, after, told, i+1)
			return errDifference
		}
	}
	fmt.Printf("%d saved histories, 0 differences\n", len(saved))
	return nil
}

// tell prints a history, shrunk and saved if that is wanted.
func tell(found *prove.Found, o options) error {
	shrunk := found.History
	if o.shrink > 0 {
		fmt.Printf("seed %d: a difference; shrinking it\n", found.Seed)
		shrunk = prove.Shrink(shrunk, o.shrink)
		file, err := prove.Save(o.saved, o.name, shrunk, o.comment)
		if err != nil {
			return err
		}
		fmt.Printf("saved as %s\n", file)
	}
	told, _ := shrunk.Difference()
	fmt.Printf("seed %d\n%s%s\n", found.Seed, shrunk, told)
	return nil
}

// progress says every few seconds how far it is.
func progress(ctx context.Context, what string, all int, done *atomic.Int64) {
	start := time.Now()
	for tick := time.NewTicker(5 * time.Second); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
			n := done.Load()
			fmt.Fprintf(os.Stderr, "%5s  %d of %d %s, no difference\n", time.Since(start).Round(time.Second), n, all, what)
		}
	}
}
