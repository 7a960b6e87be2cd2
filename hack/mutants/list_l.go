package main

const (
	advance = "internal/ledger/advance.go"
	bound   = "internal/ledger/bound.go"
	ledger  = "internal/ledger/ledger.go"
	moment  = "internal/ledger/time.go"
)

var ofLedgers = []mutant{
	{"L-1", "the wall's answer is the team's", bound, `next.ConflictedUsers.settle(ConflictedUsers, around)`, `next.ConflictedUsers.settle(Staffing, around)`},
	{"L-2", "the default is what the Firm said first", advance, "firm, _ := around.Firm(); firm != nil {\n\t\tm.Defaults = new(FirmSettings(&firm.Spec))", "firm, kept := around.Firm(); firm != nil {\n\t\tm.Defaults = new(kept.First)"},
	{"L-2", "unset counts as Enabled", settings, `if setting == v1alpha1.FollowEnabled {`, `if setting != v1alpha1.FollowDisabled {`},
	{"L-2", "defaults are captured when the Firm appears", bound, "next := m\n\tif m.Version == 0 {", "next := m\n\tif firm, _ := around.Firm(); firm != nil && next.Version != 0 && next.Defaults == nil {\n\t\tnext.Defaults = new(FirmSettings(&firm.Spec))\n\t}\n\tif m.Version == 0 {"},
	{"L-3", "a Firm's first changes with it", advance, `if f.Version == 0 {`, `if true {`},
	{"L-3", "a matter's first heeds its case", advance, `m.Own(Staffing, spec, around),`, `m.Follow(Staffing, spec, around),`},
	{"L-3", "a first that is Unknown means Disabled", settings, "if first == Unknown {\n\t\treturn firmFirst(list, around)", "if first == Unknown {\n\t\treturn Disabled"},
	{"L-4", "the setting at the asset's creation counts, too", settings, `return joined.Follow`, `return joined.Follow || m.First.Of(list) == Enabled`},
	{"L-4", "a missing case counts as Disabled", advance, `if around.Matter(name) == nil {`, `if around.Matter(name) == nil && awaits.Firm {`},
	{"L-4", "who awaits both awaits the Firm only", advance, `awaits.Case = name`, "if !awaits.Firm {\n\t\t\t\tawaits.Case = name\n\t\t\t}"},
	{"L-4", "a case that knows nothing is not waited for", advance, `awaits.Firm = true`, `awaits.Firm = awaits.Firm`},
	{"L-4", "who awaits a Firm does not follow", settings, `if awaited.Firm && firmFirst(list, around) == Enabled {`, `if awaited.Firm && awaited.Case != "" && firmFirst(list, around) == Enabled {`},
	{"L-4", "what the awaited case says now counts", settings, `first := around.Ledger(asset).First.Of(list)`, `first := around.Ledger(asset).Own(list, &asset.Spec, around)`},
	{"L-4", "a case whose first is Unknown answers for good", advance, `first == Enabled, first != Unknown`, `first == Enabled, true`},
	{"L-4", "a case that is not there answers", advance, "if asset == nil {\n\t\treturn false, false", "if asset == nil {\n\t\treturn follow, true"},
	{"L-4", "a Firm that is not there answers", advance, "if first == Unknown {\n\t\t\treturn false, false", "if first == Unknown {\n\t\t\treturn false, true"},
	{"L-4", "one answer that is known settles all", advance, "follow = first == Enabled\n\t}\n\tif awaits.Case", "follow = first == Enabled\n\t\treturn follow, true\n\t}\n\tif awaits.Case"},
	{"L-4", "what is awaited is recorded at another clock", advance, `Joined{At: joined.At, Follow: follow}`, `Joined{At: l.Clock, Follow: follow}`},
	{"L-5", "who joins again is among those who left", advance, "delete(next.Left, user)", ""},
	{"L-5", "who left with the first who joined is remembered", advance, `left.At <= earliest`, `left.At < earliest`},
	{"L-5", "who left is forgotten once anybody has joined since", advance, "earliest := int64(1 << 62)\n\tfor _, joined := range l.Joined {\n\t\tearliest = min(", "earliest := int64(0)\n\tfor _, joined := range l.Joined {\n\t\tearliest = max("},
	{"L-5", "the clock counts users, not writes", advance, `next.Clock++`, `next.Clock += int64(len(joins) + len(leaves))`},
	{"L-5", "who leaves does so before who joins in the same write", advance, `Left{At: next.Clock,`, `Left{At: max(1, next.Clock-1),`},
	{"L-6", "who left when the timekeeper joined is severed", ledger, `parting.At > m.Of`, `parting.At >= m.Of`},
	{"L-6", "who left before the timekeeper joined is severed", ledger, `parting.At > m.Of(list).Joined[timekeeper].At`, `m.Version > 0`},
	{"L-6", "a link made at the moment of leaving is new", ledger, `!since.After(parting.Time)`, `since.Before(parting.Time.Time)`},
	{"L-6", "a link made afterwards does not count", ledger, ` && !since.After(parting.Time)`, ``},
	{"L-9", "times are to the millisecond", moment, `Truncate(time.Microsecond)`, `Truncate(time.Millisecond)`},
	{"L-10", "one name too few is kept", bound, `MaxLeft = 500`, `MaxLeft = 499`},
	{"L-10", "one name too many is kept", bound, `MaxLeft = 500`, `MaxLeft = 501`},
	{"L-10", "one name too many collapses", bound, `names[:len(names)-int(bound)]`, `names[:min(len(names), len(names)-int(bound)+1)]`},
	{"L-10", "the first by name collapse, not the oldest", bound, `cmp.Compare(l.Left[a].At, l.Left[b].At), `, ``},
	{"L-10", "of those who left at once the last by name collapse", bound, `cmp.Compare(a, b))`, `cmp.Compare(b, a))`},
	{"L-10", "the time is that of the first who collapsed", bound, `if left.Time.After(all.Time) {`, `if all.Time.IsZero() {`},
	{"L-10", "what stands for everyone severs on the wall", ledger, `if list == ConflictedUsers {` + "\n\t\treturn Left{}, false", `if false {` + "\n\t\treturn Left{}, false"},
	{"L-10", "what stands for everyone severs nobody", ledger, "return all, ok\n", "return all, ok && false\n"},
	{"L-10", "what stands for everyone counts before a user's own", ledger, "own, ok := left[user]; ok {", "own, ok := left[user]; ok && left[Everyone].At == 0 {"},
}
