package staffing

import (
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// StepKind is what a step of a Path is.
type StepKind string

// The kinds of steps. Assets are told apart by their types.
const (
	StepUser       StepKind = "FirmUser"
	StepLink       StepKind = "AssistantLink"
	StepMatter     StepKind = StepKind(v1alpha1.TypeMatter)
	StepCase       StepKind = StepKind(v1alpha1.TypeCase)
	StepCollection StepKind = StepKind(v1alpha1.TypeCollection)
	StepSide       StepKind = "Side"
	StepSet        StepKind = "OpposingTeamSet"
)

// Step is one step of a Path: an object, or a set or side that objects name.
type Step struct {
	Kind StepKind `json:"kind"`
	Name string   `json:"name"`
}

// Path leads from a user to an asset. Each step is named by one of its two
// neighbours: ada ← ada-assists-tina ← tina ← harbour-case ← harbour.
type Path []Step

// String is the path on one line.
func (p Path) String() string {
	names := make([]string, 0, len(p))
	for _, step := range p {
		name := step.Name
		switch step.Kind {
		case StepSide:
			name = "side " + name
		case StepSet:
			name = "set " + name
		default:
		}
		names = append(names, name)
	}
	return strings.Join(names, " ← ")
}

func onUser(name string) Step { return Step{Kind: StepUser, Name: name} }

func onAsset(asset *v1alpha1.Matter) Step {
	return Step{Kind: StepKind(asset.Spec.Type), Name: asset.Name}
}

func onLink(link *v1alpha1.AssistantLink) Step { return Step{Kind: StepLink, Name: link.Name} }
