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

// informed tells what bare writes take a process that watches what it writes, as whoever
// has an informer must, compared with the same by one that does not: what no controller
// can do without.
func (f *fan) informed(ctx context.Context, r *result) error {
	watching := func() (cost, error) {
		stop, err := f.watching(ctx)
		if err != nil {
			return cost{}, err
		}
		defer stop()
		return f.bare(ctx)
	}
	took, err := alternately(ctx, times[cost](5), watching, func() (cost, error) { return f.bare(ctx) })
	if err != nil {
		return err
	}
	r.tell(fmt.Sprintf("%d matters, bare writes by who watches them, against the reference", f.matters), "%.2f (%s); %s",
		took.value(wall), spreadOf(ratios(took.subject, took.reference, wall)), beside(took.subject))
	return nil
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
