package expect

import (
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/staffing"
)

// place is where to look: at the name, where the user is named.
func (s someone) place(otherwise manifests.Position) manifests.Position {
	if s.at != nil {
		return s.at.At
	}
	return otherwise
}

// decided fails for what a decision says, with the reasons behind it.
func (t *trial) decided(at manifests.Position, user, asset string, d access.Decision, message string) {
	failure := Failure{User: user, Matter: asset, Message: message, Decision: &d}
	if len(t.Failures) < maxFailures && aboutTeamOrWall(d) {
		failure.Standing, failure.Reasons = t.reasons(user, asset)
	}
	t.fail(at, failure)
}

// aboutTeamOrWall says whether the way onto the team or behind the wall explains a
// decision, or that there is none.
func aboutTeamOrWall(d access.Decision) bool {
	return slices.ContainsFunc(d.Rules, func(rule string) bool {
		return slices.Contains([]string{"D-2", "D-3", "D-6", "D-11"}, rule)
	})
}

// reasons says where a user stands, and why.
func (t *trial) reasons(user, asset string) (answer.Standing, []staffing.Reason) {
	why, err := answer.Explain(t.view, t.namespace, user, asset)
	if err != nil {
		return "", nil // the asset is there
	}
	switch why.Standing {
	case answer.Granted:
		return why.Standing, why.Team
	case answer.Excluded:
		return why.Standing, why.Exclusions
	case answer.WalledOff:
		return why.Standing, why.Wall
	case answer.None:
	}
	return answer.None, why.NotTeam
}

// stands holds a user to where it should stand.
func (t *trial) stands(expected *Standing, user someone, asset string) {
	t.Expectations++
	got := t.standing(user.name, asset)
	if got == expected.Standing {
		return
	}
	t.standingFailed(user.place(expected.At), user.name, asset, fmt.Sprintf("%s must stand %s towards %s, and stands %s", user.name, expected.Standing, asset, got))
}

func (t *trial) standingFailed(at manifests.Position, user, asset, message string) {
	if t.view.User(user) == nil {
		message += fmt.Sprintf("; there is no user %q in %s", user, t.namespace)
	}
	failure := Failure{User: user, Matter: asset, Message: message}
	if len(t.Failures) < maxFailures {
		failure.Standing, failure.Reasons = t.reasons(user, asset)
	}
	t.fail(at, failure)
}

// members holds users to being on the team of each asset, with access.
func (t *trial) members(expected People, assets []string) {
	users := t.known(expected)
	for asset := range t.each(assets) {
		for _, user := range users {
			t.Expectations++
			if t.standing(user.name, asset) != answer.Granted {
				t.standingFailed(user.place(expected.At), user.name, asset, fmt.Sprintf("%s must be on the team of %s with access, and is not", user.name, asset))
			}
		}
	}
}

// named returns whom a wall may name: a name needs no account (C-1).
func (t *trial) named(p People) []someone {
	if p.Names == nil {
		return t.known(p)
	}
	meant, _ := t.people(p)
	return meant
}

// walledOff holds users to being conflicted users of each asset. Who is not there
// and not walled off is somebody whom nobody meant.
func (t *trial) walledOff(expected People, assets []string) {
	users := t.named(expected)
	for asset := range t.each(assets) {
		for _, user := range users {
			t.Expectations++
			if t.on(asset).Of(user.name).IsConflicted() {
				continue
			}
			t.standingFailed(user.place(expected.At), user.name, asset, fmt.Sprintf("%s must be walled off from %s, and is not", user.name, asset))
		}
	}
}

// only holds each asset to who alone may do something there: all of these, or at
// most these.
func (t *trial) only(expected Only, assets []string, all bool) {
	alone := map[string]someone{}
	if !expected.Who.Nobody {
		for _, user := range t.known(expected.Who) {
			alone[user.name] = user
		}
	}
	action := expected.Action.Action
	for asset := range t.each(assets) {
		may := t.whoMay(asset, action)
		t.Expectations++ // of everybody else
		for _, user := range sortedKeys(alone) {
			if !all {
				break
			}
			t.Expectations++
			if _, is := may[user]; is {
				continue
			}
			if d, err := access.Decide(t.view, user, asset, action); err == nil {
				t.decided(alone[user].place(expected.Who.At), user, asset, d, fmt.Sprintf("%s must %s, and may not", user, action.On(asset)))
			}
		}
		for _, user := range sortedKeys(may) {
			if _, is := alone[user]; !is {
				t.decided(expected.Who.At, user, asset, may[user], fmt.Sprintf("%s is none of those who alone may %s, and may", user, action.On(asset)))
			}
		}
	}
}
