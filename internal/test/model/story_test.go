package model

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// example is a firm told in a few lines, and what must then be the case.
//
// A story has a write on each line, one second after the other, or at second n
// after "@n". A line "no NAME…" deletes. A matter, case or collection is
// written whole. A user in a list is a name and, in any order, !Follow or
// !DoNotFollow, :Role or :StaffingType, and +system:
//
//	firm staffing=Enabled conflicted=Disabled systems=billing,documents
//	user ada floating administrator compliance deactivated biller
//	link ada>tina
//	matter m lead=tina staff=theo!Follow:MatterEditor+billing wall=otto in=c of=k side=trial/us
//
// Each line of want asks a question and answers it; see the answers below.
type example struct {
	rule, story, want string
}

// check tells the story of every example, and asks.
func check(t *testing.T, examples []example) {
	t.Helper()
	for _, x := range examples {
		t.Run(x.rule, func(t *testing.T) {
			w := tell(t, 500, x.story)
			for _, line := range lines(x.want) {
				question, want, _ := strings.Cut(line, ":")
				if got := answerTo(t, w, question); got != strings.TrimSpace(want) {
					t.Errorf("%s:\n got %s\nwant %s", question, got, strings.TrimSpace(want))
				}
			}
		})
	}
}

func lines(text string) []string {
	var found []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			found = append(found, line)
		}
	}
	return found
}

// second is the time of the nth second.
func second(n int) time.Time { return time.Date(2026, 1, 1, 0, 0, n, 0, time.UTC) }

// tell makes the World of a story.
func tell(t *testing.T, bound int, story string) *World {
	t.Helper()
	w := New()
	w.LeftBound = bound
	now := 0
	for _, line := range lines(story) {
		now++
		words := strings.Fields(line)
		if at, found := strings.CutPrefix(words[0], "@"); found {
			n, err := strconv.Atoi(at)
			if err != nil {
				t.Fatal(err)
			}
			now, words = n, words[1:]
		}
		write(t, w, second(now), words)
	}
	return w
}

func write(t *testing.T, w *World, at time.Time, words []string) {
	t.Helper()
	kind, name, rest := words[0], "", words[1:]
	if kind != "firm" && kind != "no" {
		name, rest = rest[0], rest[1:]
	}
	switch kind {
	case "firm":
		if slices.Contains(rest, "gone") {
			w.DeleteFirm()
			return
		}
		w.PutFirm(firmOf(t, rest))
	case "user":
		w.PutUser(name, userOf(t, rest))
	case "office":
		w.PutOffice(name)
	case "link":
		assistant, timekeeper, _ := strings.Cut(name, ">")
		if len(rest) > 0 {
			name = rest[0]
		}
		w.CreateLink(name, v1alpha1.AssistantLinkSpec{Assistant: assistant, Timekeeper: timekeeper}, at)
	case "matter":
		w.PutMatter(name, assetOf(t, v1alpha1.TypeMatter, rest), at)
	case "case":
		w.PutMatter(name, assetOf(t, v1alpha1.TypeCase, rest), at)
	case "collection":
		w.PutMatter(name, assetOf(t, v1alpha1.TypeCollection, rest), at)
	case "no":
		for _, name := range rest {
			w.DeleteUser(name)
			w.DeleteOffice(name)
			w.DeleteLink(name)
			w.DeleteMatter(name)
		}
	default:
		t.Fatalf("no such write: %s", kind)
	}
}

func firmOf(t *testing.T, words []string) v1alpha1.FirmSpec {
	t.Helper()
	var spec v1alpha1.FirmSpec
	for _, word := range words {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "staffing":
			spec.AssistantsFollow.Staffing = v1alpha1.FollowSetting(value)
		case "conflicted":
			spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowSetting(value)
		case "systems":
			spec.Systems = strings.Split(value, ",")
		case "client":
			spec.Clients = []v1alpha1.Client{{Name: value}}
		case "unit":
			spec.BusinessUnits = []v1alpha1.BusinessUnit{{Name: value}}
		default:
			t.Fatalf("a firm has no %s", key)
		}
	}
	return spec
}

func userOf(t *testing.T, words []string) v1alpha1.FirmUserSpec {
	t.Helper()
	var spec v1alpha1.FirmUserSpec
	for _, word := range words {
		switch word {
		case "deactivated":
			spec.Deactivated = true
		case "biller":
			spec.SystemRole = v1alpha1.RoleThirdPartyBiller
		case "floating":
			spec.GlobalRoles = []v1alpha1.GlobalRole{v1alpha1.FloatingUser}
		case "compliance":
			spec.Rights = []v1alpha1.UserRight{v1alpha1.RightCompliance, v1alpha1.RightAccounting}
		case "administrator":
			spec.Rights = []v1alpha1.UserRight{v1alpha1.RightAdministrator}
		default:
			t.Fatalf("a user has no %s", word)
		}
	}
	return spec
}

func assetOf(t *testing.T, kind v1alpha1.AssetType, words []string) v1alpha1.MatterSpec {
	t.Helper()
	spec := v1alpha1.MatterSpec{Type: kind}
	for _, word := range words {
		key, value, _ := strings.Cut(word, "=")
		names := strings.Split(value, ",")
		switch key {
		case "lead":
			spec.Lead = value
		case "staff":
			for _, name := range names {
				spec.Staffing = append(spec.Staffing, entryOf(name))
			}
		case "wall":
			for _, name := range names {
				e := entryOf(name)
				spec.ConflictedUsers = append(spec.ConflictedUsers, v1alpha1.ConflictedEntry{User: e.User, Assistants: e.Assistants})
			}
		case "excluded":
			for _, name := range names {
				spec.ExcludedUsers = append(spec.ExcludedUsers, v1alpha1.ExcludedEntry{User: name})
			}
		case "side":
			for _, name := range names {
				which, side, _ := strings.Cut(name, "/")
				spec.OpposingTeamSets = append(spec.OpposingTeamSets, v1alpha1.OpposingTeamSide{Set: which, Side: side})
			}
		case "in":
			spec.Case = value
		case "of":
			spec.Collections = names
		case "staffing":
			spec.AssistantsFollow.Staffing = v1alpha1.FollowSetting(value)
		case "conflicted":
			spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowSetting(value)
		case "client":
			spec.Client = value
		case "unit":
			spec.BusinessUnit = value
		case "office":
			spec.Office = value
		default:
			t.Fatalf("an asset has no %s", key)
		}
	}
	return spec
}

func entryOf(word string) v1alpha1.StaffingEntry {
	word = strings.NewReplacer("!", " !", ":", " :", "+", " +").Replace(word)
	words := strings.Fields(word)
	e := v1alpha1.StaffingEntry{User: words[0]}
	for _, word := range words[1:] {
		switch value := word[1:]; {
		case word[0] == '!':
			e.Assistants = v1alpha1.AssistantsOverride(value)
		case word[0] == '+':
			e.IncludedSystems = append(e.IncludedSystems, value)
		case slices.Contains(ranks, v1alpha1.MatterRole(value)):
			e.MatterRole = v1alpha1.MatterRole(value)
		default:
			e.StaffingType = v1alpha1.StaffingType(value)
		}
	}
	return e
}
