package model

import "github.com/matterplane/matterplane/api/v1alpha1"

// list is one of the two lists of an asset (section M's L).
type list string

const (
	staffing   list = "staffing"
	conflicted list = "conflictedUsers"
)

var lists = []list{staffing, conflicted}

// The values of a follow setting; unknown is nobody's to write.
const (
	enabled  = v1alpha1.FollowEnabled
	disabled = v1alpha1.FollowDisabled
	unknown  = v1alpha1.FollowSetting("Unknown")
)

// settings is a follow setting for each list.
type settings map[list]v1alpha1.FollowSetting

// said is what a spec says for a list, empty if nothing.
func said(f v1alpha1.AssistantsFollow, l list) v1alpha1.FollowSetting {
	if l == staffing {
		return f.Staffing
	}
	return f.ConflictedUsers
}

// settingsOf reads a Firm's settings, unset counting as Disabled (L-2, L-3).
func settingsOf(f v1alpha1.AssistantsFollow) settings {
	s := settings{}
	for _, l := range lists {
		s[l] = disabled
		if said(f, l) == enabled {
			s[l] = enabled
		}
	}
	return s
}

// own is the setting of the asset itself (M-2).
func (w *World) own(a *asset, l list) v1alpha1.FollowSetting {
	switch {
	case said(a.spec.AssistantsFollow, l) != "":
		return said(a.spec.AssistantsFollow, l)
	case a.defaults != nil:
		return a.defaults[l]
	case w.firm != nil:
		return w.firm.first[l]
	}
	return unknown
}

// caseSetting is what the asset's case adds (M-2).
func (w *World) caseSetting(a *asset, l list) v1alpha1.FollowSetting {
	if a.spec.Case == "" {
		return disabled
	}
	named, there := w.assets[a.spec.Case]
	switch {
	case !there:
		return unknown
	case named.spec.Type != v1alpha1.TypeCase:
		return disabled
	}
	return w.own(named, l)
}

// follow is what a user who joins now would get (M-2).
func (w *World) follow(a *asset, l list) v1alpha1.FollowSetting {
	ours, cases := w.own(a, l), w.caseSetting(a, l)
	switch {
	case ours == enabled || cases == enabled:
		return enabled
	case ours == unknown || cases == unknown:
		return unknown
	}
	return disabled
}

// inEffect is follow and where it comes from, nil while unknown.
func (w *World) inEffect(a *asset, l list) *v1alpha1.FollowInEffect {
	setting := w.follow(a, l)
	if setting == unknown {
		return nil
	}
	source := v1alpha1.SourceFirmDefault
	if said(a.spec.AssistantsFollow, l) != "" {
		source = v1alpha1.SourceMatter
	}
	if setting == enabled && w.own(a, l) != enabled {
		source = v1alpha1.SourceCase
	}
	return &v1alpha1.FollowInEffect{Setting: setting, Source: source}
}

// direct are the users whom the asset itself names (M-1).
func direct(spec v1alpha1.MatterSpec, l list) set {
	names := set{}
	if l == conflicted {
		for _, e := range spec.ConflictedUsers {
			names[e.User] = true
		}
		return names
	}
	for _, e := range spec.Staffing {
		names[e.User] = true
	}
	if spec.Lead != "" {
		names[spec.Lead] = true
	}
	return names
}

// override is what the entry of a direct user says about its assistants, empty
// if nothing; a lead without an entry says nothing (M-3).
func override(spec v1alpha1.MatterSpec, l list, user string) v1alpha1.AssistantsOverride {
	if l == staffing {
		return entry(spec, user).Assistants
	}
	for _, e := range spec.ConflictedUsers {
		if e.User == user {
			return e.Assistants
		}
	}
	return ""
}

// followed says whether the assistants of a direct user follow it (M-3).
func (w *World) followed(a *asset, l list, user string) bool {
	switch override(a.spec, l, user) {
	case v1alpha1.AssistantsFollowEntry:
		return true
	case v1alpha1.AssistantsDoNotFollow:
		return false
	default:
		return w.read(a.history[l].answer(user), l)
	}
}

// followers are those who follow onto a list, each with the timekeepers whom it
// follows (M-4). For conflicted users nobody needs to be a participant (M-5).
func (w *World) followers(a *asset, l list) map[string]set {
	return once(w, "followers "+a.name+" "+string(l), func() map[string]set { return w.findFollowers(a, l) })
}

func (w *World) findFollowers(a *asset, l list) map[string]set {
	found := map[string]set{}
	for _, k := range w.accepted() {
		switch {
		case !direct(a.spec, l)[k.timekeeper]:
		case !w.followed(a, l, k.timekeeper):
		case w.severed(a, l, k):
		case l == staffing && !w.participant(k.timekeeper):
		case l == staffing && !w.participant(k.assistant):
		default:
			put(found, k.assistant, k.timekeeper)
		}
	}
	return found
}
