package cacheview

import (
	"context"
	"fmt"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// NewClient is a client.NewClientFunc: a client that reads a firm from the caches once
// they have seen what it last wrote there.
//
// Where firms are cached apart, each has a client of its own. controller-runtime knows
// by one number how far all it watches of a kind has come, which is true of one watch:
// what one firm's watch has seen would else vouch for what another's has not.
func NewClient(config *rest.Config, options client.Options) (client.Client, error) {
	caches := cachedApart(options)
	if caches == nil {
		return client.New(config, options)
	}
	firms := make(map[string]client.Client, len(caches.firms))
	cached := *options.Cache
	options.Cache = nil
	direct, err := client.New(config, options)
	if err != nil {
		return nil, err
	}
	for _, namespace := range caches.namespaces {
		one := cached
		one.Reader = caches.firms[namespace]
		options.Cache = &one
		if firms[namespace], err = client.New(config, options); err != nil {
			return nil, fmt.Errorf("the client of firm %s: %w", namespace, err)
		}
	}
	return &clientApart{Client: direct, firms: firms}, nil
}

func cachedApart(options client.Options) *apart {
	if options.Cache == nil {
		return nil
	}
	caches, _ := options.Cache.Reader.(*apart)
	return caches
}

// clientApart asks the client of the firm that a call is about. Outside these firms it
// reads nothing, and has no caches to wait for when it writes.
type clientApart struct {
	client.Client

	firms map[string]client.Client
}

// of returns the client of a firm, one without caches for another.
func (c *clientApart) of(namespace string) client.Client {
	if firm, ours := c.firms[namespace]; ours {
		return firm
	}
	return c.Client
}

// Get implements client.Reader.
func (c *clientApart) Get(ctx context.Context, key client.ObjectKey, into client.Object, options ...client.GetOption) error {
	firm, ours := c.firms[key.Namespace]
	if !ours {
		return notHeld(key.Namespace)
	}
	return firm.Get(ctx, key, into, options...)
}

// List implements client.Reader, for one firm.
func (c *clientApart) List(ctx context.Context, into client.ObjectList, options ...client.ListOption) error {
	firm, ours := c.firms[(&client.ListOptions{}).ApplyOptions(options).Namespace]
	if !ours {
		return errOneFirm
	}
	return firm.List(ctx, into, options...)
}

// Create implements client.Writer.
func (c *clientApart) Create(ctx context.Context, object client.Object, options ...client.CreateOption) error {
	return c.of(object.GetNamespace()).Create(ctx, object, options...)
}

// Update implements client.Writer.
func (c *clientApart) Update(ctx context.Context, object client.Object, options ...client.UpdateOption) error {
	return c.of(object.GetNamespace()).Update(ctx, object, options...)
}

// Patch implements client.Writer.
func (c *clientApart) Patch(ctx context.Context, object client.Object, patch client.Patch, options ...client.PatchOption) error {
	return c.of(object.GetNamespace()).Patch(ctx, object, patch, options...)
}

// Delete implements client.Writer.
func (c *clientApart) Delete(ctx context.Context, object client.Object, options ...client.DeleteOption) error {
	return c.of(object.GetNamespace()).Delete(ctx, object, options...)
}

// Status implements client.StatusClient.
func (c *clientApart) Status() client.SubResourceWriter { return statusApart{c.Client.Status(), c} }

// statusApart writes statuses, each by the client of its firm.
type statusApart struct {
	client.SubResourceWriter

	clients *clientApart
}

// Update implements client.SubResourceWriter.
func (s statusApart) Update(ctx context.Context, object client.Object, options ...client.SubResourceUpdateOption) error {
	return s.clients.of(object.GetNamespace()).Status().Update(ctx, object, options...)
}

// Patch implements client.SubResourceWriter.
func (s statusApart) Patch(ctx context.Context, object client.Object, patch client.Patch, options ...client.SubResourcePatchOption) error {
	return s.clients.of(object.GetNamespace()).Status().Patch(ctx, object, patch, options...)
}
