// Package difference is who gains and who loses which access, through what, when a
// firm's files change: BASE as it stands, HEAD as a write on top of it, so that
// history counts (section L).
package difference

import (
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
)

// Difference is the document that diff prints.
type Difference struct {
	// APIVersion is answer.Version, Kind is Difference.
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// Base and Head are what was compared, as it was named: a directory, a revision.
	Base string `json:"base"`
	Head string `json:"head"`
	// Firms are those in which anything changes, by namespace.
	Firms []Firm `json:"firms"`
}

// Firm is what changes in one firm (W-1).
type Firm struct {
	Namespace string  `json:"namespace"`
	Summary   Summary `json:"summary"`
	// Roles are changes of what a user is to the firm, by user: they reach furthest.
	Roles []Role `json:"roles,omitempty"`
	// Matters are the assets on which anything changes, those on which it changes for
	// the most users first, then by name.
	Matters []Matter `json:"matters,omitempty"`
	// Requirements are whom the rules require for the write itself (sections R and U),
	// by kind, name and field.
	Requirements []Requirement `json:"requirements,omitempty"`
	// Cautions are what a reviewer should know about the answer: where it depends on the
	// order in which HEAD is applied, for one. Sentences.
	Cautions []string `json:"cautions,omitempty"`
}

// Summary counts what changes, what Roles say of every matter included. A user on a
// matter counts once.
type Summary struct {
	// Gains, Loses and Changes are pairs of user and matter: who may do more than before,
	// less, or some of both or the same through something else.
	Gains   int `json:"gains"`
	Loses   int `json:"loses"`
	Changes int `json:"changes"`
	// WallsRaised and WallsLifted are pairs of user and matter.
	WallsRaised int `json:"wallsRaised"`
	WallsLifted int `json:"wallsLifted"`
	// Users and Matters are how many of each are touched at all, Roles how many users
	// have a changed one.
	Users   int `json:"users"`
	Matters int `json:"matters"`
	Roles   int `json:"roles"`
}

// Role is a change of what a user is to the firm.
type Role struct {
	User string `json:"user"`
	// Was and Is are what the user was and is: absent, deactivated, its effective system
	// role (S-2), designations, user role, rights, global roles, business units, each in
	// words of its own, sorted as the rules name them.
	Was []string `json:"was"`
	Is  []string `json:"is"`
	// Gained and Lost are what the user may do from now on, or no more, on every matter
	// of the firm (D-4, D-10), but for Otherwise.
	Gained []access.Action `json:"gained,omitempty"`
	Lost   []access.Action `json:"lost,omitempty"`
	// Everywhere is how many matters Gained and Lost reach.
	Everywhere int `json:"everywhere,omitempty"`
	// Otherwise names those that they do not reach as they are, because a wall stands
	// there or another rule lets the user do it: what changes there for the user, if
	// anything does, is listed among Matters in full.
	Otherwise []string `json:"otherwise,omitempty"`
}

// Matter is what changes on one asset.
type Matter struct {
	Name string `json:"name"`
	Type string `json:"type"`
	// DisplayName is the asset's in HEAD, or in BASE where HEAD has none.
	DisplayName string `json:"displayName,omitempty"`
	// Event says that the asset is Created or Deleted; empty for one that stays.
	Event string `json:"event,omitempty"`
	// Users are those for whom anything changes: who gains first, then who loses, then who
	// changes, then those whose walls alone do, each by name.
	Users []User `json:"users"`
}

// Effect is what a change means to one user on one asset.
type Effect string

// The effects.
const (
	// Gains: may do more, and nothing less.
	Gains Effect = "Gains"
	// Loses: may do less, and nothing more.
	Loses Effect = "Loses"
	// Changes: some of both, or the same with another standing, matter role or origin.
	Changes Effect = "Changes"
	// Walls: neither before nor after may the user do anything there that it may not do
	// everywhere, but a wall is raised or lifted.
	Walls Effect = "Walls"
)

// User is what changes for one user on one asset.
type User struct {
	User   string `json:"user"`
	Effect Effect `json:"effect"`
	// Gained and Lost are the actions (section D), without those that the user's Role
	// already says of every matter. On an asset that is created or deleted, also without
	// those that the user has everywhere (D-4, D-10).
	Gained []access.Action `json:"gained,omitempty"`
	Lost   []access.Action `json:"lost,omitempty"`
	// Wall is Raised or Lifted where the user becomes a conflicted or excluded user, or is
	// one no more; empty otherwise.
	Wall string `json:"wall,omitempty"`
	// Was and Is are where the user stood and stands.
	Was Place `json:"was"`
	Is  Place `json:"is"`
}

// Place is where a user stands towards an asset.
type Place struct {
	Standing answer.Standing `json:"standing"`
	// MatterRole is that of a member.
	MatterRole string `json:"matterRole,omitempty"`
	// Through are the paths by which the user is a member, may act otherwise, or is walled
	// off, with the rules of each; the walls first where they count.
	Through []Through `json:"through,omitempty"`
	// Actions is what the user may do.
	Actions []access.Action `json:"actions,omitempty"`
}

// Through is one path.
type Through struct {
	// Because is the reason's name: an origin or exclusion as the status has it, or the
	// rule of section D.
	Because string `json:"because"`
	// Path is `dan ← dan-assists-carla ← carla ← m1`.
	Path  string   `json:"path,omitempty"`
	Rules []string `json:"rules"`
}

// Requirement is whom the rules require for one part of the write.
type Requirement struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Field is the path of what requires it, metadata.name for a creation or a deletion;
	// Also are those of what requires the same.
	Field string   `json:"field"`
	Also  []string `json:"also,omitempty"`
	// Rule is what asks for it: R-1.
	Rule string `json:"rule"`
	// Reason is what takes the right: "make someone Firm Administrator"; for what nobody
	// may, what is wrong.
	Reason string `json:"reason"`
	// Who says who may, and whom to ask; for what nobody may, what would do instead.
	// Sentences.
	Who string `json:"who"`
	// Nobody is true for what is refused whoever makes it.
	Nobody bool `json:"nobody,omitempty"`
}
