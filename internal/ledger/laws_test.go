package ledger_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// law is what holds of every write.
type law struct {
	says  string
	holds func(*rapid.T, write)
}

func TestLaws(t *testing.T) {
	for _, l := range []law{
		{"L-1 Advance is idempotent", func(t *rapid.T, w write) {
			once := w.advanced()
			same(t, once, once.Advance(w.spec, w.around, firm.At(55)))
		}},
		{"L-7 Complement is idempotent", func(t *rapid.T, w write) {
			once := w.complemented()
			same(t, once, once.Complement(w.spec, w.around, firm.At(55)))
		}},
		{"L-7 Advance goes on where Complement stopped", func(t *rapid.T, w write) {
			same(t, w.advanced(), w.complemented().Advance(w.spec, w.around, firm.At(55)))
		}},
		{"L-7 Complement changes nothing exactly where Complete", func(t *rapid.T, w write) {
			unchanged := cmp.Equal(w.before, w.complemented(), cmpopts.EquateEmpty())
			if complete := w.before.Complete(w.spec); complete != unchanged {
				t.Errorf("complete: %t, unchanged: %t", complete, unchanged)
			}
		}},
		{"L-7 whatever is advanced is complete", func(t *rapid.T, w write) {
			if !w.advanced().Complete(w.spec) || !w.complemented().Complete(w.spec) {
				t.Error("it is not")
			}
		}},
		{"L-4 Complement records no answer", func(t *rapid.T, w write) {
			forStayers(w, w.complemented(), func(before, after ledger.Joined) { same(t, before, after) })
		}},
		{"L-4 who stays keeps its clock, and its answer once there is one", func(t *rapid.T, w write) {
			forStayers(w, w.advanced(), func(before, after ledger.Joined) {
				if before.At != after.At || (before.Awaits == nil && before != after) {
					t.Errorf("%+v became %+v", before, after)
				}
				if after.Awaits != nil && *before.Awaits != *after.Awaits {
					t.Errorf("awaits %+v instead of %+v", *after.Awaits, *before.Awaits)
				}
			})
		}},
		{"L-4 an answer is what was read of the entry before", func(t *rapid.T, w write) {
			after := w.advanced()
			for _, list := range ledger.ListNames {
				for user := range after.Of(list).Joined {
					if _, stays := w.before.Of(list).Joined[user]; !stays {
						continue
					}
					if before, now := w.before.Follows(list, user, w.around), after.Follows(list, user, w.around); before != now {
						t.Errorf("%s on %s was followed: %t, and is: %t", user, list, before, now)
					}
				}
			}
		}},
		{"L-4 L-5 joined are those who are direct", func(t *rapid.T, w write) {
			forLists(w, func(list ledger.ListName, _, after ledger.List) {
				same(t, slices.Sorted(slices.Values(ledger.Direct(list, w.spec))), slices.Sorted(maps.Keys(after.Joined)))
			})
		}},
		{"L-5 left are none who are direct", func(t *rapid.T, w write) {
			forLists(w, func(_ ledger.ListName, _, after ledger.List) {
				for user := range after.Left {
					if _, direct := after.Joined[user]; direct {
						t.Errorf("%s left and is there", user)
					}
				}
			})
		}},
		{"L-5 left are none who matter to nobody", func(t *rapid.T, w write) {
			forLists(w, func(_ ledger.ListName, _, after ledger.List) {
				for user, left := range after.Left {
					if !slices.ContainsFunc(slices.Collect(maps.Values(after.Joined)), func(j ledger.Joined) bool { return j.At < left.At }) {
						t.Errorf("%s left at %d, before all who are there", user, left.At)
					}
				}
			})
		}},
		{"L-5 a clock ticks once if anybody comes or goes", func(t *rapid.T, w write) {
			forLists(w, func(list ledger.ListName, before, after ledger.List) {
				var ticks int64
				if !cmp.Equal(slices.Sorted(maps.Keys(before.Joined)), slices.Sorted(maps.Keys(after.Joined)), cmpopts.EquateEmpty()) {
					ticks = 1
				}
				if after.Clock != before.Clock+ticks {
					t.Errorf("%s went from %d to %d", list, before.Clock, after.Clock)
				}
			})
		}},
		{"L-2 L-3 defaults and first never change", func(t *rapid.T, w write) {
			if after := w.advanced(); w.before.Version != 0 {
				same(t, w.before.Defaults, after.Defaults)
				same(t, w.before.First, after.First)
			}
		}},
		{"L-8 that history was lost is not forgotten", func(t *rapid.T, w write) {
			same(t, w.before.Unreadable, w.advanced().Unreadable)
		}},
		{"whatever is advanced can be stored and read", func(t *rapid.T, w write) {
			after := w.advanced()
			read, err := ledger.DecodeMatter(after.Encode())
			if err != nil {
				t.Fatal(err)
			}
			same(t, after, read)
		}},
		{"the stored ledger is not changed in place", func(t *rapid.T, w write) {
			before := w.before.Encode()
			w.advanced()
			w.complemented()
			same(t, before, w.before.Encode())
		}},
	} {
		t.Run(l.says, rapid.MakeCheck(func(t *rapid.T) { l.holds(t, drawWrite(t)) }))
	}
}

// forLists calls for both lists of a ledger before and after a write.
func forLists(w write, do func(list ledger.ListName, before, after ledger.List)) {
	after := w.advanced()
	for _, list := range ledger.ListNames {
		do(list, w.before.Of(list), after.Of(list))
	}
}

// forStayers calls for the entries of those who are there before and after.
func forStayers(w write, after ledger.Matter, do func(before, after ledger.Joined)) {
	for _, list := range ledger.ListNames {
		for user, entry := range after.Of(list).Joined {
			if stayed, there := w.before.Of(list).Joined[user]; there {
				do(stayed, entry)
			}
		}
	}
}

func same(t *rapid.T, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
