package install

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"k8s.io/apimachinery/pkg/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// recording is what the status of each matter of a firm was, one after the other.
type recording struct {
	mu       sync.Mutex
	statuses map[string][]string
}

func record(t *testing.T, namespace string) *recording {
	t.Helper()
	watcher, err := client.NewWithWatch(cluster.Config(), client.Options{Scheme: cluster.Scheme()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	events, err := watcher.Watch(ctx, &v1alpha1.MatterList{}, client.InNamespace(namespace))
	if err != nil {
		t.Fatal(err)
	}
	r := &recording{statuses: map[string][]string{}}
	go func() {
		for e := range events.ResultChan() {
			if m, is := e.Object.(*v1alpha1.Matter); is && e.Type != watch.Deleted {
				r.add(m)
			}
		}
	}()
	return r
}

func (r *recording) add(m *v1alpha1.Matter) {
	text, err := json.Marshal([]any{m.Status.Staffing, m.Status.ConflictedUsers, m.Status.Summary, m.Status.Ignored})
	if err != nil {
		panic(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if then := r.statuses[m.Name]; len(then) == 0 || then[len(then)-1] != string(text) {
		r.statuses[m.Name] = append(then, string(text))
	}
}

// neverTurnedBack fails the test if a status was what it had been before it changed.
func (r *recording) neverTurnedBack(t *testing.T) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.statuses["bid"]) < 3 { // as it was, with eve, with fay
		t.Errorf("only %d statuses of bid were seen", len(r.statuses["bid"]))
	}
	for name, statuses := range r.statuses {
		if distinct := slices.Compact(slices.Sorted(slices.Values(statuses))); len(distinct) != len(statuses) {
			t.Errorf("the status of %s turned back:\n%s", name, strings.Join(statuses, "\n"))
		}
	}
}
