package staffing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// teamReasons returns why a user is a member of an asset, in the order of M-9.
func (d *derivation) teamReasons(asset *v1alpha1.Matter, m *member) []Reason {
	var reasons []Reason
	places := d.places(asset)
	if m.own != nil && m.own.direct() {
		reasons = d.seatReasons(places[0], m.own)
	}
	for _, p := range places[1:] {
		reasons = append(reasons, d.seatReasons(p, d.seat(p.asset, m.user))...)
	}
	if m.follows() {
		reasons = append(reasons, d.seatReasons(places[0], m.own)...)
	}
	return reasons
}

// seatReasons returns why a user has a seat on the team of a place; none without one.
func (d *derivation) seatReasons(p place, s *seat) []Reason {
	if s == nil {
		return nil
	}
	if s.direct() {
		return []Reason{d.directReason(p, s.user)}
	}
	reasons := make([]Reason, 0, len(s.via))
	for _, timekeeper := range s.via {
		why, rules := d.whyFollowed(p.asset, ledger.Staffing, timekeeper)
		reasons = append(reasons, Reason{
			Because: p.because(v1alpha1.OriginFollowing),
			Via:     p.via(timekeeper),
			Rules:   p.rules("M-8", append(rules, "M-4")...),
			Path:    p.end(d.behind(s.user, timekeeper)...),
			Text:    fmt.Sprintf("%s follows %s onto the team of %s: %s", s.user, timekeeper, p, why),
		})
	}
	return reasons
}

func (d *derivation) directReason(p place, user string) Reason {
	text := fmt.Sprintf("%s is named in spec.staffing of %s", user, p)
	if user == p.asset.Spec.Lead {
		text = fmt.Sprintf("%s leads %s", user, p)
	}
	return Reason{
		Because: p.because(v1alpha1.OriginDirect),
		Via:     p.via(""),
		Rules:   p.rules("M-8", "M-1"),
		Path:    p.end(onUser(user)),
		Text:    text,
	}
}

// behind returns the steps from an assistant to a timekeeper by their accepted link.
func (d *derivation) behind(assistant, timekeeper string) []Step {
	if link := d.links.Between(assistant, timekeeper); link != nil {
		return along(link)
	}
	return []Step{onUser(assistant), onUser(timekeeper)} // not reached: who follows has a link
}

// along returns the steps along a link.
func along(link *v1alpha1.AssistantLink) []Step {
	return []Step{onUser(link.Spec.Assistant), onLink(link), onUser(link.Spec.Timekeeper)}
}

// whyFollowed says why the assistants of a direct user follow it, or do not, and
// by which rules (M-3, L-4).
func (d *derivation) whyFollowed(asset *v1alpha1.Matter, list ledger.ListName, user string) (why string, rules []string) {
	if override := overrideOf(asset, list, user); override != "" {
		return fmt.Sprintf("the entry of %s says %s", user, override), []string{"M-3"}
	}
	kept := d.view.Ledger(asset)
	joined := kept.Of(list).Joined[user]
	if awaited := joined.Awaits; awaited != nil {
		return whyAwaited(user, *awaited, kept.Follows(list, user, d.view)), []string{"M-3", "L-4"}
	}
	setting := ledger.Disabled
	if joined.Follow {
		setting = ledger.Enabled
	}
	return fmt.Sprintf("the setting was %s when %s joined", setting, user), []string{"M-3", "L-4"}
}

// whyAwaited says what has come of what was missing when a user joined (L-4).
func whyAwaited(user string, awaited ledger.Awaits, follow bool) string {
	var missing []string
	if awaited.Firm {
		missing = append(missing, "the Firm")
	}
	if awaited.Case != "" {
		missing = append(missing, "the case "+awaited.Case)
	}
	came := "was not Enabled when it came, or has not come"
	if follow {
		came = "was Enabled when it came"
	}
	return fmt.Sprintf("when %s joined there was no setting yet, and what was missing (%s) %s", user, strings.Join(missing, ", "), came)
}

// overrideOf returns what a direct user's entry says about its assistants.
func overrideOf(asset *v1alpha1.Matter, list ledger.ListName, user string) v1alpha1.AssistantsOverride {
	if list == ledger.ConflictedUsers {
		i := slices.IndexFunc(asset.Spec.ConflictedUsers, func(e v1alpha1.ConflictedEntry) bool { return e.User == user })
		if i < 0 {
			return ""
		}
		return asset.Spec.ConflictedUsers[i].Assistants
	}
	entry, _ := entryOf(asset, user)
	return entry.Assistants
}

// notTeam returns what could have put a user on the team of an asset and does not:
// entries of one who is no participant, and links whose timekeepers are there.
func (d *derivation) notTeam(asset *v1alpha1.Matter, user string) []Reason {
	var reasons []Reason
	for _, p := range d.places(asset) {
		direct := ledger.Direct(ledger.Staffing, &p.asset.Spec)
		if slices.Contains(direct, user) {
			if reason, participant := roster.Standing(d.view, user); !participant {
				reasons = append(reasons, Reason{
					Because: string(reason),
					Rules:   []string{"W-6", "M-12"},
					Path:    p.end(onUser(user)),
					Text:    fmt.Sprintf("%s is named by %s, but %s", user, p, whyNoParticipant[reason]),
				})
			}
			continue
		}
		reasons = append(reasons, d.notFollowing(p, ledger.Staffing, user, direct)...)
	}
	return append(reasons, d.unresolvedGroups(asset)...)
}

// notFollowing returns the links of a user that do not let it follow a
// timekeeper who is direct on a list of a place.
func (d *derivation) notFollowing(p place, list ledger.ListName, user string, direct []string) []Reason {
	var reasons []Reason
	for _, link := range inOrder(d.view.LinksOfAssistant(user)) {
		if !slices.Contains(direct, link.Spec.Timekeeper) {
			continue
		}
		if reason, follows := d.whyNotFollowing(p, list, link); !follows {
			reason.Path = p.end(along(link)...)
			reasons = append(reasons, reason)
		}
	}
	return reasons
}

// whyNotFollowing says why a link does not let its assistant, who is not direct,
// follow its timekeeper, who is.
func (d *derivation) whyNotFollowing(p place, list ledger.ListName, link *v1alpha1.AssistantLink) (why Reason, follows bool) {
	assistant, timekeeper := link.Spec.Assistant, link.Spec.Timekeeper
	if verdict := d.links.Judge(link); !verdict.Accepted() {
		return Reason{Because: NotAccepted, Rules: []string{"A-4"}, Text: fmt.Sprintf("the link %s, by which %s would assist %s, has no effect: %s, against %s",
			link.Name, assistant, timekeeper, verdict.Reason, verdict.Against)}, false
	}
	if reason, participant := roster.Standing(d.view, timekeeper); list == ledger.Staffing && !participant {
		return Reason{Because: NoParticipant, Rules: []string{"W-6", "M-4"}, Text: fmt.Sprintf("%s assists %s, who is named by %s, but %s",
			assistant, timekeeper, p, whyNoParticipant[reason])}, false
	}
	kept := d.view.Ledger(p.asset)
	if !d.followed(kept, list, timekeeper, overrideOf(p.asset, list, timekeeper)) {
		why, rules := d.whyFollowed(p.asset, list, timekeeper)
		return Reason{Because: NotFollowed, Rules: rules, Text: fmt.Sprintf("%s assists %s, whose assistants do not follow on %s: %s",
			assistant, timekeeper, p, why)}, false
	}
	switch d.obstacle(kept, list, link, false) {
	case noParticipant:
		reason, _ := roster.Standing(d.view, assistant)
		return Reason{Because: NoParticipant, Rules: []string{"W-6", "M-4"}, Text: fmt.Sprintf("%s assists %s, who is followed on %s, but %s %s",
			assistant, timekeeper, p, assistant, whyNoParticipant[reason])}, false
	case parted:
		return Reason{Because: Severed, Rules: []string{"M-6", "L-6"}, Text: fmt.Sprintf("%s left %s after %s joined; only a link made after that would let it follow",
			assistant, p, timekeeper)}, false
	default:
		return Reason{}, true
	}
}

// unresolvedGroups returns the case and collections of an asset whose teams and
// walls it would have if they were there (M-8, C-5).
func (d *derivation) unresolvedGroups(asset *v1alpha1.Matter) []Reason {
	if asset.Spec.Type != v1alpha1.TypeMatter {
		return nil
	}
	var reasons []Reason
	missing := func(name string, kind v1alpha1.AssetType) {
		group, is := d.view.Matter(name), "not there"
		if name == "" || ofType(group, kind) != nil {
			return
		}
		if group != nil {
			is = "a " + string(group.Spec.Type)
		}
		reasons = append(reasons, Reason{
			Because: Unresolved,
			Rules:   []string{"W-3", "M-8"},
			Path:    Path{{Kind: StepKind(kind), Name: name}, onAsset(asset)},
			Text:    fmt.Sprintf("%s names the %s %s, which is %s", asset.Name, kind, name, is),
		})
	}
	missing(asset.Spec.Case, v1alpha1.TypeCase)
	for _, name := range sortedUnique(asset.Spec.Collections) {
		missing(name, v1alpha1.TypeCollection)
	}
	return reasons
}

// inOrder returns links in the order in which they are judged.
func inOrder(links []*v1alpha1.AssistantLink) []*v1alpha1.AssistantLink {
	sorted := slices.Clone(links)
	slices.SortFunc(sorted, func(a, b *v1alpha1.AssistantLink) int { return roster.BySince(a, b) })
	return sorted
}
