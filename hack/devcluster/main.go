// Command devcluster runs the operator as a firm would: against a real etcd and
// kube-apiserver, with what is shipped in config installed, under the shipped
// ServiceAccount and nothing but its rights, with the samples applied by an
// ordinary cluster administrator.
//
//	go run ./hack/devcluster            stays until Ctrl-C
//	go run ./hack/devcluster --once     exits 0 once all samples are Ready
//
// Only kubelets are missing: of config/default, what needs nodes is left out.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/go-logr/logr"
	"sigs.k8s.io/controller-runtime/pkg/log"
)

// options are what the command line says.
type options struct {
	dataDir    string
	kubeconfig string
	samples    string
	once       bool
	webhooks   bool
	manager    bool
	timeout    time.Duration
}

func parseOptions() options {
	var o options
	flag.StringVar(&o.dataDir, "data-dir", "", "`directory` that keeps the cluster between runs (default: a temporary one)")
	flag.StringVar(&o.kubeconfig, "kubeconfig", "", "`file` to add the cluster to (default: kubeconfig in the data directory)")
	flag.StringVar(&o.samples, "samples", "config/samples", "`directory` to apply; empty applies nothing")
	flag.BoolVar(&o.once, "once", false, "exit 0 once all objects are Ready, 1 if that does not come about")
	flag.BoolVar(&o.webhooks, "webhooks", true, "install the webhooks and let the manager serve them")
	flag.BoolVar(&o.manager, "manager", true, "build and run the manager")
	flag.DurationVar(&o.timeout, "timeout", 2*time.Minute, "how long each step may take until it is ready, builds aside")
	flag.Parse()
	o.webhooks = o.webhooks && o.manager // nobody else would answer
	return o
}

func main() {
	os.Exit(devcluster())
}

func devcluster() int {
	log.SetLogger(logr.Discard())
	o := parseOptions()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "devcluster: unexpected argument %q\n", flag.Arg(0))
		return 2
	}

	ctx, end := lifetime()
	defer end(nil)
	err := run(ctx, end, o)
	if err != nil {
		fmt.Fprintf(os.Stderr, "\ndevcluster: %v\n", err)
		return 1
	}
	return 0
}

// run brings the cluster up, stays as long as it is wanted and takes it down.
func run(ctx context.Context, end context.CancelCauseFunc, o options) (err error) {
	c, err := newCluster(o, end)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.down()) }()

	if err := c.up(ctx); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return cause // what failed, failed because of it
		}
		return err
	}
	fmt.Println("devcluster ready")
	if o.once {
		return nil
	}
	<-ctx.Done()
	cause := context.Cause(ctx)
	if _, asked := errors.AsType[signalled](cause); asked {
		return nil
	}
	return cause
}
