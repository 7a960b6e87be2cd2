package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/staffing"
)

// excluded is C-7 of each whom the asset itself names, and C-8 of those who come to
// it through others, once an asset.
func (f *firm) excluded(m *v1alpha1.Matter, status *v1alpha1.MatterStatus) []placed {
	if status.Summary.Excluded == 0 {
		return nil
	}
	var found []placed
	var through []staffing.Explanation
	for _, e := range staffing.Excluded(f.view, m) {
		if e.Team[0].Because != string(v1alpha1.OriginDirect) {
			through = append(through, e)
			continue
		}
		path, as := "spec.staffing["+e.User+"].user", e.User
		if e.User == m.Spec.Lead {
			path, as = "spec.lead", "the lead "+e.User
		}
		found = append(found, f.walledOff(m, e, warningIn(m, "C-7", path,
			fmt.Sprintf("%s is on the team and walled off at once, and the wall wins: %s", as, e.Exclusions[0].Text),
			fmt.Sprintf("Take %s off the team, or lift the wall if it is not meant.", e.User))))
	}
	if len(through) == 0 {
		return found
	}
	var users, paths []string
	meant := true
	for _, e := range through {
		meant = meant && namesInWall(m, e.User)
		users = append(users, e.User)
		if len(paths) < maxPaths {
			paths = append(paths, e.Exclusions[0].Path.String())
		}
	}
	p := warningIn(m, "C-8", "", fmt.Sprintf("walls keep out %s, on the team through others: %s", list(users), strings.Join(paths, "; ")),
		"Nothing is to be done if the wall is meant.").about(comesBy(m, through[0].Team[0]))
	if meant { // the asset itself says so of each
		p.Severity = Note
	}
	return append(found, f.walledOff(m, through[0], p))
}

// namesInWall says whether an asset names a user behind a wall of its own.
func namesInWall(m *v1alpha1.Matter, user string) bool {
	return slices.ContainsFunc(m.Spec.ConflictedUsers, func(e v1alpha1.ConflictedEntry) bool { return e.User == user }) ||
		slices.ContainsFunc(m.Spec.ExcludedUsers, func(e v1alpha1.ExcludedEntry) bool { return e.User == user })
}

// maxPaths is of how many users a message tells the path.
const maxPaths = 3

// comesBy is the field by which a member comes to an asset.
func comesBy(m *v1alpha1.Matter, why staffing.Reason) string {
	switch v1alpha1.OriginType(why.Because) {
	case v1alpha1.OriginCase:
		return "spec.case"
	case v1alpha1.OriginCollection:
		return "spec.collections[" + why.Via + "]"
	case v1alpha1.OriginFollowing:
		if why.Via == m.Spec.Lead {
			return "spec.lead"
		}
		return "spec.staffing[" + why.Via + "].user"
	default:
		return "spec"
	}
}

// walledOff adds the places of the wall that keeps a member out.
func (f *firm) walledOff(m *v1alpha1.Matter, e staffing.Explanation, p placed) placed {
	for _, why := range e.Exclusions {
		if why.Because == string(v1alpha1.ExcludedAsExcludedUser) {
			p = p.beside(m, "spec.excludedUsers["+e.User+"]", "the exclusion")
			continue
		}
		p = f.alongWall(why.Path, p)
	}
	return p
}

// alongWall adds the places that the path of a wall leads along: of a wall of names
// the entry, of a set the member on the other side and the side.
func (f *firm) alongWall(path staffing.Path, p placed) placed {
	user := ""
	for i, step := range path {
		switch step.Kind {
		case staffing.StepUser:
			user = step.Name
		case staffing.StepMatter, staffing.StepCase, staffing.StepCollection:
			if !opposes(path) {
				return p.beside(f.view.Matter(step.Name), "spec.conflictedUsers["+user+"]", "the wall around "+step.Name)
			}
			if next := path[min(i+1, len(path)-1)]; next.Kind == staffing.StepSide && i+2 < len(path) {
				set := path[i+2].Name
				return p.beside(f.view.Matter(step.Name), "spec.opposingTeamSets["+set+"]", step.Name+" is on the side "+next.Name)
			}
		case staffing.StepLink, staffing.StepSide, staffing.StepSet:
		}
	}
	return p
}

// opposes says whether a path leads across a set.
func opposes(path staffing.Path) bool {
	for _, step := range path {
		if step.Kind == staffing.StepSet {
			return true
		}
	}
	return false
}
