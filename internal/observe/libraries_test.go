package observe_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/go-logr/logr/funcr"
	eventsv1 "k8s.io/api/events/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/internal/observe"
)

// TestLibrariesTellNoContents: client-go logs the whole of an Event that the API server
// refuses, and the note of ours names who is walled off.
func TestLibrariesTellNoContents(t *testing.T) {
	t.Parallel()
	const secret = "oliver-penrose"
	event := &eventsv1.Event{ObjectMeta: metav1.ObjectMeta{Namespace: "harcourt-vane", Name: "kestrel.1"}, Note: "a wall keeps out " + secret}
	var lines []string
	logger := observe.OfLibraries(funcr.New(func(_, line string) { lines = append(lines, line) }, funcr.Options{}))

	logger.Error(errors.New("gone"), "Server rejected event (will not retry!)", "event", event)
	logger.WithName("events").WithValues("event", event).Info("Unable to write event", "regarding", event, "tries", 3)
	for _, line := range lines {
		if strings.Contains(line, secret) {
			t.Errorf("it tells of %s: %s", secret, line)
		}
		if !strings.Contains(line, "harcourt-vane/kestrel.1") {
			t.Errorf("it does not say which Event: %s", line)
		}
	}
	if len(lines) != 2 {
		t.Errorf("%d lines", len(lines))
	}
}
