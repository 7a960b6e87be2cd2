package main

import (
	"context"
	"errors"
	"fmt"

	"sigs.k8s.io/controller-runtime/pkg/cache"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/manager"
)

// informed compares bare writes by a process that watches what it writes, as whoever
// has an informer must, with the same by one that does not: what no controller can do
// without.
func (f *fan) informed(ctx context.Context, n int) (sample, error) {
	watching := func() (cost, error) {
		stop, err := f.watching(ctx)
		if err != nil {
			return cost{}, err
		}
		defer stop()
		return f.bare(ctx)
	}
	return alternately(ctx, n, watching, func() (cost, error) { return f.bare(ctx) })
}

// watching fills an informer of the copies, with the manager's transform, and keeps it
// filled until it is stopped.
func (f *fan) watching(ctx context.Context) (stop context.CancelFunc, err error) {
	config := f.ConfigOf(plane.Manager)
	config.UserAgent = "bare"
	options := manager.CacheOptions()
	options.Scheme = echoScheme()
	informers, err := cache.New(config, options)
	if err != nil {
		return nil, fmt.Errorf("making an informer: %w", err)
	}
	if _, err := informers.GetInformer(ctx, &v1alpha1.Matter{}, cache.BlockUntilSynced(false)); err != nil {
		return nil, fmt.Errorf("making an informer: %w", err)
	}
	ctx, end := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = informers.Start(ctx) // it ends when it is stopped
	}()
	if !informers.WaitForCacheSync(ctx) {
		end()
		return nil, errors.New("an informer is not filled")
	}
	return func() { end(); <-ended }, nil
}
