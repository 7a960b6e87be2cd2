package main

const (
	links      = "internal/roster/links.go"
	people     = "internal/roster/people.go"
	since      = "internal/roster/since.go"
	direct     = "internal/ledger/direct.go"
	settings   = "internal/ledger/settings.go"
	derive     = "internal/staffing/derive.go"
	groups     = "internal/staffing/groups.go"
	members    = "internal/staffing/members.go"
	team       = "internal/staffing/team.go"
	systems    = "internal/staffing/systems.go"
	conditions = "internal/staffing/conditions.go"
)

var ofAssistants = []mutant{
	{"A-4", "of two links the later one counts", since, `cmp.Or(x.Compare(y.Time),`, `cmp.Or(y.Compare(x.Time),`},
	{"A-4", "links count by name alone", since, `cmp.Or(x.Compare(y.Time),`, `cmp.Or(0*x.Compare(y.Time),`},
	{"A-4", "of two links made at once the last by name counts", since, `cmp.Compare(a.GetName(), b.GetName())`, `cmp.Compare(b.GetName(), a.GetName())`},
	{"A-4", "a link that is not accepted stands against others", links, `if l.Judge(w.links[w.next]).Accepted() {`, `if true {`},
	{"A-4", "two links of a pair are both accepted", links, `l.pair(assistant, timekeeper)); other != ""`, `l.pair(assistant, timekeeper)); other != "" && false`},
	{"A-4", "who has an assistant may be one", links, `side{user: assistant}}); other != ""`, `side{user: assistant}}); other != "" && false`},
	{"A-4", "who is an assistant may have one", links, `side{user: timekeeper, assisting: true}}); other != ""`, `side{user: timekeeper, assisting: true}}); other != "" && false`},
	{"A-4", "a link that is not accepted has effect", links, "if l.Judge(link).Accepted() {\n\t\t\taccepted", "if true {\n\t\t\taccepted"},
}

var ofMembership = []mutant{
	{"W-5", "via shows one name too few", members, `min(len(via), v1alpha1.MaxVia)`, `min(len(via), v1alpha1.MaxVia-1)`},
	{"W-5", "the others are not counted", members, `int32(len(via) - len(shown))`, `0 * int32(len(via)-len(shown))`},
	{"W-5", "via is in the order of the spec", team, `, strings.Compare(a.timekeeper.user, b.timekeeper.user))`, `, 0)`},
	{"W-6", "a deactivated user is a participant", people, `return v1alpha1.IgnoredDeactivated, false`, `return "", true`},
	{"W-6", "a biller is a participant", people, `return v1alpha1.IgnoredThirdPartyBiller, false`, `return "", true`},
	{"M-1", "the lead is not direct", direct, `spec.Lead != "" && !slices.Contains(direct, spec.Lead)`, `false`},
	{"M-2", "a case's setting does not reach its matters", settings, `case byCase == Enabled:`, `case false:`},
	{"M-2", "one unknown setting is none", settings, `own == Unknown || byCase == Unknown`, `own == Unknown && byCase == Unknown`},
	{"M-2", "the default captured at creation is not asked", settings, `if m.Defaults != nil {`, `if false {`},
	{"M-2", "the spec's own setting is not asked", settings, `set != "" {`, `set != "" && m.Defaults == nil {`},
	{"M-2", "an asset of another type under the case's name is asked", settings, "return Disabled\n\t}\n\treturn around.Ledger(asset).Own", "}\n\treturn around.Ledger(asset).Own"},
	{"M-2", "the source of a case's setting is the matter", derive, `source = v1alpha1.SourceCase`, `source = v1alpha1.SourceMatter`},
	{"M-3", "an entry's Follow is not heard", team, "AssistantsFollowEntry:\n\t\treturn true", "AssistantsFollowEntry:"},
	{"M-3", "an entry's DoNotFollow is not heard", team, "AssistantsDoNotFollow:\n\t\treturn false", "AssistantsDoNotFollow:"},
	{"M-4", "an assistant need not be a participant", team, `list == ledger.Staffing && !d.person(link.Spec.Assistant).participant`, `false`},
	{"M-4", "a timekeeper need not be a participant", team, `d.addFollowers(t, direct)`, "everyone := &team{asset: asset, seats: slices.Clone(t.seats)}\n\tfor _, i := range t.ignored {\n\t\tentry, _ := direct.entry(i.User)\n\t\teveryone.seats = append(everyone.seats, new(directSeat(asset, d.person(i.User), entry)))\n\t}\n\tdirectly := len(everyone.seats)\n\td.addFollowers(everyone, direct)\n\tt.seats = append(t.seats, everyone.seats[directly:]...)"},
	{"M-4", "followers are team members", team, `staffingType: v1alpha1.StaffingSupportStaff`, `staffingType: v1alpha1.StaffingTeamMember`},
	{"M-4", "a follower has only its last timekeeper as via", team, `s.via = append(s.via, timekeeper.user)`, `s.via = []string{timekeeper.user}`},
	{"M-5", "a wall lapses with the assistant's account", team, `list == ledger.Staffing && !d.person`, `!d.person`},
	{"M-5", "a wall lapses with the timekeeper's account", walls, `if !d.followed(kept, ledger.ConflictedUsers,`, `if !roster.IsParticipant(d.view, entry.User) || !d.followed(kept, ledger.ConflictedUsers,`},
	{"M-6", "a direct user also follows", team, `link, isDirect)`, `link, isDirect && false)`},
	{"M-6", "a direct conflicted user also follows", walls, `walled && known.direct)`, `walled && known.direct && false)`},
	{"M-7", "who loses one timekeeper loses all", team, `if d.obstacle(kept, ledger.Staffing, link, isDirect) == unhindered {`, "if d.obstacle(kept, ledger.Staffing, link, isDirect) != unhindered {\n\t\t\t\tpairs = slices.DeleteFunc(pairs, func(f following) bool { return f.assistant == link.Spec.Assistant })\n\t\t\t} else {"},
	{"M-8", "a collection's team is not inherited", members, "range d.collectionsOf(asset) {\n\t\tmembers", "range d.collectionsOf(asset)[:0] {\n\t\tmembers"},
	{"M-8", "a case's followers are not inherited", members, `d.settled(c).seats, func(m *member, s *seat) { m.byCase`, `slices.DeleteFunc(slices.Clone(d.settled(c).seats), func(s *seat) bool { return !s.direct() }), func(m *member, s *seat) { m.byCase`},
	{"M-8", "an asset of another type is inherited", groups, `asset == nil || asset.Spec.Type != kind`, `asset == nil`},
	{"M-9", "the staffing type is that of the last origin", members, `seats[0]`, `seats[len(seats)-1]`},
	{"M-9", "following comes before collections", members, "if m.own != nil && m.own.direct() {\n\t\tseats", "if m.own != nil {\n\t\tseats"},
	{"M-9", "collections are in the order of the spec", groups, `sortedUnique(matter.Spec.Collections)`, `matter.Spec.Collections`},
	{"M-9", "the role is that of the last origin", members, `higher(m.matterRole, s.matterRole)`, `s.matterRole`},
	{"M-9", "systems are those of the last origin", members, `union(m.systems, s.systems)`, `s.systems`},
	{"M-10", "a follower may be an administrator", team, `return v1alpha1.MatterRoleEditor`, `return role`},
	{"M-10", "an entry without a role is billing only", team, `s.matterRole = v1alpha1.MatterRoleReader`, `s.matterRole = v1alpha1.MatterRoleBillingOnly`},
	{"M-10", "an entry without a type is support staff", team, `s.staffingType = v1alpha1.StaffingTeamMember`, `s.staffingType = v1alpha1.StaffingSupportStaff`},
	{"M-10", "the lead has the role of its entry", team, `if p.user == asset.Spec.Lead {`, `if p.user == asset.Spec.Lead && entry.MatterRole == "" {`},
	{"M-10", "a follower has the role of its last timekeeper", team, `higher(s.matterRole, atMostEditor(timekeeper.matterRole))`, `atMostEditor(timekeeper.matterRole)`},
	{"M-11", "an entry without systems has none", systems, "return d.systems\n\t}\n\tsystems :=", "return nil\n\t}\n\tsystems :="},
	{"M-11", "a system that the Firm does not list counts", systems, `; listed {`, `; listed || true {`},
	{"M-11", "a follower has the systems of its last timekeeper", systems, `union(s.systems, t.find(timekeeper).systems)`, `t.find(timekeeper).systems`},
	{"M-11", "a direct assistant has its own systems", systems, `if len(links) == 0 {`, `if len(links) == 0 || len(s.named) > 0 {`},
	{"M-11", "an assistant alone has none", systems, `if !found {`, `if !found && false {`},
	{"M-11", "a timekeeper who is inherited does not count", systems, `findMember(members, user); m != nil {`, `findMember(members, user); m != nil && m.own != nil {`},
	{"M-11", "systems are ignored where none are named", conditions, `len(entry.IncludedSystems) > 0 && len(`, `len(`},
	{"M-12", "a deactivated biller is a biller first", people, `case u.Spec.Deactivated:`, `case u.Spec.Deactivated && u.Spec.SystemRole != v1alpha1.RoleThirdPartyBiller:`},
}
