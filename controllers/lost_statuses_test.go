package controllers_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/test/story"
)

// firmsWithHistory returns firms that have all that a status can tell, in both modes.
func firmsWithHistory(t *testing.T) []*story.Firm {
	t.Helper()
	return append(wholeFirms(t), imported(t))
}

// TestLostStatusesComeBack takes every status of a firm away, but neither ledger
// nor stamps: as an etcd would be that lost the one and kept the other. A status
// is no memory (W-4): the same bytes come back, times in conditions aside (W-5),
// and nothing else is written.
func TestLostStatusesComeBack(t *testing.T) {
	operator := story.Operate(t)
	firms := firmsWithHistory(t)
	t.Run("while the manager runs", func(t *testing.T) {
		for _, f := range firms {
			comesBack(t, f, func() { loseStatuses(f) })
		}
	})
	t.Run("while it does not", func(t *testing.T) {
		for _, f := range firms {
			comesBack(t, f, func() {
				operator.Stop(t)
				loseStatuses(f)
				operator = story.Operate(t)
			})
		}
	})
}

func loseStatuses(f *story.Firm) {
	for _, o := range f.All() {
		f.PatchStatus(o, `{"status":null}`)
	}
}

// comesBack fails the test unless a firm comes back from a loss as it was.
func comesBack(t *testing.T, f *story.Firm, loss func()) {
	t.Helper()
	before, past := statuses(t, f, false), histories(t, f.All())
	w := f.Watch()
	loss()
	f.Settle()
	story.AwaitIdle(t)
	if diff := cmp.Diff(before, statuses(t, f, false)); diff != "" {
		t.Errorf("%s: statuses (-before +again):\n%s", f.Namespace, diff)
	}
	if diff := cmp.Diff(past, histories(t, f.All())); diff != "" {
		t.Errorf("%s: ledgers and stamps (-before +again):\n%s", f.Namespace, diff)
	}
	if lost := len(w.StatusWrites()); lost != len(before) {
		t.Errorf("%s: %d of %d statuses were lost", f.Namespace, lost, len(before))
	}
	for _, r := range w.Requests() {
		if r.Writes() && !strings.HasSuffix(r.Path, "/status") {
			t.Errorf("%s: the manager sent %s %s", f.Namespace, r.Method, r.Path)
		}
	}
}
