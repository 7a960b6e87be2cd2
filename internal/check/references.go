package check

import (
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/conditions"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/staffing"
)

// dangling is a kind of reference that leads nowhere: which rule says so, and what
// follows.
type dangling struct {
	rule    string
	follows string   // what comes of it
	among   []string // what could have been meant
	cure    string   // what else would do; %s is the name
}

// tell tells of references that lead nowhere, each at its place, but for those to what
// the files declare nothing of (see absent).
func (f *firm) tell(of client.Object, refs []conditions.Reference, paths func(conditions.Reference) []string) []placed {
	var found []placed
	for _, ref := range refs {
		if f.undeclared(ref) != "" {
			continue
		}
		for _, path := range paths(ref) {
			found = append(found, f.reference(of, path, ref))
		}
	}
	return found
}

// undeclared says which kind is wholly absent that a reference needs, empty if none is.
func (f *firm) undeclared(ref conditions.Reference) string {
	switch {
	case ref.Kind == "FirmUser" && len(f.objects.Users) == 0:
		return "FirmUser"
	case strings.Contains(ref.Kind, " ") && f.objects.Firm == nil: // a client, business unit or system of the Firm
		return "Firm"
	}
	return ""
}

// reference tells of one reference.
func (f *firm) reference(of client.Object, path string, ref conditions.Reference) placed {
	d := f.dangling(path, ref)
	if ref.Is != "" {
		p := errorIn(of, d.rule, path, fmt.Sprintf("%s is a %s, not a %s: %s", ref.Name, ref.Is, ref.Kind, d.follows),
			fmt.Sprintf("Name a %s, or create %s anew as one: the type of an asset cannot change.", ref.Kind, ref.Name))
		return p.beside(f.view.Matter(ref.Name), "spec.type", ref.Name+" is a "+ref.Is)
	}
	return errorIn(of, d.rule, path, fmt.Sprintf("there is no %s named %s: %s", ref.Kind, ref.Name, d.follows),
		f.names.instead(ref.Name, d.among, fmt.Sprintf(d.cure, ref.Name)))
}

// dangling says what a reference that leads nowhere comes to.
func (f *firm) dangling(path string, ref conditions.Reference) dangling {
	list := func(rule, follows string, among []string) dangling {
		return dangling{rule, follows, among, "List %s in the Firm, or remove it here."}
	}
	declare := func(rule, follows string, among []string) dangling {
		return dangling{rule, follows, among, "Declare " + article(ref.Kind) + " %s, or remove it here."}
	}
	switch {
	case ref.Kind == "Case":
		return declare("M-8", "nobody comes to this matter through it", f.names.cases)
	case ref.Kind == "Collection":
		return declare("M-8", "nobody comes to this matter through it", f.names.collections)
	case ref.Kind == "Office":
		return declare("W-3", "it is nobody's own office", f.names.offices)
	case ref.Kind == "FirmUser" && (path == "spec.lead" || strings.HasPrefix(path, "spec.staffing")):
		return declare("M-12", "the name has no effect", f.names.users)
	case strings.HasPrefix(path, "spec.administrators"):
		return declare("R-1", "nobody can act as it", f.names.users)
	case ref.Kind == "FirmUser":
		return declare("W-3", "the name has no effect", f.names.users)
	case strings.HasPrefix(ref.Kind, "client"):
		return list("W-3", "no manager of a client reaches this matter", f.names.clients)
	case strings.HasPrefix(ref.Kind, "system"):
		return list("M-11", "it is left out", f.names.systems)
	}
	return list("S-5", "it grants nothing", f.names.units)
}

func article(kind string) string {
	if kind == "Office" {
		return "an " + kind
	}
	return "a " + kind
}

// asNamed is the path of a reference that names one field.
func asNamed(ref conditions.Reference) []string {
	switch ref.Path {
	case "spec.businessUnits", "spec.delegates", "spec.collections":
		return []string{ref.Path + "[" + ref.Name + "]"}
	case "spec.staffing", "spec.excludedUsers":
		return []string{ref.Path + "[" + ref.Name + "].user"}
	}
	return []string{ref.Path}
}

func (f *firm) firmReferences(firm *v1alpha1.Firm) []placed {
	return f.tell(firm, profile.FirmReferences(f.view, firm).List(), asNamed)
}

func (f *firm) userReferences(u *v1alpha1.FirmUser) []placed {
	return f.tell(u, profile.UserReferences(f.view, u).List(), asNamed)
}

func (f *firm) linkReferences(l *v1alpha1.AssistantLink) []placed {
	return f.tell(l, profile.LinkReferences(f.view, l).List(), asNamed)
}

func (f *firm) matterReferences(m *v1alpha1.Matter, status *v1alpha1.MatterStatus) []placed {
	if resolved(status.Conditions) {
		return nil
	}
	return f.tell(m, staffing.References(f.view, m).List(), func(ref conditions.Reference) []string {
		if ref.Path != "spec.staffing[].includedSystems" {
			return asNamed(ref)
		}
		var paths []string
		for _, entry := range m.Spec.Staffing {
			if slices.Contains(entry.IncludedSystems, ref.Name) {
				paths = append(paths, fmt.Sprintf("spec.staffing[%s].includedSystems[%s]", entry.User, ref.Name))
			}
		}
		return paths
	})
}
