package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	_ "net/http/pprof" // the heap of the informers is read as the manager's is
	"time"

	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/manager"
)

// fillInformers is the reference of F-2 and F-10, in a process of its own: the
// manager's informers, with its options, and nothing else. It ends when they are
// filled; if it is to be profiled, it keeps them until the context ends.
func fillInformers(ctx context.Context, kubeconfig, profiled string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return fmt.Errorf("reading the kubeconfig: %w", err)
	}
	config.QPS = -1
	options := manager.CacheOptions()
	options.Scheme = manager.NewScheme()
	informers, err := cache.New(config, options)
	if err != nil {
		return fmt.Errorf("making informers: %w", err)
	}
	for _, kind := range []client.Object{
		&v1alpha1.Firm{}, &v1alpha1.Office{}, &v1alpha1.FirmUser{}, &v1alpha1.AssistantLink{}, &v1alpha1.Matter{},
	} {
		if _, err := informers.GetInformer(ctx, kind, cache.BlockUntilSynced(false)); err != nil {
			return fmt.Errorf("making the informer of %T: %w", kind, err)
		}
	}
	go func() { _ = informers.Start(ctx) }() // it ends with this process
	if !informers.WaitForCacheSync(ctx) {
		return errors.New("the informers are not filled")
	}
	if profiled == "" {
		return nil
	}
	return serveProfiles(ctx, profiled)
}

// serveProfiles serves profiles of this process until the context ends.
func serveProfiles(ctx context.Context, at string) error {
	server := &http.Server{Addr: at, ReadHeaderTimeout: time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving profiles: %w", err)
	}
	return nil
}
