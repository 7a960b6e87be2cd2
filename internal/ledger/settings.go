package ledger

import "github.com/matterplane/matterplane/api/v1alpha1"

// Around is what a ledger is advanced among: the Firm, and the assets that a
// matter may name as its case.
type Around interface {
	// Firm returns the Firm and its ledger, as OfFirm does; nil if there is none.
	Firm() (*v1alpha1.Firm, Firm)
	// Matter returns an asset, nil if there is none.
	Matter(name string) *v1alpha1.Matter
	// Ledger returns the ledger of an asset, as Of does. Whoever answers may
	// remember what it has read for the same object.
	Ledger(asset *v1alpha1.Matter) Matter
}

// OfFirm returns the ledger of a Firm: what it holds, completed where it is
// missing (L-7).
func OfFirm(firm *v1alpha1.Firm) Firm {
	stored, _ := DecodeFirm(firm.Annotations[v1alpha1.LedgerAnnotation])
	return stored.Advance(&firm.Spec, false)
}

// FirmSettings returns what the Firm says now, unset counting as Disabled (L-2).
func FirmSettings(spec *v1alpha1.FirmSpec) Settings {
	return Settings{
		ConflictedUsers: orDisabled(spec.AssistantsFollow.ConflictedUsers),
		Staffing:        orDisabled(spec.AssistantsFollow.Staffing),
	}
}

// Own returns own(M, L) of M-2: the asset's own setting, else the default
// captured at its creation, else the Firm's first, else Unknown.
func (m Matter) Own(list ListName, spec *v1alpha1.MatterSpec, around Around) Setting {
	if set := specSetting(list, spec); set != "" {
		return set
	}
	if m.Defaults != nil {
		return m.Defaults.Of(list)
	}
	return firmFirst(list, around)
}

// Follow returns follow(M, L) of M-2: what a user who joins now would get.
func (m Matter) Follow(list ListName, spec *v1alpha1.MatterSpec, around Around) Setting {
	own := m.Own(list, spec, around)
	if own == Enabled {
		return Enabled
	}
	byCase := caseSetting(list, spec, around)
	switch {
	case byCase == Enabled:
		return Enabled
	case own == Unknown || byCase == Unknown:
		return Unknown
	}
	return Disabled
}

// caseSetting returns case(M, L) of M-2.
func caseSetting(list ListName, spec *v1alpha1.MatterSpec, around Around) Setting {
	name := CaseName(spec)
	if name == "" {
		return Disabled
	}
	asset := around.Matter(name)
	switch {
	case asset == nil:
		return Unknown
	case asset.Spec.Type != v1alpha1.TypeCase:
		return Disabled
	}
	return around.Ledger(asset).Own(list, &asset.Spec, around)
}

// CaseName returns the case that an asset names; only a Matter names one.
func CaseName(spec *v1alpha1.MatterSpec) string {
	if spec.Type != v1alpha1.TypeMatter {
		return ""
	}
	return spec.Case
}

// Follows says whether the assistants of a user who is direct on the list follow
// it, its entry saying nothing: as the setting was when it joined, or as what it
// awaits first appeared (L-4).
func (m Matter) Follows(list ListName, user string, around Around) bool {
	joined := m.Of(list).Joined[user]
	if joined.Awaits == nil {
		return joined.Follow
	}
	awaited := joined.Awaits
	if awaited.Firm && firmFirst(list, around) == Enabled {
		return true
	}
	return awaited.Case != "" && caseFirst(list, awaited.Case, around) == Enabled
}

// firmFirst returns the Firm's first setting, Unknown while there is no Firm.
func firmFirst(list ListName, around Around) Setting {
	firm, kept := around.Firm()
	if firm == nil {
		return Unknown
	}
	return kept.First.Of(list)
}

// caseFirst returns a case's first setting, or the Firm's where the case had
// none. What is there under the name but is no case counts as Disabled.
func caseFirst(list ListName, name string, around Around) Setting {
	asset := around.Matter(name)
	switch {
	case asset == nil:
		return Unknown
	case asset.Spec.Type != v1alpha1.TypeCase:
		return Disabled
	}
	first := around.Ledger(asset).First.Of(list)
	if first == Unknown {
		return firmFirst(list, around)
	}
	return first
}

func specSetting(list ListName, spec *v1alpha1.MatterSpec) Setting {
	if list == ConflictedUsers {
		return Setting(spec.AssistantsFollow.ConflictedUsers)
	}
	return Setting(spec.AssistantsFollow.Staffing)
}

func orDisabled(setting v1alpha1.FollowSetting) Setting {
	if setting == v1alpha1.FollowEnabled {
		return Enabled
	}
	return Disabled
}
