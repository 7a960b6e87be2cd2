package main

const (
	walls = "internal/staffing/walls.go"
	sides = "internal/staffing/sides.go"
)

var ofConflicts = []mutant{
	{"C-1", "a conflicted user must exist", walls, `w.at(entry.User).direct = true`, `w.at(entry.User).direct = d.view.User(entry.User) != nil`},
	{"C-2", "a matter and its case oppose each other", sides, ` && !d.grouped(asset, other)`, ``},
	{"C-2", "a matter opposes its case, not the other way round", sides, `return isCaseOf(a, b) || isCaseOf(b, a)`, `return isCaseOf(a, b)`},
	{"C-2", "a matter is on its case's side of a set that it names", sides, `if ownSide(asset, side.Set) == "" {`, `if true {`},
	{"C-2", "others are on their case's side of sets that they name", sides, ` && ownSide(matter, set) == ""`, ``},
	{"C-2", "a matter is not on its case's sides", sides, `c != nil {`, `c != nil && false {`},
	{"C-2", "others are not on their case's sides", sides, `range Inheriting(d.view, other, side.Set) {`, `range Inheriting(d.view, other, side.Set)[:0] {`},
	{"C-2", "members by the other side's case do not count", members, "c != nil {\n\t\tinherits = true\n\t\tadd(d.team(c))", "c != nil {\n\t\tinherits = true"},
	{"C-3", "assistants are struck while the setting is Disabled", walls, `d.view) == ledger.Enabled`, `d.view) != ledger.Unknown`},
	{"C-3", "who is direct is struck as an assistant too", walls, `walled && known.direct {`, `walled && known.direct && false {`},
	{"C-3", "a severed assistant is not struck", walls, `walled && known.direct {`, `walled && known.direct || d.obstacle(d.view.Ledger(asset), ledger.ConflictedUsers, link, false) == parted {`},
	{"C-3", "the assistants of one who floats are struck", walls, `spared.at(user).oppose(by)`, "spared.at(user).oppose(by)\n\t\t\t\tstruck = append(struck, user)"},
	{"C-4", "a floating user is struck", walls, `if roster.IsFloating(d.view, user) {`, `if false {`},
	{"C-4", "a floating assistant is struck", walls, `if roster.IsFloating(d.view, assistant) {`, `if false {`},
	{"C-4", "another wall hides the exemption", walls, `; floats {`, `; floats && len(m.exclusions) == 0 {`},
	{"C-4", "floating lifts other walls too", walls, `w[m.user]; walled {`, `w[m.user]; walled && spared[m.user] == nil {`},
	{"C-5", "followers on the case's wall do not cascade", walls, "w.at(own.user).caseName = c.Name", "if own.direct {\n\t\t\t\tw.at(own.user).caseName = c.Name\n\t\t\t}"},
	{"C-5", "the wall of one collection only", walls, `at.collections = append(at.collections, c.Name)`, `at.collections = []string{c.Name}`},
	{"C-6", "sets are listed from last to first", walls, `cmp.Compare(a.set, b.set)`, `cmp.Compare(b.set, a.set)`},
	{"C-6", "following by C-3 is not listed", walls, `slices.Concat(c.follows, c.followsSet)`, `c.follows`},
	{"C-6", "a timekeeper by M-5 and C-3 is listed twice", walls, `sortedUnique(slices.Concat(c.follows, c.followsSet))`, `slices.Sorted(slices.Values(slices.Concat(c.follows, c.followsSet)))`},
	{"C-7", "a collection's wall does not exclude", walls, `c.caseName != "" || len(c.collections) > 0`, `c.caseName != ""`},
	{"C-7", "following by M-5 does not exclude", walls, `return c.direct || len(c.follows) > 0 ||`, `return c.direct ||`},
	{"C-7", "following by C-3 does not exclude", walls, `len(c.sets) > 0 || len(c.followsSet) > 0 }`, `len(c.sets) > 0 }`},
	{"C-7", "the right Compliance saves from excludedUsers", walls, `v1alpha1.RightAdministrator`, `v1alpha1.RightCompliance`},
	{"C-7", "opposing team sets come before conflicted users", walls, `append(m.exclusions, v1alpha1.ExcludedByOpposingTeamSet)`, `append([]v1alpha1.Exclusion{v1alpha1.ExcludedByOpposingTeamSet}, m.exclusions...)`},
	{"C-8", "one excluded member is cleared", conditions, `if len(excluded) == 0 {`, `if len(excluded) <= 1 {`},
}
