package plane

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Etcd is what etcd is asked and told directly.
type Etcd struct{ url string }

// Etcd returns the plane's etcd.
func (p *Plane) Etcd() Etcd { return Etcd{p.etcdURL} }

// Stored is a key with what etcd stores under it.
type Stored struct {
	Key   []byte `json:"key"`
	Value []byte `json:"value"`
}

// page is how many pairs are asked for at once; a large asset has 100 KiB.
const page = 500

// Read yields what is stored under all keys with a prefix now.
func (e Etcd) Read(ctx context.Context, prefix string, yield func(Stored) error) error {
	for from := []byte(prefix); ; {
		var answer struct {
			Kvs  []Stored `json:"kvs"`
			More bool     `json:"more"`
		}
		if err := e.ask(ctx, "kv/range", map[string]any{"key": from, "range_end": after(prefix), "limit": page}, &answer); err != nil {
			return err
		}
		for _, p := range answer.Kvs {
			if err := yield(p); err != nil {
				return err
			}
			from = slices.Concat(p.Key, []byte{0})
		}
		if !answer.More {
			return nil
		}
	}
}

// The most that one transaction may bring: etcd takes 128 puts and 1.5 MiB, and this
// is written in base64 before it comes there.
const (
	maxPuts  = 100
	maxBytes = 1 << 20
)

// Put stores pairs, behind the API server's back; its watch tells it.
func (e Etcd) Put(ctx context.Context, pairs []Stored) error {
	for len(pairs) > 0 {
		n, size := 0, 0
		for n < len(pairs) && n < maxPuts && (n == 0 || size+len(pairs[n].Value) < maxBytes) {
			size += len(pairs[n].Value)
			n++
		}
		puts := make([]any, n)
		for i, p := range pairs[:n] {
			puts[i] = map[string]any{"request_put": p}
		}
		if err := e.ask(ctx, "kv/txn", map[string]any{"success": puts}, nil); err != nil {
			return err
		}
		pairs = pairs[n:]
	}
	return nil
}

// Delete deletes all keys with a prefix.
func (e Etcd) Delete(ctx context.Context, prefix string) error {
	return e.ask(ctx, "kv/deleterange", map[string]any{"key": []byte(prefix), "range_end": after(prefix)}, nil)
}

// Compact forgets all values but the last of every key, and waits until their room
// is free within the file.
func (e Etcd) Compact(ctx context.Context) error {
	var now struct {
		Header struct {
			Revision string `json:"revision"`
		} `json:"header"`
	}
	if err := e.ask(ctx, "kv/range", map[string]any{"key": []byte("/"), "count_only": true}, &now); err != nil {
		return err
	}
	return e.ask(ctx, "kv/compaction", map[string]any{"revision": now.Header.Revision, "physical": true}, nil)
}

// Defragment gives what is free within etcd's file back to the disk.
func (e Etcd) Defragment(ctx context.Context) error {
	return e.ask(ctx, "maintenance/defragment", map[string]any{}, nil)
}

// Gauge returns a metric of etcd that has no labels.
func (e Etcd) Gauge(ctx context.Context, name string) (float64, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.url+"/metrics", http.NoBody)
	if err != nil {
		return 0, fmt.Errorf("asking etcd: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, fmt.Errorf("asking etcd: %w", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, fmt.Errorf("reading etcd's metrics: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		if value, found := strings.CutPrefix(line, name+" "); found {
			return strconv.ParseFloat(strings.TrimSpace(value), 64)
		}
	}
	return 0, fmt.Errorf("etcd has no metric %s", name)
}

// after returns the first key after all that have a prefix.
func after(prefix string) []byte {
	end := []byte(prefix)
	end[len(end)-1]++
	return end
}

// ask calls etcd's gateway, which takes bytes in base64 as encoding/json has them.
func (e Etcd) ask(ctx context.Context, what string, question map[string]any, answer any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return fmt.Errorf("asking etcd: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url+"/v3/"+what, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("asking etcd: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking etcd: %w", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("reading etcd's answer: %w", err)
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("etcd answers %s: %s", response.Status, text)
	}
	if answer == nil {
		return nil
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("reading etcd's answer: %w", err)
	}
	return nil
}
