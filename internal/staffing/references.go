package staffing

import (
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/roster"
)

// References gathers everything that an asset names in vain, as the condition
// ReferencesResolved tells it (W-3).
func References(v roster.View, asset *v1alpha1.Matter) conditions.References {
	return newDerivation(v).references(asset)
}

// references looks up everything that an asset names (W-3), field by field, the
// names of each in order. A conflicted user need not exist (C-1), and a set or a
// side is no object.
func (d *derivation) references(asset *v1alpha1.Matter) conditions.References {
	var refs conditions.References
	d.firmReferences(&refs, &asset.Spec)
	d.groupReferences(&refs, &asset.Spec)
	d.userReferences(&refs, asset)
	d.systemReferences(&refs, &asset.Spec)
	return refs
}

func (d *derivation) firmReferences(refs *conditions.References, spec *v1alpha1.MatterSpec) {
	var listed v1alpha1.FirmSpec
	if firm, _ := d.view.Firm(); firm != nil {
		listed = firm.Spec
	}
	if spec.Client != "" && !d.isClient(spec.Client, listed.Clients) {
		refs.Missing("spec.client", "client of the Firm", spec.Client)
	}
	if spec.Office != "" && d.view.Office(spec.Office) == nil {
		refs.Missing("spec.office", "Office", spec.Office)
	}
	if spec.BusinessUnit != "" && !d.isUnit(spec.BusinessUnit, listed.BusinessUnits) {
		refs.Missing("spec.businessUnit", "business unit of the Firm", spec.BusinessUnit)
	}
}

// isClient says whether a name is among the clients that the Firm lists. They are
// many, and each has many matters.
func (d *derivation) isClient(name string, listed []v1alpha1.Client) bool {
	return remembered(d.clients, name, func() bool {
		return slices.ContainsFunc(listed, func(c v1alpha1.Client) bool { return c.Name == name })
	})
}

// isUnit says whether a name is among the business units that the Firm lists.
func (d *derivation) isUnit(name string, listed []v1alpha1.BusinessUnit) bool {
	return remembered(d.units, name, func() bool {
		return slices.ContainsFunc(listed, func(b v1alpha1.BusinessUnit) bool { return b.Name == name })
	})
}

// remembered answers a question about a name once.
func remembered(answers map[string]bool, name string, ask func() bool) bool {
	answer, known := answers[name]
	if !known {
		answer = ask()
		answers[name] = answer
	}
	return answer
}

func (d *derivation) groupReferences(refs *conditions.References, spec *v1alpha1.MatterSpec) {
	if spec.Type != v1alpha1.TypeMatter {
		return
	}
	if spec.Case != "" {
		d.groupReference(refs, "spec.case", spec.Case, v1alpha1.TypeCase)
	}
	for _, name := range sortedUnique(spec.Collections) {
		d.groupReference(refs, "spec.collections", name, v1alpha1.TypeCollection)
	}
}

func (d *derivation) groupReference(refs *conditions.References, path, name string, needed v1alpha1.AssetType) {
	switch group := d.view.Matter(name); {
	case group == nil:
		refs.Missing(path, string(needed), name)
	case group.Spec.Type != needed:
		refs.WrongType(path, name, string(group.Spec.Type), string(needed))
	}
}

func (d *derivation) userReferences(refs *conditions.References, asset *v1alpha1.Matter) {
	spec := &asset.Spec
	if t, derived := d.teams[asset.Name]; !derived || len(t.ignored) > 0 { // else all of them exist (M-12)
		d.teamReferences(refs, spec)
	}
	excluded := unknown(d.view, spec.ExcludedUsers, func(e v1alpha1.ExcludedEntry) string { return e.User })
	for _, user := range excluded {
		refs.Missing("spec.excludedUsers", "FirmUser", user)
	}
}

func (d *derivation) teamReferences(refs *conditions.References, spec *v1alpha1.MatterSpec) {
	if spec.Lead != "" && d.view.User(spec.Lead) == nil {
		refs.Missing("spec.lead", "FirmUser", spec.Lead)
	}
	staffed := unknown(d.view, spec.Staffing, func(e v1alpha1.StaffingEntry) string { return e.User })
	for _, user := range staffed {
		refs.Missing("spec.staffing", "FirmUser", user)
	}
}

// unknown returns the users of entries who do not exist, by name.
func unknown[E any](v roster.View, entries []E, user func(E) string) []string {
	var missing []string
	for _, entry := range entries {
		if v.User(user(entry)) == nil {
			missing = append(missing, user(entry))
		}
	}
	return sortedUnique(missing)
}

func (d *derivation) systemReferences(refs *conditions.References, spec *v1alpha1.MatterSpec) {
	var unlisted []string
	for _, entry := range spec.Staffing {
		for _, system := range entry.IncludedSystems {
			if _, listed := slices.BinarySearch(d.systems, system); !listed {
				unlisted = append(unlisted, system)
			}
		}
	}
	for _, system := range sortedUnique(unlisted) {
		refs.Missing("spec.staffing[].includedSystems", "system of the Firm", system)
	}
}
