package expect

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/manifests"
)

// What a test says of its kind. The group is none of the cluster's: nothing there
// knows it, and manifests.Read passes over it.
const (
	Group   = "tests.matterplane.dev"
	Version = Group + "/v1"
	Kind    = "AccessTest"
)

// Test is one document of expectations.
type Test struct {
	Name string
	// Namespace is that of the firm (W-1); empty for the one firm that is read.
	Namespace string
	At        manifests.Position
	Cases     []Case
}

// Case is what is expected of some matters. At least one thing is.
type Case struct {
	Name    string
	At      manifests.Position
	Matters Matters

	// Users are those of whom Must, MustNever and Standing are expected.
	Users *People
	// Must is what each of them may do on each matter, MustNever what none may on any.
	Must, MustNever []Action
	// Standing is where each of them stands towards each matter; nil if nothing is said.
	Standing *Standing

	// Members are on the team of each matter, with access Granted (C-7).
	Members *People
	// WalledOff are conflicted users of each matter, on its team or not (section C).
	WalledOff *People
	// OnlyThese are those who may do something on each matter, and nobody else may.
	OnlyThese []Only
	// NobodyBut are those who alone may do something, if they may: others never.
	NobodyBut []Only
}

// Name is a name, and where it is written.
type Name struct {
	Name string
	At   manifests.Position
}

// Action is an action of section D, and where it is written.
type Action struct {
	access.Action

	At manifests.Position
}

// Standing is where a user is expected to stand, and where that is written.
type Standing struct {
	answer.Standing

	At manifests.Position
}

// Only says who alone may do something.
type Only struct {
	Action Action
	Who    People
}

// People are some users: named, all, nobody, or those whom a selector picks.
type People struct {
	At     manifests.Position
	Names  []Name
	All    bool
	Nobody bool
	Where  *PeopleWhere
}

// PeopleWhere picks the active users for whom all that it says holds; of several
// values of one field, one suffices. One that says Deactivated picks the others.
type PeopleWhere struct {
	SystemRole   []v1alpha1.SystemRole // the effective one (S-2)
	UserRole     []v1alpha1.UserRole
	Right        []v1alpha1.UserRight
	GlobalRole   []v1alpha1.GlobalRole
	Office       []Name
	BusinessUnit []Name // in which the user is (S-5)
	MembersOf    []Name // whether or not a wall excludes the member there
	Deactivated  bool
	Except       []Name
}

// Matters are some assets: named, all, or those that a selector picks.
type Matters struct {
	At    manifests.Position
	Names []Name
	All   bool
	Where *MattersWhere
}

// MattersWhere picks the assets for which all that it says holds; of several values
// of one field, one suffices.
type MattersWhere struct {
	Type            []v1alpha1.AssetType
	State           []v1alpha1.MatterState // Open for an asset that says nothing
	Confidential    *bool
	Client          []Name
	Office          []Name
	BusinessUnit    []Name // at it or below (S-5)
	Case            []Name
	Collection      []Name
	OpposingTeamSet []Name // on a side of it, itself or through its case (C-2)
	Except          []Name
}
