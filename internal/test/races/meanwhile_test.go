package races

import (
	"maps"
	"slices"
	"strconv"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/story"
)

// judgeMeanwhile says what was granted while the writes went on, in every version of
// a status that was ever stored:
//
//   - Nobody was both assistant and timekeeper. A derivation reads the links of a
//     user once for each side, and an accepted link of one side stands against all
//     of the other: so it holds for every derivation, not only for the last.
//   - Whoever followed or assisted somebody did so by a link that A-4 accepted among
//     the links stored at some moment up to then. A controller derives from a moment
//     of its cache, and that is one of these. A link that was never accepted never
//     shows, and none shows before it was.
func (a *arena) judgeMeanwhile(changes []story.Change) (judged int) {
	a.t.Helper()
	accepted := acceptedSince(changes)
	for _, c := range changes {
		if c.After == nil {
			continue
		}
		judged++
		for pair := range a.grants(c.After) {
			since, ever := accepted[pair]
			if at := versionOf(c.After); !ever || at < since {
				a.t.Errorf("%s: A-4: %s at %d grants by %v, which was accepted since %d (ever: %v)", a.Namespace, c.ID, at, pair, since, ever)
			}
		}
	}
	return judged
}

// grants returns the pairs of assistant and timekeeper by which a status gives
// somebody something.
func (a *arena) grants(o client.Object) map[[2]string]bool {
	a.t.Helper()
	pairs := map[[2]string]bool{}
	switch o := o.(type) {
	case *v1alpha1.Matter:
		return following(o.Status)
	case *v1alpha1.FirmUser:
		if len(o.Status.Assistants) > 0 && len(o.Status.Timekeepers) > 0 {
			a.t.Errorf("%s: A-2: %s had assistants %v and timekeepers %v for a while", a.Namespace, o.Name, o.Status.Assistants, o.Status.Timekeepers)
		}
		for _, assistant := range o.Status.Assistants {
			pairs[[2]string{assistant, o.Name}] = true
		}
		for _, timekeeper := range o.Status.Timekeepers {
			pairs[[2]string{o.Name, timekeeper}] = true
		}
	}
	return pairs
}

// acceptedSince returns the version since when at the earliest each pair was
// accepted. Changes of one kind are in order. The version of a deletion is not told:
// it counts as that of the change before it, which is earlier.
func acceptedSince(changes []story.Change) map[[2]string]uint64 {
	links := map[string]v1alpha1.AssistantLink{}
	since := map[[2]string]uint64{}
	now := uint64(0)
	for _, c := range changes {
		if c.ID.Kind != "link" {
			continue
		}
		if l, there := c.After.(*v1alpha1.AssistantLink); there {
			links[l.Name] = *l
			now = versionOf(l)
		} else {
			delete(links, c.ID.Name)
		}
		for name, reason := range accepts(slices.Collect(maps.Values(links))) {
			spec := links[name].Spec
			pair := [2]string{spec.Assistant, spec.Timekeeper}
			if _, known := since[pair]; !known && reason == "" {
				since[pair] = now
			}
		}
	}
	return since
}

// versionOf returns an object's resourceVersion, which are numbers that can be compared.
func versionOf(o client.Object) uint64 {
	version, err := strconv.ParseUint(o.GetResourceVersion(), 10, 64)
	if err != nil {
		panic(err)
	}
	return version
}
