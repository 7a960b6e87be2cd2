package ledger

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
)

// ListName tells the two lists of an asset apart, each with a clock of its own.
type ListName string

// The two lists on which assistants can follow.
const (
	Staffing        ListName = "staffing"
	ConflictedUsers ListName = "conflictedUsers"
)

// ListNames are the two lists, in the order in which the rules name them.
var ListNames = [...]ListName{Staffing, ConflictedUsers}

// Setting is a follow setting as the ledger holds it.
type Setting string

const (
	// Enabled lets the assistants of those who join follow.
	Enabled = Setting(v1alpha1.FollowEnabled)
	// Disabled does not.
	Disabled = Setting(v1alpha1.FollowDisabled)
	// Unknown is what no setting anywhere says, because what would say is not there
	// (M-2). Where First says it, it means the Firm's first (L-3).
	Unknown Setting = "Unknown"
)

// Settings holds a setting for each list.
type Settings struct {
	ConflictedUsers Setting `json:"conflictedUsers,omitempty"`
	Staffing        Setting `json:"staffing,omitempty"`
}

// Of returns the setting of a list.
func (s Settings) Of(list ListName) Setting {
	if list == ConflictedUsers {
		return s.ConflictedUsers
	}
	return s.Staffing
}

// Matter is the ledger of an asset. The zero value is an absent ledger.
type Matter struct {
	// ConflictedUsers is the history of the wall.
	ConflictedUsers List `json:"conflictedUsers,omitzero"`
	// Defaults is what the Firm said when the asset was created, nil if there was no Firm then (L-2).
	Defaults *Settings `json:"defaults,omitempty"`
	// First is the asset's own setting when it was created (L-3).
	First Settings `json:"first,omitzero"`
	// Staffing is the history of the team.
	Staffing List `json:"staffing,omitzero"`
	// Unreadable says that what was stored before could not be read, so that
	// history from before this ledger is lost (L-8).
	Unreadable bool `json:"unreadable,omitempty"`
	// Version is the version of this format; 0 while the ledger is absent.
	Version int `json:"v"`
}

// Of returns the history of a list.
func (m Matter) Of(list ListName) List {
	if list == ConflictedUsers {
		return m.ConflictedUsers
	}
	return m.Staffing
}

// List is the history of one list of an asset (L-4, L-5).
type List struct {
	// Clock counts the writes that let anybody join or leave.
	Clock int64 `json:"clock,omitempty"`
	// Joined has an entry for each user who is direct now.
	Joined map[string]Joined `json:"joined,omitempty"`
	// Left has an entry for each who was and whose going still matters.
	Left map[string]Left `json:"left,omitempty"`
}

// Joined says when a user became direct, and whether its assistants follow (L-4).
type Joined struct {
	// At is the clock of the write.
	At int64 `json:"at"`
	// Awaits names what will tell whether they follow; Follow says nothing then.
	Awaits *Awaits `json:"awaits,omitempty"`
	// Follow says that the setting was Enabled at that write.
	Follow bool `json:"follow,omitempty"`
}

// Awaits names what was missing when a user joined. Whether its assistants
// follow counts as what is missing first appears (L-4).
type Awaits struct {
	// Case is the case that did not exist.
	Case string `json:"case,omitempty"`
	// Firm says that the Firm did not.
	Firm bool `json:"firm,omitempty"`
}

// Left says when a user ceased to be direct (L-5).
type Left struct {
	// At is the clock of the write.
	At int64 `json:"at"`
	// Time is when that was: a link made later is a new association (L-6).
	Time Time `json:"time"`
}

// Firm is the ledger of a Firm. The zero value is an absent ledger.
type Firm struct {
	// Closed says that the lead or backup has closed the window (P-5).
	Closed bool `json:"closed,omitempty"`
	// First is what the Firm said when it was created (L-3).
	First Settings `json:"first,omitzero"`
	// Unreadable says that what was stored before could not be read (L-8).
	Unreadable bool `json:"unreadable,omitempty"`
	// Version is the version of this format; 0 while the ledger is absent.
	Version int `json:"v"`
}

// Parting returns the entry of Left that counts for a user: its own, or on
// staffing that which stands for everyone. On conflictedUsers the collapsed
// entry is ignored: a wall too many, never one too few (L-10).
func (m Matter) Parting(list ListName, user string) (Left, bool) {
	left := m.Of(list).Left
	if own, ok := left[user]; ok {
		return own, true
	}
	if list == ConflictedUsers {
		return Left{}, false
	}
	all, ok := left[Everyone]
	return all, ok
}

// Severed says whether an assistant's going has severed it from a timekeeper who
// is direct on the list: it left after the timekeeper joined, and their link is
// no younger than that (L-6).
func (m Matter) Severed(list ListName, assistant, timekeeper string, since Time) bool {
	parting, ok := m.Parting(list, assistant)
	return ok && parting.At > m.Of(list).Joined[timekeeper].At && !since.After(parting.Time)
}
