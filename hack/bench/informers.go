package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	_ "net/http/pprof" // the heap of the informers is read as the manager's is
	"time"

	"k8s.io/client-go/rest"
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
	if _, err := filled(ctx, config, cache.New); err != nil {
		return err
	}
	if profiled == "" {
		return nil
	}
	return serveProfiles(ctx, profiled)
}

// filled fills the manager's informers, with its options, in a cache that is made in one
// way or another, and keeps them filled until the context ends.
func filled(ctx context.Context, config *rest.Config, from cache.NewCacheFunc) (cache.Cache, error) {
	config.QPS = -1
	options := manager.CacheOptions()
	options.Scheme = manager.NewScheme()
	informers, err := from(config, options)
	if err != nil {
		return nil, fmt.Errorf("making informers: %w", err)
	}
	for _, kind := range []client.Object{
		&v1alpha1.Firm{}, &v1alpha1.Office{}, &v1alpha1.FirmUser{}, &v1alpha1.AssistantLink{}, &v1alpha1.Matter{},
	} {
		if _, err := informers.GetInformer(ctx, kind, cache.BlockUntilSynced(false)); err != nil {
			return nil, fmt.Errorf("making the informer of %T: %w", kind, err)
		}
	}
	go func() { _ = informers.Start(ctx) }() // it ends with the context
	if !informers.WaitForCacheSync(ctx) {
		return nil, errors.New("the informers are not filled")
	}
	return informers, nil
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
