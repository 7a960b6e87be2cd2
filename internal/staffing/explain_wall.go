package staffing

import (
	"fmt"
	"iter"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// wallReasons returns why a user is a conflicted user of an asset, in the order of C-6.
// They are found one after the other: most who ask want the first.
func (d *derivation) wallReasons(asset *v1alpha1.Matter, w wall, c *conflicted) iter.Seq[Reason] {
	return func(yield func(Reason) bool) {
		places := d.places(asset)
		parts := []iter.Seq[Reason]{slices.Values(d.ownWallReasons(places[0], c.user)), d.followedSetReasons(asset, w, c)}
		for _, p := range places[1:] {
			parts = append(parts, slices.Values(d.ownWallReasons(p, c.user)))
		}
		for _, part := range append(parts, d.oppositionReasons(asset, c)) {
			for reason := range part {
				if !yield(reason) {
					return
				}
			}
		}
	}
}

// ownWallReasons returns why the own list of a place walls a user off (C-1, C-5).
func (d *derivation) ownWallReasons(p place, user string) []Reason {
	c := d.ownWalled(p.asset, user)
	if c == nil {
		return nil
	}
	if c.direct {
		return []Reason{{
			Because: p.because(v1alpha1.OriginDirect),
			Via:     p.via(""),
			Rules:   p.rules("C-5", "C-1"),
			Path:    p.end(onUser(user)),
			Text:    fmt.Sprintf("%s is named in spec.conflictedUsers of %s", user, p),
		}}
	}
	reasons := make([]Reason, 0, len(c.follows))
	for _, timekeeper := range c.follows {
		why, rules := d.whyFollowed(p.asset, ledger.ConflictedUsers, timekeeper)
		reasons = append(reasons, Reason{
			Because: p.because(v1alpha1.OriginFollowing),
			Via:     p.via(timekeeper),
			Rules:   p.rules("C-5", append(rules, "M-5", "C-1")...),
			Path:    p.end(d.behind(user, timekeeper)...),
			Text:    fmt.Sprintf("%s follows %s behind the wall of %s: %s", user, timekeeper, p, why),
		})
	}
	return reasons
}

// followedSetReasons returns whom a user follows of those whom a set strikes (C-3).
func (d *derivation) followedSetReasons(asset *v1alpha1.Matter, w wall, c *conflicted) iter.Seq[Reason] {
	return func(yield func(Reason) bool) {
		for _, timekeeper := range sortedUnique(c.followsSet) {
			struck := firstOf(d.oppositionReasons(asset, w[timekeeper]))
			reason := Reason{
				Because: string(v1alpha1.OriginFollowing),
				Via:     timekeeper,
				Rules:   []string{"C-2", "C-3"},
				Path:    slices.Concat(Path(d.behind(c.user, timekeeper)), struck.Path[1:]),
				Text: fmt.Sprintf("%s follows %s behind the wall of %s, where assistants follow now; %s",
					c.user, timekeeper, asset.Name, struck.Text),
			}
			if !yield(reason) {
				return
			}
		}
	}
}

// firstOf returns the first of some reasons, of which there is one.
func firstOf(reasons iter.Seq[Reason]) (found Reason) {
	for found = range reasons {
		break
	}
	return found
}

// oppositionReasons returns the teams on other sides of sets by which a user is
// struck, or would be (C-2, C-4).
func (d *derivation) oppositionReasons(asset *v1alpha1.Matter, c *conflicted) iter.Seq[Reason] {
	return func(yield func(Reason) bool) {
		slices.SortFunc(c.sets, bySet)
		for _, by := range c.sets {
			for _, name := range by.via {
				if !yield(d.oppositionReason(asset, c.user, by.set, d.view.Matter(name))) {
					return
				}
			}
		}
	}
}

func (d *derivation) oppositionReason(asset *v1alpha1.Matter, user, set string, other *v1alpha1.Matter) Reason {
	takes, theirs := d.sideOf(other, set)
	ours, own := d.sideOf(asset, set)
	slices.Reverse(own)
	return Reason{
		Because: string(v1alpha1.OriginOpposingTeamSet),
		Via:     other.Name,
		Rules:   []string{"C-2"},
		Path:    slices.Concat(d.memberPath(other, user), theirs, Path{{Kind: StepSet, Name: set}}, own, Path{onAsset(asset)}),
		Text: fmt.Sprintf("%s is a member of %s, which is on side %s of the set %s; %s is on side %s",
			user, other.Name, takes, set, asset.Name, ours),
	}
}

// sideOf returns the side of a set that an asset is on, and the steps from it to
// that side, the asset itself left out unless its case names the side (C-2).
func (d *derivation) sideOf(asset *v1alpha1.Matter, set string) (side string, steps Path) {
	steps = Path{}
	if side = ownSide(asset, set); side == "" {
		c := d.caseOf(asset)
		side = ownSide(c, set)
		steps = append(steps, onAsset(c))
	}
	return side, append(steps, Step{Kind: StepSide, Name: side})
}

// memberPath returns the path of one reason why a user is a member of an asset.
func (d *derivation) memberPath(asset *v1alpha1.Matter, user string) Path {
	for _, p := range d.places(asset) {
		if s := d.seat(p.asset, user); s != nil {
			return d.seatReasons(p, s)[0].Path
		}
	}
	return nil // not reached: who is struck is a member
}

// exclusionReasons returns why the walls keep a member out, in the order of C-7.
func (d *derivation) exclusionReasons(asset *v1alpha1.Matter, m *member, w wall) []Reason {
	reasons := make([]Reason, 0, len(m.exclusions))
	for _, exclusion := range m.exclusions {
		reasons = append(reasons, d.exclusionReason(asset, m, exclusion, w))
	}
	return reasons
}

// exclusionReason returns one reason for an exclusion: what walls the member off in
// that way first.
func (d *derivation) exclusionReason(asset *v1alpha1.Matter, m *member, exclusion v1alpha1.Exclusion, w wall) Reason {
	because, rules := string(exclusion), []string{"C-7"}
	if exclusion == v1alpha1.ExcludedAsExcludedUser {
		return Reason{
			Because: because, Rules: rules, Path: Path{onUser(m.user), onAsset(asset)},
			Text: fmt.Sprintf("%s is named in spec.excludedUsers of %s and does not hold the right Administrator", m.user, asset.Name),
		}
	}
	byOpposition := exclusion == v1alpha1.ExcludedByOpposingTeamSet
	for wall := range d.wallReasons(asset, w, w[m.user]) {
		if slices.Contains(wall.Rules, "C-2") == byOpposition {
			return Reason{Because: because, Rules: append(wall.Rules, rules...), Path: wall.Path, Text: wall.Text}
		}
	}
	return Reason{Because: because, Rules: rules} // not reached: a wall excludes by an origin
}

// exemptionReasons returns what would have struck a floating user (C-4).
func (d *derivation) exemptionReasons(asset *v1alpha1.Matter, w wall, c *conflicted) []Reason {
	reasons := slices.AppendSeq(slices.Collect(d.followedSetReasons(asset, w, c)), d.oppositionReasons(asset, c))
	for i := range reasons {
		reasons[i].Because = string(v1alpha1.FloatingUser)
		reasons[i].Rules = append(reasons[i].Rules, "C-4")
		reasons[i].Text += fmt.Sprintf("; %s holds the global role FloatingUser and is spared", c.user)
	}
	return reasons
}

// notWall returns what could have walled a user off from an asset and does not.
func (d *derivation) notWall(asset *v1alpha1.Matter, user string, w wall) []Reason {
	var reasons []Reason
	for _, p := range d.places(asset) {
		direct := ledger.Direct(ledger.ConflictedUsers, &p.asset.Spec)
		if !slices.Contains(direct, user) {
			reasons = append(reasons, d.notFollowing(p, ledger.ConflictedUsers, user, direct)...)
		}
	}
	if !d.assistantsStruck(asset) {
		reasons = append(reasons, d.notStruck(asset, user, w)...)
	}
	named := slices.ContainsFunc(asset.Spec.ExcludedUsers, func(e v1alpha1.ExcludedEntry) bool { return e.User == user })
	if named && roster.HasRight(d.view, user, v1alpha1.RightAdministrator) {
		reasons = append(reasons, Reason{
			Because: NotExcluded,
			Rules:   []string{"C-7"},
			Path:    Path{onUser(user), onAsset(asset)},
			Text:    fmt.Sprintf("%s is named in spec.excludedUsers of %s, but holds the right Administrator", user, asset.Name),
		})
	}
	return reasons
}

// notStruck returns those whom the user assists, whom a set strikes, and whom it
// does not follow because assistants do not follow there now (C-3).
func (d *derivation) notStruck(asset *v1alpha1.Matter, user string, w wall) []Reason {
	var reasons []Reason
	for _, link := range d.links.Timekeepers(user) {
		c, walled := w[link.Spec.Timekeeper]
		if !walled || len(c.sets) == 0 {
			continue
		}
		reasons = append(reasons, Reason{
			Because: NotEnabled,
			Rules:   []string{"C-3"},
			Path:    slices.Concat(along(link), firstOf(d.oppositionReasons(asset, c)).Path[1:]),
			Text: fmt.Sprintf("%s assists %s, whom the set %s walls off; on %s assistants do not follow conflicted users now",
				user, link.Spec.Timekeeper, c.sets[0].set, asset.Name),
		})
	}
	return reasons
}
