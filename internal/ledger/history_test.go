package ledger_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// example is a history of writes, one a minute, and what the ledger of matter m
// says after it.
type example struct{ behaviour, writes, want string }

func check(t *testing.T, show func(ledger.Matter) string, examples []example) {
	t.Helper()
	for _, e := range examples {
		t.Run(e.behaviour, func(t *testing.T) {
			view := firm.WrittenView(t, e.writes)
			if got := show(stored(t, view.Matter("m"))); got != e.want {
				t.Errorf("after %s\n got %s\nwant %s", e.writes, got, e.want)
			}
		})
	}
}

// stored returns the ledger in the annotation of an asset.
func stored(t firm.T, asset *v1alpha1.Matter) ledger.Matter {
	t.Helper()
	l, err := ledger.DecodeMatter(asset.Annotations[v1alpha1.LedgerAnnotation])
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// settings writes down defaults and first: staffing/conflictedUsers.
func settings(m ledger.Matter) string {
	pair := func(s ledger.Settings) string { return fmt.Sprintf("%s/%s", s.Staffing, s.ConflictedUsers) }
	defaults := "absent"
	if m.Defaults != nil {
		defaults = pair(*m.Defaults)
	}
	return fmt.Sprintf("defaults %s, first %s", defaults, pair(m.First))
}

func team(m ledger.Matter) string { return history(m.Staffing) }

func wall(m ledger.Matter) string { return history(m.ConflictedUsers) }

// history writes a list down: clock 2: ada@1 follows, cal@2 awaits firm c; left ben@2 09:03.
func history(l ledger.List) string {
	var joined, left []string
	for _, user := range slices.Sorted(maps.Keys(l.Joined)) {
		joined = append(joined, fmt.Sprintf("%s@%d%s", user, l.Joined[user].At, answer(l.Joined[user])))
	}
	for _, user := range slices.Sorted(maps.Keys(l.Left)) {
		left = append(left, fmt.Sprintf("%s@%d %s", user, l.Left[user].At, l.Left[user].Time.Format("15:04")))
	}
	text := fmt.Sprintf("clock %d: %s", l.Clock, strings.Join(joined, ", "))
	if len(left) > 0 {
		text += "; left " + strings.Join(left, ", ")
	}
	return strings.TrimSpace(text)
}

// answer writes down whether the assistants of one who joined follow.
func answer(j ledger.Joined) string {
	if j.Awaits == nil {
		return map[bool]string{true: " follows"}[j.Follow]
	}
	text := " awaits"
	if j.Awaits.Firm {
		text += " firm"
	}
	if j.Awaits.Case != "" {
		text += " " + j.Awaits.Case
	}
	return text
}
