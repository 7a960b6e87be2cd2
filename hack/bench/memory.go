package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/matterplane/matterplane/hack/faults/plane"
)

// memory is what a process has in memory, in bytes.
type memory struct {
	live float64 // of its heap, once all garbage is gone
	most float64 // of the machine's memory, ever
}

// memoryOf reads a process that is profiled at an address.
func memoryOf(ctx context.Context, p *plane.Process, profiled string) (memory, error) {
	_, most := p.Memory()
	heap, err := liveHeap(ctx, profiled)
	return memory{live: heap, most: float64(most)}, err
}

// liveHeap returns how much of its heap a process uses. What a pool keeps, or waits
// for its finalizer, is gone only after another collection.
func liveHeap(ctx context.Context, profiled string) (float64, error) {
	const rounds = 3
	for range rounds - 1 {
		if _, err := collected(ctx, profiled); err != nil {
			return 0, err
		}
	}
	text, err := collected(ctx, profiled)
	if err != nil {
		return 0, err
	}
	return statisticOf(text, "HeapAlloc")
}

// collected has a process collect its garbage, and returns what it says of its heap.
func collected(ctx context.Context, profiled string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+profiled+"/debug/pprof/heap?gc=1&debug=1", http.NoBody)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("the profile answers %s: %s", response.Status, text)
	}
	return string(text), err
}

// statisticOf returns a field of runtime.MemStats out of a heap profile in text.
func statisticOf(profile, field string) (float64, error) {
	for line := range strings.Lines(profile) {
		if name, text, found := strings.Cut(strings.TrimPrefix(line, "# "), " = "); found && name == field {
			var value float64
			_, err := fmt.Sscan(text, &value)
			return value, err
		}
	}
	return 0, fmt.Errorf("the profile has no %s", field)
}

// awaitProfile waits until a process can be profiled: these informers serve profiles
// once they are filled.
func awaitProfile(ctx context.Context, p *plane.Process, profiled string) error {
	return plane.Until(ctx, 5*time.Minute, func() error {
		if why, ended := p.Ended(); ended {
			return errors.New(p.Name + " ended: " + why + "; " + p.Tail(5))
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+profiled+"/debug/pprof/cmdline", http.NoBody)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		return response.Body.Close()
	})
}

// mebibytes says a number of bytes as one would write it.
func mebibytes(bytes float64) string { return fmt.Sprintf("%.1f MiB", bytes/(1<<20)) }
