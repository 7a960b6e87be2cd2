// Package answer is what the command line answers about one user and one matter:
// may the user, who may, and why. Each answer is a document that programs can read:
// its fields stay as they are for as long as its version does. docs/answers.md
// shows them.
package answer

import (
	"fmt"
	"slices"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// Version is that of the documents. Fields may come within a version; none goes,
// and none changes what it means.
const Version = "answers.matterplane.dev/v1"

// Header begins every document.
type Header struct {
	// APIVersion is Version.
	APIVersion string `json:"apiVersion"`
	// Kind says which document it is.
	Kind string `json:"kind"`
	// Namespace is that of the firm (W-1).
	Namespace string `json:"namespace"`
}

func header(kind, namespace string) Header {
	return Header{APIVersion: Version, Kind: kind, Namespace: namespace}
}

// Decisions answer whether a user may do something on a matter (section D): one
// decision, or one for every action.
type Decisions struct {
	Header `json:",inline"`

	User      string            `json:"user"`
	Matter    string            `json:"matter"`
	Decisions []access.Decision `json:"decisions"`
	// Ask are those who can put the user on the team (U-4), where no rule lets the user
	// do what was asked about (D-11); up to ten, by name.
	Ask []string `json:"ask,omitempty"`
}

// maxAsk is how many are named whom to ask.
const maxAsk = 10

// May answers for one action. An asset or action that is not known is an error.
func May(v roster.Directory, namespace, user string, action access.Action, asset string) (Decisions, error) {
	if !slices.Contains(access.Actions, action) {
		return Decisions{}, fmt.Errorf("section D: %q is none of the actions %v", action, access.Actions)
	}
	return decisions(v, namespace, user, asset, action)
}

// MayAll answers for every action. An asset that is not known is an error.
func MayAll(v roster.Directory, namespace, user, asset string) (Decisions, error) {
	return decisions(v, namespace, user, asset, access.Actions...)
}

func decisions(v roster.Directory, namespace, user, asset string, actions ...access.Action) (Decisions, error) {
	all, err := access.Decisions(v, user, asset)
	if err != nil {
		return Decisions{}, unknownAsset(asset, namespace)
	}
	all = slices.DeleteFunc(all, func(d access.Decision) bool { return !slices.Contains(actions, d.Action) })
	ask, err := whomToAsk(v, asset, all)
	if err != nil {
		return Decisions{}, err
	}
	return Decisions{Header: header("Decisions", namespace), User: user, Matter: asset, Decisions: all, Ask: ask}, nil
}

// whomToAsk names those who manage the team of a matter, where only that no rule
// lets the user is in the way of what the team may.
func whomToAsk(v roster.Directory, asset string, decisions []access.Decision) ([]string, error) {
	missing := slices.ContainsFunc(decisions, func(d access.Decision) bool {
		return slices.Equal(d.Rules, []string{"D-11"}) && d.Action != access.ActionManageWalls // which no team may
	})
	if !missing {
		return nil, nil
	}
	who, err := access.Who(v, asset, access.ActionManageTeam)
	if err != nil {
		return nil, err
	}
	var ask []string
	for permitted := range who {
		if ask = append(ask, permitted.User); len(ask) == maxAsk {
			break
		}
	}
	return ask, nil
}

// People answers who may do something on a matter.
type People struct {
	Header `json:",inline"`

	Matter string `json:"matter"`
	// Actions are those that were asked about; without any it was all.
	Actions []access.Action `json:"actions,omitempty"`
	// Users are those who may do at least one of them, by name, with all decisions
	// on each.
	Users []access.Permitted `json:"users"`
	// WalledOff are the conflicted users, by name; they may do nothing (D-2).
	WalledOff []string `json:"walledOff"`
}

// Who answers who may do one of some actions, or anything at all if none is named. An
// asset or action that is not known is an error.
func Who(v roster.Directory, namespace, asset string, actions ...access.Action) (People, error) {
	m := v.Matter(asset)
	if m == nil {
		return People{}, unknownAsset(asset, namespace)
	}
	permitted, err := access.Who(v, asset, actions...)
	if err != nil {
		return People{}, err
	}
	who := People{
		Header: header("People", namespace), Matter: asset, Actions: actions,
		Users: slices.AppendSeq([]access.Permitted{}, permitted), WalledOff: []string{},
	}
	for _, walled := range staffing.DeriveAll(v, m).ConflictedUsers {
		who.WalledOff = append(who.WalledOff, walled.User)
	}
	return who, nil
}

// Matters answers on which matters a user may do something.
type Matters struct {
	Header `json:",inline"`

	User string `json:"user"`
	// Everywhere is what the user may do on every matter that is not listed (D-4, D-10).
	Everywhere []access.Decision `json:"everywhere"`
	// Matters are those on which the user may do more, by another rule too, or less
	// because a wall stands there; by name.
	Matters []access.Permitted `json:"matters"`
}

// Where answers on which matters a user may do something. A user that is not known
// is an error.
func Where(v roster.Directory, namespace, user string) (Matters, error) {
	if v.User(user) == nil {
		return Matters{}, fmt.Errorf("there is no user %q in %s", user, namespace)
	}
	matters := access.MattersOf(v, user)
	return Matters{
		Header: header("Matters", namespace), User: user,
		Everywhere: matters.Everywhere,
		Matters:    slices.AppendSeq([]access.Permitted{}, matters.On),
	}, nil
}

// Why answers why a user is on the team of a matter or not, and why walls keep it
// out or do not (sections M and C).
type Why struct {
	Header               `json:",inline"`
	staffing.Explanation `json:",inline"`

	// Standing says where the user stands.
	Standing Standing `json:"standing"`
	// Unknown says that there is no such user; what names it may still wall it off (C-1).
	Unknown bool `json:"unknown,omitempty"`
	// Decisions are what follows: what the user may do on the matter (section D).
	Decisions []access.Decision `json:"decisions"`
}

// Standing is where a user stands towards a matter.
type Standing string

// Where a user can stand.
const (
	// Granted is a member whom no wall keeps out.
	Granted Standing = "Granted"
	// Excluded is a member whom a wall keeps out (C-7).
	Excluded Standing = "Excluded"
	// WalledOff is nobody of the team, whom a wall keeps out.
	WalledOff Standing = "WalledOff"
	// None is nobody of the team.
	None Standing = "None"
)

// Explain answers why. An asset that is not known is an error.
func Explain(v roster.View, namespace, user, asset string) (Why, error) {
	m := v.Matter(asset)
	if m == nil {
		return Why{}, unknownAsset(asset, namespace)
	}
	e := staffing.Explain(v, m, user)
	return Why{
		Header: header("Why", namespace), Explanation: e, Standing: standing(e),
		Unknown: v.User(user) == nil, Decisions: access.AssetOf(v, m).Decisions(user),
	}, nil
}

func standing(e staffing.Explanation) Standing {
	switch {
	case len(e.Exclusions) > 0:
		return Excluded
	case len(e.Team) > 0:
		return Granted
	case len(e.Wall) > 0:
		return WalledOff
	}
	return None
}

func unknownAsset(asset, namespace string) error {
	return fmt.Errorf("there is no matter, case or collection %q in %s", asset, namespace)
}
