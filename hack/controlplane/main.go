// Command controlplane builds etcd, kube-apiserver and kubectl from the
// modules that this module's go.mod pins and its go.sum checks. It builds
// once: while nothing that goes into the binaries has changed, it returns at
// once.
//
//	go -C hack/controlplane run . -o ../../bin/k8s
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// commands are the binaries, the packages they are built from, and the names
// that go gives them.
var commands = []struct{ name, pkg, built string }{
	{"etcd", "go.etcd.io/etcd/server/v3", "server"},
	{"kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver", "kube-apiserver"},
	{"kubectl", "k8s.io/kubernetes/cmd/kubectl", "kubectl"},
}

func main() {
	out := flag.String("o", filepath.Join("..", "..", "bin", "k8s"), "the directory to build into")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancelCause(ctx)
	go watchParent(ctx, cancel)
	err := run(ctx, *out)
	if ctx.Err() != nil {
		err = context.Cause(ctx) // not what it looks like to a go that was stopped
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "controlplane:", err)
		os.Exit(1)
	}
}

// run makes dir hold the binaries that this module describes.
func run(ctx context.Context, dir string) error {
	want, err := fingerprint()
	if err != nil {
		return err
	}
	if upToDate(dir, want) {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("creating the output directory: %w", err)
	}

	p := newProgress(os.Stderr)
	unlock, err := lock(ctx, dir, p)
	if err != nil {
		return err
	}
	defer unlock()
	if upToDate(dir, want) { // by whoever held the lock
		return nil
	}
	if err := build(ctx, dir, p); err != nil {
		return err
	}
	return stamp(dir, want)
}
