package authority

import (
	"fmt"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/roster"
)

// What a careful colleague would say about a change that is allowed. Advice is
// about what the change touches, never about what was there before (P-7).
var (
	firmAdvice   = []func(*firmWrite) []string{(*firmWrite).sameUser, (*firmWrite).nobodyDesignated, (*firmWrite).openWindow}
	userAdvice   = []func(*userWrite) []string{(*userWrite).incompleteRights, (*userWrite).nobodyActs, (*userWrite).officeless, (*userWrite).leavesMatters}
	linkAdvice   = []func(*linkWrite) []string{(*linkWrite).unknownUsers}
	matterAdvice = []func(*matterWrite) []string{
		(*matterWrite).noParticipants, (*matterWrite).excludedMembers, (*matterWrite).followsAllTheSame, (*matterWrite).systemsIgnored,
	}
)

// touches says whether edits are of a field, or of one below it.
func touches(edits []edit, fields ...string) bool {
	return slices.ContainsFunc(edits, func(e edit) bool {
		return slices.ContainsFunc(fields, func(field string) bool {
			rest, below := strings.CutPrefix(e.field, field)
			return below && (rest == "" || rest[0] == '.' || rest[0] == '[')
		})
	})
}

func (w *firmWrite) sameUser() []string {
	lead := w.New.Spec.Administrators.Lead
	if lead == "" || lead != w.New.Spec.Administrators.Backup || !touches(w.edits, leadField, backupField) {
		return nil
	}
	return []string{fmt.Sprintf("R-2: %s is both lead and backup: nobody else could name another if %s became unavailable", lead, lead)}
}

// nobodyDesignated is about a lead or backup who is not there (R-1, S0).
func (w *firmWrite) nobodyDesignated() []string {
	var said []string
	for _, d := range []struct{ field, as, user string }{
		{leadField, "lead", w.New.Spec.Administrators.Lead}, {backupField, "backup", w.New.Spec.Administrators.Backup},
	} {
		switch {
		case !w.creates() && !touches(w.edits, d.field):
		case d.user == "":
			said = append(said, "R-1: the firm has no "+d.as)
		case w.after.User(d.user) == nil:
			said = append(said, fmt.Sprintf("R-1: the %s %s is not a user of the firm yet", d.as, d.user))
		}
	}
	return said
}

// openWindow is about a window that this write leaves open (P-5).
func (w *firmWrite) openWindow() []string {
	if !w.creates() && (!windowOpen(w.before) || !touches(w.edits, "spec.administrators")) {
		return nil
	}
	switch {
	case w.New.Spec.Administrators.Provisioning != v1alpha1.ProvisioningClosed:
		return []string{"P-5: provisioning is open: whoever may provision firms in this namespace sets up its users and what they may do, until the lead or the backup writes Closed"}
	case w.creates() || !w.isDesignated():
		return []string{"P-5: provisioning stays open until the lead or the backup writes the Firm and leaves it Closed"}
	}
	return nil
}

func (w *userWrite) incompleteRights() []string {
	if !touches(w.edits, "spec.rights") {
		return nil
	}
	var said []string
	for _, lone := range profile.LoneRights(w.New.Spec.Rights) {
		said = append(said, fmt.Sprintf("S-3: the right %s goes along with %s, which %s does not have", lone.Right, lone.Needs, w.New.Name))
	}
	return said
}

// nobodyActs is about a user as whom nobody can act (P-1).
func (w *userWrite) nobodyActs() []string {
	if len(roster.IdentitiesOf(w.New)) > 0 || !w.creates() && !touches(w.edits, "spec.email", "spec.identities") {
		return nil
	}
	return []string{"P-1: without an email or an identity nobody can act as " + w.New.Name}
}

// officeless is about an office administrator in nobody's own office (section R).
func (w *userWrite) officeless() []string {
	office := w.New.Spec.Office
	if !touches(w.edits, "spec.office", "spec.systemRole") || office != "" && w.after.Office(office) != nil ||
		w.New.Spec.SystemRole != v1alpha1.RoleFirmOfficeAdministrator {
		return nil
	}
	if office == "" {
		return []string{"R-4: a Firm Office Administrator without an office administers none"}
	}
	return []string{fmt.Sprintf("R-4: there is no office %s yet: its administrator administers none until it is there", office)}
}

// leavesMatters is about a user who ceases to be a participant (W-6).
func (w *userWrite) leavesMatters() []string {
	if w.creates() || !roster.IsParticipant(w.before, w.New.Name) || roster.IsParticipant(w.after, w.New.Name) {
		return nil
	}
	var names []string
	for _, m := range w.before.MattersNaming(w.New.Name) {
		if slices.Contains(ledger.Direct(ledger.Staffing, &m.Spec), w.New.Name) {
			names = append(names, m.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	return []string{fmt.Sprintf("M-12: %s is on %s, and there no longer has any effect", w.New.Name, named(names))}
}

func (w *linkWrite) unknownUsers() []string {
	if !w.creates() {
		return nil
	}
	var said []string
	for _, user := range []string{w.link.Spec.Assistant, w.link.Spec.Timekeeper} {
		if w.view.User(user) == nil {
			said = append(said, fmt.Sprintf("A-4: %s is not a user of the firm yet", user))
		}
	}
	return said
}

// noParticipants is M-12.
func (w *matterWrite) noParticipants() []string {
	var said []string
	of := func(user, as string) {
		if fault := unfit(w.view, user); user != "" && fault != "" {
			said = append(said, fmt.Sprintf("M-12: %s %s %s: it has no effect", as, user, fault))
		}
	}
	staffs := w.staffed()
	for _, e := range w.edits {
		switch {
		case e.field == "spec.lead":
			of(w.New.Spec.Lead, "the lead")
		case e.field == "spec.staffing[].user" && staffs[e.key] && e.key != w.New.Spec.Lead:
			of(e.key, "the member")
		}
	}
	return few(said)
}

// staffed returns whom the team names, for a write that touches it.
func (w *matterWrite) staffed() map[string]bool {
	if !touches(w.edits, "spec.staffing") {
		return nil
	}
	team := make(map[string]bool, len(w.New.Spec.Staffing))
	for i := range w.New.Spec.Staffing {
		team[w.New.Spec.Staffing[i].User] = true
	}
	return team
}

// excludedMembers is C-7: the wall wins over the team.
func (w *matterWrite) excludedMembers() []string {
	if !touches(w.edits, "spec.lead", "spec.staffing", "spec.case", "spec.collections", "spec.conflictedUsers", "spec.excludedUsers", "spec.opposingTeamSets") || !mayExclude(&w.New.Spec) {
		return nil
	}
	var said []string
	for _, m := range access.AssetOf(w.view, w.New).Members() {
		if m.Access != v1alpha1.AccessExcluded || w.excludedBefore(m.User) {
			continue
		}
		said = append(said, fmt.Sprintf("C-7: %s is on the team and walled off at once (%s): the wall wins", m.User, wordsOf(m.Exclusions)))
	}
	return few(said)
}

// mayExclude says whether there is a wall that could strike a member: most assets
// have none, and need not be derived to know it.
func mayExclude(spec *v1alpha1.MatterSpec) bool {
	return len(spec.ConflictedUsers)+len(spec.ExcludedUsers)+len(spec.OpposingTeamSets)+len(spec.Collections) > 0 || spec.Case != ""
}

func (w *matterWrite) excludedBefore(user string) bool {
	if w.Old == nil {
		return false
	}
	m := w.now().Member(user)
	return m != nil && m.Access == v1alpha1.AccessExcluded
}

func wordsOf(exclusions []v1alpha1.Exclusion) string {
	words := make([]string, 0, len(exclusions))
	for _, e := range exclusions {
		words = append(words, string(e))
	}
	return series(words, "and")
}

// followsAllTheSame is M-2: a matter cannot opt out of what its case says.
func (w *matterWrite) followsAllTheSame() []string {
	group := w.view.Matter(ledger.CaseName(&w.New.Spec))
	if group == nil || group.Spec.Type != v1alpha1.TypeCase || !touches(w.edits, "spec.case", "spec.assistantsFollow") {
		return nil
	}
	var said []string
	for _, list := range []struct {
		name ledger.ListName
		says v1alpha1.FollowSetting
	}{
		{ledger.Staffing, w.New.Spec.AssistantsFollow.Staffing}, {ledger.ConflictedUsers, w.New.Spec.AssistantsFollow.ConflictedUsers},
	} {
		if list.says == v1alpha1.FollowDisabled && w.view.Ledger(group).Own(list.name, &group.Spec, w.view) == ledger.Enabled {
			said = append(said, fmt.Sprintf("M-2: assistants follow on %s all the same: the case %s says Enabled, and its matters cannot opt out", list.name, group.Name))
		}
	}
	return said
}

// systemsIgnored is M-11 (S4 8).
func (w *matterWrite) systemsIgnored() []string {
	links, staffs := roster.NewLinks(w.view), w.staffed()
	var said []string
	for _, e := range w.edits {
		if e.field != "spec.staffing[].includedSystems" || !staffs[e.key] || !links.IsAssistant(e.key) {
			continue
		}
		said = append(said, fmt.Sprintf("M-11: the systems of %s are ignored: an assistant has those of its timekeepers", e.key))
	}
	return few(said)
}

// few keeps the first ten of what is said and counts the others.
func few(said []string) []string {
	if len(said) <= maxNamed {
		return said
	}
	return append(said[:maxNamed:maxNamed], fmt.Sprintf("and %d more like these", len(said)-maxNamed))
}
