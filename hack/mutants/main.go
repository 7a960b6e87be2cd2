// Command mutants plants bugs in the code of the rules A, M, C, L, S and D, one at a
// time, and shows that each is caught: by random histories or firms against the
// model, or by histories that are saved. It never touches the tree: go builds each bug from an
// overlay.
//
//	go run ./hack/mutants -only 'L-10'
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"
)

// mutant is a planted bug: what it breaks, and the text that it puts in the
// place of another, which must be there exactly once.
type mutant struct {
	rule, breaks, file, old, new string
}

func (m mutant) String() string { return fmt.Sprintf("%-5s %s", m.rule, m.breaks) }

// mutants are all of them, in the order of the rules.
func mutants() []mutant {
	return slices.Concat(ofAssistants, ofMembership, ofConflicts, ofLedgers, ofDecisions)
}

type options struct {
	root      string
	only      *regexp.Regexp
	histories int
	firms     int
	workers   int
	keep      bool
}

func main() {
	o := options{root: "."}
	only := flag.String("only", "", "a pattern for the mutants to try, such as 'M-6' or 'collection'")
	flag.IntVar(&o.histories, "histories", 3000, "how many histories each has to survive")
	flag.IntVar(&o.firms, "firms", 3000, "how many firms, for who may do what")
	flag.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "how many to try side by side")
	flag.BoolVar(&o.keep, "keep", false, "save the shrunk history that catches each")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	pattern, err := regexp.Compile(*only)
	if err == nil {
		o.only = pattern
		err = run(ctx, o)
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

// run tries the mutants, a few side by side, and tells of each in order.
func run(ctx context.Context, o options) error {
	var tried []mutant
	for _, m := range mutants() {
		if o.only.MatchString(m.String()) {
			tried = append(tried, m)
		}
	}
	dir, err := os.MkdirTemp("", "mutants-")
	if err != nil {
		return fmt.Errorf("making room: %w", err)
	}
	defer os.RemoveAll(dir)
	verdicts := make([]chan verdict, len(tried))
	for i := range verdicts {
		verdicts[i] = make(chan verdict, 1)
	}
	var wg sync.WaitGroup
	turn := make(chan struct{}, o.workers)
	go func() {
		for i, m := range tried {
			turn <- struct{}{}
			wg.Go(func() {
				verdicts[i] <- try(ctx, o, m, fmt.Sprintf("%s/%d", dir, i))
				<-turn
			})
		}
	}()
	caught := 0
	for i, m := range tried {
		v := <-verdicts[i]
		if v.outcome == outcomeCaught {
			caught++
		}
		fmt.Printf("%-8s  %s  %s (%s)\n", v.outcome, m, v.how, v.took.Round(time.Second))
	}
	fmt.Printf("%d mutants, %d caught\n", len(tried), caught)
	if caught < len(tried) {
		return fmt.Errorf("%d were not caught", len(tried)-caught)
	}
	return nil
}
