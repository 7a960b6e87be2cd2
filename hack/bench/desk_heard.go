package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/hack/faults/plane"
)

// heard is what came of many requests, one after the other.
type heard struct {
	waits
	cost // of the desk; wall is of all requests
}

// at returns what p of a hundred requests were not waited for longer, in seconds.
func at(p float64) func(heard) float64 {
	return func(h heard) float64 { return percentile(p)(h.waits) }
}

// many makes so many requests, and adds up what they cost whom.
func (w *world) many(ctx context.Context, d *desk, n int, request func(context.Context) (time.Duration, error)) (heard, error) {
	var h heard
	h.apiServer, h.etcd = w.ProcessorTime()
	h.cpu = d.ProcessorTime()
	began := time.Now()
	for range n {
		took, err := request(ctx)
		if err != nil {
			return heard{}, err
		}
		h.waits = append(h.waits, took)
	}
	h.wall = time.Since(began)
	apiServer, etcd := w.ProcessorTime()
	h.apiServer, h.etcd, h.cpu = apiServer-h.apiServer, etcd-h.etcd, d.ProcessorTime()-h.cpu
	return h, nil
}

// add adds what came of more requests.
func (h *heard) add(more heard) {
	h.waits = append(h.waits, more.waits...)
	h.wall, h.cpu = h.wall+more.wall, h.cpu+more.cpu
	h.apiServer, h.etcd = h.apiServer+more.apiServer, h.etcd+more.etcd
}

// some makes so many requests, one after the other.
type some func(n int) (heard, error)

// unheard is how many requests each side makes first, which do not count.
const unheard = 3

// mingled is paired for sides that make many requests each: within a turn they make so
// many at once by turns, now the one first and now the other. A slowest request of a
// hundred is made so by what else the machine does, and that so hits both. The first
// few of each side do not count.
func mingled(ctx context.Context, another rounds[heard], requests, atOnce int, subject, reference some) (turns[heard], error) {
	if _, _, err := mixed(ctx, unheard, unheard, subject, reference); err != nil {
		return turns[heard]{}, err
	}
	return paired(ctx, another, func() (mine, its heard, err error) { return mixed(ctx, requests, atOnce, subject, reference) })
}

// mixed is one turn of both sides.
func mixed(ctx context.Context, requests, atOnce int, subject, reference some) (mine, its heard, err error) {
	sides := []struct {
		some
		into *heard
	}{{subject, &mine}, {reference, &its}}
	for left := requests; left > 0; left -= atOnce {
		if err := ctx.Err(); err != nil {
			return mine, its, fmt.Errorf("stopped: %w", err)
		}
		for _, side := range sides {
			came, err := side.some(min(left, atOnce))
			if err != nil {
				return mine, its, err
			}
			side.into.add(came)
		}
		slices.Reverse(sides)
	}
	return mine, its, nil
}

// reviews are what an API server asks about one edit, first of the mutating webhook,
// then of the validating one.
type reviews struct{ mutate, validate []byte }

// recorded has the API server ask the recorder about an edit that is not stored, and
// returns what it asked.
func (w *world) recorded(ctx context.Context, d *desk, by client.Client, namespace, name string) (r reviews, err error) {
	p, err := pick(ctx, by, namespace, name)
	if err != nil {
		return r, err
	}
	err = plane.Until(ctx, time.Minute, func() error {
		if _, err := p.edit(ctx, client.DryRunAll); err != nil {
			return err
		}
		if r.mutate, err = d.last(ctx, d.mutate, namespace, name); err != nil {
			return err
		}
		r.validate, err = d.last(ctx, d.validate, namespace, name)
		return err
	})
	return r, err
}

// last returns the last review that the recorder got about a matter.
func (d *desk) last(ctx context.Context, path, namespace, name string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, d.base+recorderPrefix+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	response, err := d.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if !isAbout(body, namespace, name) {
		return nil, fmt.Errorf("the recorder has not been asked about %s of %s", name, namespace)
	}
	return body, nil
}

// replay asks a desk under a prefix what the API server asks about an edit, over the
// network as it does, and returns how long both answers were waited for.
func (d *desk) replay(prefix string, r reviews) func(context.Context) (time.Duration, error) {
	return func(ctx context.Context) (time.Duration, error) {
		began := time.Now()
		for _, of := range []struct {
			path   string
			review []byte
		}{{d.mutate, r.mutate}, {d.validate, r.validate}} {
			response, err := d.post(ctx, prefix+of.path, of.review)
			if err != nil {
				return 0, err
			}
			answer, err := io.ReadAll(response.Body)
			_ = response.Body.Close()
			if err != nil {
				return 0, fmt.Errorf("reading an answer: %w", err)
			}
			if !allows(answer) {
				return 0, fmt.Errorf("%s%s does not allow it: %s", prefix, of.path, answer)
			}
		}
		return time.Since(began), nil
	}
}
