package staffing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestExplain shows for each way onto a team and behind a wall, and for each that
// leads nowhere, its rules, its path and its sentence.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		behaviour, writes string
		user              string
		want              []string
	}{
		{"M-1 direct", `firm; user amy; matter m staff=amy`, "amy", []string{
			"team Direct [M-1] amy ← m: amy is named in spec.staffing of m",
		}},
		{"M-1 the lead", `firm; user amy; matter m lead=amy`, "amy", []string{
			"team Direct [M-1] amy ← m: amy leads m",
		}},
		{"M-4 a follower, as the setting was", `firm follow=staffing; user amy; user bob; link bob->amy; matter m staff=amy`, "bob", []string{
			"team Following [M-3 L-4 M-4] bob ← bob-assists-amy ← amy ← m: bob follows amy onto the team of m: the setting was Enabled when amy joined",
		}},
		{"M-3 a follower, as the entry says", `firm; user amy; user bob; link bob->amy; matter m staff=amy:Follow`, "bob", []string{
			"team Following [M-3 M-4] bob ← bob-assists-amy ← amy ← m: bob follows amy onto the team of m: the entry of amy says Follow",
		}},
		{"L-4 a follower, as what was missing says", `user amy; user bob; link bob->amy; matter m staff=amy case=c; firm; case c follow=staffing`, "bob", []string{
			"team Following [M-3 L-4 M-4] bob ← bob-assists-amy ← amy ← m: bob follows amy onto the team of m: " +
				"when amy joined there was no setting yet, and what was missing (the Firm, the case c) was Enabled when it came",
		}},
		{"M-8 by case and collection, M-9 in that order", `firm follow=staffing; user amy; user bob; link bob->amy
			case c staff=amy; collection k lead=bob; matter m case=c collections=k`, "bob", []string{
			"team Case [M-3 L-4 M-4 M-8] bob ← bob-assists-amy ← amy ← c ← m: bob follows amy onto the team of c, the case of m: the setting was Enabled when amy joined",
			"team Collection [M-1 M-8] bob ← k ← m: bob leads k, a collection of m",
		}},
		{"C-1, C-5 walls of its own and of its case", `firm; user amy; case c conflicted=amy; matter m conflicted=amy case=c`, "amy", []string{
			"wall Direct [C-1] amy ← m: amy is named in spec.conflictedUsers of m",
			"wall Case [C-1 C-5] amy ← c ← m: amy is named in spec.conflictedUsers of c, the case of m",
		}},
		{"M-5 behind a wall, C-7 out of the team", `firm follow=conflictedUsers; user amy; user bob; link bob->amy; matter m conflicted=amy staff=bob`, "bob", []string{
			"team Direct [M-1] bob ← m: bob is named in spec.staffing of m",
			"wall Following [M-3 L-4 M-5 C-1] bob ← bob-assists-amy ← amy ← m: bob follows amy behind the wall of m: the setting was Enabled when amy joined",
			"out ConflictedUser [M-3 L-4 M-5 C-1 C-7] bob ← bob-assists-amy ← amy ← m: bob follows amy behind the wall of m: the setting was Enabled when amy joined",
		}},
		{"C-2 two sides, one of them a case's", `firm; user amy; case c set=trial/us; matter m case=c; matter n lead=amy set=trial/them`, "amy", []string{
			"wall OpposingTeamSet [C-2] amy ← n ← side them ← set trial ← side us ← c ← m: " +
				"amy is a member of n, which is on side them of the set trial; m is on side us",
		}},
		{"C-3 the assistant of one whom a set strikes", `firm follow=conflictedUsers; user amy; user bob; link bob->amy
			matter m set=trial/us; matter n staff=amy:DoNotFollow set=trial/them`, "bob", []string{
			"wall Following [C-2 C-3] bob ← bob-assists-amy ← amy ← n ← side them ← set trial ← side us ← m: " +
				"bob follows amy behind the wall of m, where assistants follow now; amy is a member of n, which is on side them of the set trial; m is on side us",
		}},
		{"C-3 assistants do not follow now", `firm; user amy; user bob; link bob->amy; matter m set=trial/us; matter n staff=amy set=trial/them`, "bob", []string{
			"not wall NotEnabled [C-3] bob ← bob-assists-amy ← amy ← n ← side them ← set trial ← side us ← m: " +
				"bob assists amy, whom the set trial walls off; on m assistants do not follow conflicted users now",
		}},
		{"C-4 one who floats", `firm; user amy floating; matter m staff=amy set=trial/us; matter n staff=amy set=trial/them`, "amy", []string{
			"team Direct [M-1] amy ← m: amy is named in spec.staffing of m",
			"spared FloatingUser [C-2 C-4] amy ← n ← side them ← set trial ← side us ← m: " +
				"amy is a member of n, which is on side them of the set trial; m is on side us; amy holds the global role FloatingUser and is spared",
		}},
		{"C-7 excluded by name", `firm; user amy; matter m staff=amy excluded=amy`, "amy", []string{
			"team Direct [M-1] amy ← m: amy is named in spec.staffing of m",
			"out ExcludedUser [C-7] amy ← m: amy is named in spec.excludedUsers of m and does not hold the right Administrator",
		}},
		{"C-7 excluded by name, but Administrator", `firm; user amy rights=Administrator; matter m excluded=amy`, "amy", []string{
			"not wall NotExcluded [C-7] amy ← m: amy is named in spec.excludedUsers of m, but holds the right Administrator",
		}},
		{"M-12 no participant", `firm; user amy deactivated; matter m staff=amy`, "amy", []string{
			"not team Deactivated [W-6 M-12] amy ← m: amy is named by m, but is deactivated",
		}},
		{"M-4 the timekeeper is no participant", `firm follow=staffing; user amy deactivated; user bob; link bob->amy; matter m staff=amy`, "bob", []string{
			"not team NoParticipant [W-6 M-4] bob ← bob-assists-amy ← amy ← m: bob assists amy, who is named by m, but is deactivated",
		}},
		{"M-4 the assistant is no participant", `firm follow=staffing; user amy; link bob->amy; matter m staff=amy`, "bob", []string{
			"not team NoParticipant [W-6 M-4] bob ← bob-assists-amy ← amy ← m: bob assists amy, who is followed on m, but bob is no user of the firm",
		}},
		{"M-3 not followed, as the setting was", `firm; user amy; user bob; link bob->amy; matter m staff=amy; matter m staff=amy follow=staffing`, "bob", []string{
			"not team NotFollowed [M-3 L-4] bob ← bob-assists-amy ← amy ← m: " +
				"bob assists amy, whose assistants do not follow on m: the setting was Disabled when amy joined",
		}},
		{"M-3 not followed, as the entry says", `firm follow=staffing; user amy; user bob; link bob->amy; matter m staff=amy:DoNotFollow`, "bob", []string{
			"not team NotFollowed [M-3] bob ← bob-assists-amy ← amy ← m: " +
				"bob assists amy, whose assistants do not follow on m: the entry of amy says DoNotFollow",
		}},
		{"L-4 not followed, as nothing has come", `user amy; user bob; link bob->amy; matter m staff=amy`, "bob", []string{
			"not team NotFollowed [M-3 L-4] bob ← bob-assists-amy ← amy ← m: bob assists amy, whose assistants do not follow on m: " +
				"when amy joined there was no setting yet, and what was missing (the Firm) was not Enabled when it came, or has not come",
		}},
		{"L-6 severed", `firm follow=staffing; user amy; user bob; link bob->amy; matter m staff=amy; matter m staff=amy,bob; matter m staff=amy`, "bob", []string{
			"not team Severed [M-6 L-6] bob ← bob-assists-amy ← amy ← m: bob left m after amy joined; only a link made after that would let it follow",
		}},
		{"L-6 severed on a case's wall", `firm follow=conflictedUsers; user bob; link bob->amy
			case c conflicted=amy; case c conflicted=amy,bob; case c conflicted=amy; matter m case=c`, "bob", []string{
			"not wall Severed [M-6 L-6] bob ← bob-assists-amy ← amy ← c ← m: bob left c, the case of m after amy joined; only a link made after that would let it follow",
		}},
		{"A-4 a link without effect", `firm follow=staffing; user amy; user bob; user cal; link cal->bob; link bob->amy; matter m staff=amy`, "bob", []string{
			"not team NotAccepted [A-4] bob ← bob-assists-amy ← amy ← m: " +
				"the link bob-assists-amy, by which bob would assist amy, has no effect: AssistantHasAssistants, against cal-assists-bob",
		}},
		{"M-8 a case that is not there", `firm; user amy; matter m case=c collections=k; case k`, "amy", []string{
			"not team Unresolved [W-3 M-8] c ← m: m names the Case c, which is not there",
			"not team Unresolved [W-3 M-8] k ← m: m names the Collection k, which is a Case",
		}},
		{"nothing to say", `firm; user amy; matter m`, "amy", nil},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			view := firm.WrittenView(t, c.writes)
			got := told(staffing.Explain(view, view.Matter("m"), c.user))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("why %s after %s (-want +got)\n%s", c.user, c.writes, diff)
			}
		})
	}
}

// told tells an explanation, a line for each reason.
func told(e staffing.Explanation) (lines []string) {
	for _, part := range []struct {
		name    string
		reasons []staffing.Reason
	}{
		{"team", e.Team},
		{"wall", e.Wall},
		{"out", e.Exclusions},
		{"spared", e.Exemptions},
		{"not team", e.NotTeam},
		{"not wall", e.NotWall},
	} {
		for _, r := range part.reasons {
			lines = append(lines, fmt.Sprintf("%s %s [%s] %s: %s", part.name, r.Because, strings.Join(r.Rules, " "), r.Path, r.Text))
		}
	}
	return lines
}
