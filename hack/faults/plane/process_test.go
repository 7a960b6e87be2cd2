package plane

import (
	"testing"
	"time"
)

func TestUsedOf(t *testing.T) {
	for line, want := range map[string]time.Duration{
		"42 (etcd) S 1 42 42 0 -1 4194560 3000 0 7 0 150 25 0 0 20 0 9 0 100\n": 1750 * time.Millisecond,
		"42 (a) b) S 1 42 42 0 -1 4194560 3000 0 7 0 1 0 0 0 20 0 9 0 100\n":    10 * time.Millisecond,
		"": 0,
	} {
		if got := usedOf(line); got != want {
			t.Errorf("%q: got %s, want %s", line, got, want)
		}
	}
}

func TestTelling(t *testing.T) {
	for line, want := range map[string]bool{
		"created by k8s.io/client-go/tools/events.(*eventBroadcasterImpl).recordToSink in goroutine 7":                    true,
		"created by k8s.io/client-go/tools/events.(*eventBroadcasterImpl).StartRecordingToSinkWithContext in goroutine 7": true,
		"created by k8s.io/client-go/tools/record.(*eventBroadcasterImpl).StartEventWatcher in goroutine 7":               true,
		"created by k8s.io/apimachinery/pkg/watch.NewBroadcaster in goroutine 7":                                          true,
		"created by k8s.io/apimachinery/pkg/watch.NewLongQueueBroadcaster in goroutine 7":                                 true,
		"created by k8s.io/apimachinery/pkg/watch.NewStreamWatcherWithLogger in goroutine 7":                              false,
		"created by sigs.k8s.io/controller-runtime/pkg/internal/controller.(*Controller[...]).Start.func1 in goroutine 7": false,
	} {
		if got := telling.MatchString(line); got != want {
			t.Errorf("%q: %t", line, got)
		}
	}
}
