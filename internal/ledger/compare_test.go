package ledger_test

import (
	"testing"
	"time"

	"github.com/matterplane/matterplane/internal/ledger"
)

// TestLike is about what two webhooks may find of one write: it lets dan join and
// eve leave at clock 4, and records what carla awaited.
func TestLike(t *testing.T) {
	const slack = time.Minute
	gone := moment(t, "2026-11-21T09:00:00.000000Z")
	later := func(d time.Duration) ledger.Time { return ledger.At(gone.Add(d)) }
	stored := func() ledger.Matter {
		return ledger.Matter{
			Defaults: &ledger.Settings{ConflictedUsers: ledger.Disabled, Staffing: ledger.Disabled},
			First:    ledger.Settings{ConflictedUsers: ledger.Disabled, Staffing: ledger.Disabled},
			Version:  1,
			Staffing: ledger.List{Clock: 3, Joined: map[string]ledger.Joined{
				"amira": {At: 1, Follow: true}, "carla": {At: 2, Awaits: &ledger.Awaits{Firm: true}}, "eve": {At: 1},
			}, Left: map[string]ledger.Left{"ben": {At: 3, Time: gone}}},
		}
	}
	written := func() ledger.Matter {
		m := stored()
		m.Staffing.Clock = 4
		m.Staffing.Joined["carla"] = ledger.Joined{At: 2, Follow: true}
		m.Staffing.Joined["dan"] = ledger.Joined{At: 4, Follow: true}
		delete(m.Staffing.Joined, "eve")
		m.Staffing.Left["eve"] = ledger.Left{At: 4, Time: gone}
		return m
	}
	joined := func(user string, j ledger.Joined) func(*ledger.Matter) {
		return func(m *ledger.Matter) { m.Staffing.Joined[user] = j }
	}
	left := func(user string, l ledger.Left) func(*ledger.Matter) {
		return func(m *ledger.Matter) { m.Staffing.Left[user] = l }
	}
	for _, c := range []struct {
		behaviour string
		change    func(*ledger.Matter)
		want      ledger.Likeness
	}{
		{"the same", func(*ledger.Matter) {}, ledger.Same},
		{"eve left as late as the slack", left("eve", ledger.Left{At: 4, Time: later(slack)}), ledger.Same},
		{"or as early", left("eve", ledger.Left{At: 4, Time: later(-slack)}), ledger.Same},
		{"beyond the slack", left("eve", ledger.Left{At: 4, Time: later(slack + time.Microsecond)}), ledger.Different},
		{"ben left before this write", left("ben", ledger.Left{At: 3, Time: later(time.Microsecond)}), ledger.Different},
		{"eve left at another clock", left("eve", ledger.Left{At: 3, Time: gone}), ledger.Different},
		{"another left too", left("fay", ledger.Left{At: 4, Time: gone}), ledger.Different},
		{"dan joined under another setting", joined("dan", ledger.Joined{At: 4}), ledger.SameHistory},
		{"dan awaits", joined("dan", ledger.Joined{At: 4, Awaits: &ledger.Awaits{Case: "c"}}), ledger.SameHistory},
		{"dan joined at another clock", joined("dan", ledger.Joined{At: 3, Follow: true}), ledger.Different},
		{"another joined too", joined("fay", ledger.Joined{At: 4}), ledger.Different},
		{"another joined instead", func(m *ledger.Matter) {
			delete(m.Staffing.Joined, "dan")
			m.Staffing.Joined["fay"] = ledger.Joined{At: 4, Follow: true}
		}, ledger.Different},
		{"carla got another answer", joined("carla", ledger.Joined{At: 2}), ledger.SameHistory},
		{"carla awaits still", joined("carla", ledger.Joined{At: 2, Awaits: &ledger.Awaits{Firm: true}}), ledger.SameHistory},
		{"what was recorded of amira changed", joined("amira", ledger.Joined{At: 1}), ledger.Different},
		{"another clock", func(m *ledger.Matter) { m.Staffing.Clock = 5 }, ledger.Different},
		{"a history of the wall", func(m *ledger.Matter) { m.ConflictedUsers.Clock = 1 }, ledger.Different},
		{"another first", func(m *ledger.Matter) { m.First.Staffing = ledger.Enabled }, ledger.Different},
		{"no defaults", func(m *ledger.Matter) { m.Defaults = nil }, ledger.Different},
		{"that history was lost", func(m *ledger.Matter) { m.Unreadable = true }, ledger.Different},
		{"another version", func(m *ledger.Matter) { m.Version = 2 }, ledger.Different},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			other := written()
			c.change(&other)
			if got := written().Like(other, stored(), slack); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
			if got := other.Like(written(), stored(), slack); got != c.want {
				t.Errorf("the other way round got %d, want %d", got, c.want)
			}
		})
	}
}

// TestLikeOfACreation is about what webhooks may find around a new asset.
func TestLikeOfACreation(t *testing.T) {
	created := func(defaults *ledger.Settings, first ledger.Setting) ledger.Matter {
		return ledger.Matter{Defaults: defaults, First: ledger.Settings{ConflictedUsers: first, Staffing: first}, Version: 1}
	}
	enabled := &ledger.Settings{ConflictedUsers: ledger.Enabled, Staffing: ledger.Enabled}
	for _, c := range []struct {
		behaviour string
		a, b      ledger.Matter
		want      ledger.Likeness
	}{
		{"the same Firm", created(enabled, ledger.Enabled), created(new(*enabled), ledger.Enabled), ledger.Same},
		{"a Firm and none yet", created(enabled, ledger.Enabled), created(nil, ledger.Unknown), ledger.SameHistory},
		{"a Firm that changed", created(enabled, ledger.Enabled), created(new(ledger.Settings), ledger.Enabled), ledger.SameHistory},
		{"another own setting", created(enabled, ledger.Enabled), created(enabled, ledger.Disabled), ledger.SameHistory},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			if got := c.a.Like(c.b, ledger.Matter{}, 0); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}
