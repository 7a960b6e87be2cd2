package main

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/roster"
)

func matter(says, name string, how func(*v1alpha1.Matter)) change {
	return edit(says, name, func(f roster.Objects) []*v1alpha1.Matter { return f.Matters }, how)
}

func user(says, name string, how func(*v1alpha1.FirmUser)) change {
	return edit(says, name, func(f roster.Objects) []*v1alpha1.FirmUser { return f.Users }, how)
}

func theFirm(says string, how func(*v1alpha1.Firm)) change {
	return edit(says, v1alpha1.FirmName, func(f roster.Objects) []*v1alpha1.Firm { return []*v1alpha1.Firm{f.Firm} }, how)
}

// edit changes an object that is there.
func edit[T client.Object](says, name string, among func(roster.Objects) []T, how func(T)) change {
	return change{says: says, make: func(ctx context.Context, c client.Client, now roster.Objects) error {
		for _, o := range among(now) {
			if o.GetName() == name {
				how(o)
				return patiently(ctx, func() error { return c.Update(ctx, o) })
			}
		}
		return fmt.Errorf("there is no %q", name)
	}}
}

func create(says string, what func() client.Object) change {
	return change{says: says, make: func(ctx context.Context, c client.Client, _ roster.Objects) error {
		return patiently(ctx, func() error { return c.Create(ctx, what()) })
	}}
}

func remove(says string, what func() client.Object) change {
	return change{says: says, make: func(ctx context.Context, c client.Client, _ roster.Objects) error {
		return patiently(ctx, func() error { return c.Delete(ctx, what()) })
	}}
}

// patiently writes again what the webhooks did not answer in time, as on a machine that
// is busy: what they have not let pass is not stored.
func patiently(ctx context.Context, write func() error) error {
	var err error
	late := plane.Until(ctx, time.Minute, func() error {
		if err = write(); apierrors.IsInternalError(err) {
			return err
		}
		return nil
	})
	if late != nil {
		return late
	}
	return err
}
