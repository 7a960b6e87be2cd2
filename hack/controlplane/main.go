// Command controlplane builds etcd, kube-apiserver and kubectl from the
// modules that this module's go.mod pins and its go.sum checks, and, for the
// tests that need them, Kubernetes' own controllers. It builds once: while
// nothing that goes into the binaries has changed, it returns at once.
//
//	go -C hack/controlplane run . -o ../../bin/k8s
//	go -C hack/controlplane run . -o ../../bin/k8s -controllers
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

// set is what is built in one go. Its stamp says what it was built from.
type set struct {
	stamp    string
	commands []command
}

// command is a binary, the package it is built from, and the name that go gives it.
type command struct{ name, pkg, built string }

// plane is what everything runs against. The controllers are a set of their own, so
// that nobody waits for them who does not need them.
var (
	plane = set{stamp: ".stamp", commands: []command{
		{"etcd", "go.etcd.io/etcd/server/v3", "server"},
		{"kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver", "kube-apiserver"},
		{"kubectl", "k8s.io/kubernetes/cmd/kubectl", "kubectl"},
	}}
	controllers = set{stamp: ".stamp-controllers", commands: []command{
		{"kube-controller-manager", "k8s.io/kubernetes/cmd/kube-controller-manager", "kube-controller-manager"},
	}}
)

func main() {
	out := flag.String("o", filepath.Join("..", "..", "bin", "k8s"), "the directory to build into")
	instead := flag.Bool("controllers", false, "build kube-controller-manager instead")
	flag.Parse()
	wanted := plane
	if *instead {
		wanted = controllers
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancelCause(ctx)
	go watchParent(ctx, cancel)
	err := wanted.run(ctx, *out)
	if ctx.Err() != nil {
		err = context.Cause(ctx) // not what it looks like to a go that was stopped
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "controlplane:", err)
		os.Exit(1)
	}
}

// run makes dir hold the binaries of the set.
func (s set) run(ctx context.Context, dir string) error {
	want, err := s.fingerprint()
	if err != nil {
		return err
	}
	if s.upToDate(dir, want) {
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
	if s.upToDate(dir, want) { // by whoever held the lock
		return nil
	}
	if err := s.build(ctx, dir, p); err != nil {
		return err
	}
	return s.putStamp(dir, want)
}
