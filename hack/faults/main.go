// Command faults breaks what the manager stands on, one fault at a time, against a
// real etcd and kube-apiserver and the real manager in a process of its own, and
// judges what comes of it.
//
//	go run ./hack/faults              every fault, quickly
//	go run ./hack/faults -size full   over every workload, a crash at every write
//	go run ./hack/faults -list
//
// It ends with how many faults were survived and how many not, and exits 1 if any
// was not.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/go-logr/logr"
	"sigs.k8s.io/controller-runtime/pkg/log"
)

// options are what the command line says.
type options struct {
	root, assets string
	overlay      string
	full, keep   bool
	only, over   *regexp.Regexp
	seed         int64
	many, firms  int
	silent       time.Duration
}

// notSurvivedError says that some faults were not survived, and why; it is printed already.
type notSurvivedError struct{ story string }

func (notSurvivedError) Error() string { return "not every fault was survived" }

func main() {
	log.SetLogger(logr.Discard())
	list := flag.Bool("list", false, "list the faults and exit")
	size := flag.String("size", "quick", "`quick` or full")
	only := flag.String("run", "", "a `pattern` for the faults to try")
	over := flag.String("over", "", "a `pattern` for the workloads to play, of those of full size")
	plant := flag.String("plant", "", "plant the bugs that match this `pattern`, one at a time, and see each caught")
	var o options
	flag.Int64Var(&o.seed, "seed", 1, "what is drawn, is drawn from this")
	flag.IntVar(&o.firms, "firms", 0, "how many firms to draw, each from the next seed; 1 in quick size and 3 in full if 0")
	flag.BoolVar(&o.keep, "keep", false, "keep the logs and the data")
	flag.Parse()
	if *list {
		printList(os.Stdout)
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := o.complete(*size, *only, *over)
	switch {
	case err != nil:
	case *plant != "":
		err = plantAll(ctx, o, *plant)
	default:
		err = run(ctx, o)
	}
	stop()
	if err != nil {
		if _, told := errors.AsType[notSurvivedError](err); !told {
			fmt.Fprintln(os.Stderr, "faults:", err)
		}
		os.Exit(1)
	}
}

// complete works out what the flags do not say.
func (o *options) complete(size, only, over string) (err error) {
	o.full, o.many, o.silent = size == "full", 20, 2*time.Second
	firms := 1
	if o.full {
		o.many, o.silent, firms = 200, time.Minute, 3
	}
	if o.firms == 0 {
		o.firms = firms
	}
	if !o.full && size != "quick" {
		return fmt.Errorf("-size %s: it is quick or full", size)
	}
	if o.only, err = regexp.Compile(only); err != nil {
		return fmt.Errorf("-run: %w", err)
	}
	if over != "" {
		if o.over, err = regexp.Compile(over); err != nil {
			return fmt.Errorf("-over: %w", err)
		}
	}
	if o.root, err = filepath.Abs("."); err != nil {
		return fmt.Errorf("finding the repository: %w", err)
	}
	if _, err := os.Stat(filepath.Join(o.root, "config", "default")); err != nil {
		return fmt.Errorf("run it at the top of the repository: %w", err)
	}
	if o.assets = os.Getenv("KUBEBUILDER_ASSETS"); o.assets == "" {
		o.assets = filepath.Join(o.root, "bin", "k8s")
	}
	return nil
}

// run tries every fault that is asked for.
func run(ctx context.Context, o options) error {
	w, err := newWorld(ctx, o)
	defer w.close()
	if err != nil {
		return err
	}
	fmt.Printf("seed %d; after all has settled nothing may be written for %s\n", o.seed, o.silent)
	survived, not := 0, 0
	var all strings.Builder
	for _, s := range scenarios() {
		if !o.only.MatchString(s.name) || len(s.playedOver(o, w.workloads)) == 0 {
			continue
		}
		if story := w.try(ctx, s, os.Stdout); len(story) > 0 {
			fmt.Fprintln(&all, strings.Join(story, "\n"))
			not++
		} else {
			survived++
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	fmt.Printf("%d faults survived, %d not\n", survived, not)
	if not > 0 || survived == 0 {
		return notSurvivedError{all.String()}
	}
	return nil
}
