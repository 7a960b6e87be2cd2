package plane

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/matterplane/matterplane/hack/faults/judge"
)

// registry is where the API server keeps our objects, as JSON.
const registry = "/registry/matterplane.dev/"

// History is what etcd stores of our kinds, revision by revision. It is read from
// etcd and not through the API server, which after a restart has forgotten what was
// before: so no value is missed, whoever is killed.
type History struct {
	url string

	mu      sync.Mutex
	next    int64
	firms   map[string][]judge.Revision
	changed chan struct{} // closed at the next revision
}

func newHistory(url string) *History {
	return &History{url: url, next: 1, firms: map[string][]judge.Revision{}, changed: make(chan struct{})}
}

// Of returns all revisions of a namespace's objects so far, and what is closed when
// there are more.
func (h *History) Of(namespace string) ([]judge.Revision, <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.firms[namespace]), h.changed
}

// Await waits until a namespace's history is as a condition wants it.
func (h *History) Await(ctx context.Context, namespace string, condition func([]judge.Revision) error) error {
	for {
		revisions, more := h.Of(namespace)
		err := condition(revisions)
		if err == nil {
			return nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", context.Cause(ctx), err)
		}
	}
}

// Forget forgets a namespace.
func (h *History) Forget(namespace string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.firms, namespace)
}

// follow reads until the context ends, and goes on where it was after etcd was away.
func (h *History) follow(ctx context.Context) {
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for ctx.Err() == nil {
		_ = h.read(ctx) // it breaks off when etcd is killed, which is what this is about
		select {
		case <-again.C:
		case <-ctx.Done():
		}
	}
}

// answer is a line of etcd's answer to a watch.
type answer struct {
	Result struct {
		Events []struct {
			Type string `json:"type"` // DELETE, or nothing for a write
			Kv   struct {
				Key         []byte `json:"key"`
				Value       []byte `json:"value"`
				ModRevision string `json:"mod_revision"`
			} `json:"kv"`
		} `json:"events"`
	} `json:"result"`
}

// read watches from the next revision on.
func (h *History) read(ctx context.Context) error {
	end := registry[:len(registry)-1] + string(rune(registry[len(registry)-1]+1))
	ask, err := json.Marshal(map[string]any{"create_request": map[string]any{
		"key": []byte(registry), "range_end": []byte(end), "start_revision": strconv.FormatInt(h.next, 10),
	}})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url+"/v3/watch", bytes.NewReader(ask))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	for stream := bufio.NewReader(response.Body); ; {
		line, err := stream.ReadBytes('\n')
		if err != nil {
			return err
		}
		var a answer
		if err := json.Unmarshal(line, &a); err != nil {
			return err
		}
		if err := h.take(a); err != nil {
			return err
		}
	}
}

func (h *History) take(a answer) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, event := range a.Result.Events {
		number, err := strconv.ParseInt(event.Kv.ModRevision, 10, 64)
		if err != nil {
			return err
		}
		h.next = number + 1
		place := strings.Split(strings.TrimPrefix(string(event.Kv.Key), registry), "/")
		if len(place) != 3 {
			continue
		}
		r := judge.Revision{Key: judge.Key{Resource: place[0], Namespace: place[1], Name: place[2]}, Number: number}
		if event.Type != "DELETE" {
			if err := json.Unmarshal(event.Kv.Value, &r.Object); err != nil {
				return err
			}
		}
		h.firms[r.Namespace] = append(h.firms[r.Namespace], r)
	}
	if len(a.Result.Events) > 0 {
		close(h.changed)
		h.changed = make(chan struct{})
	}
	return nil
}
