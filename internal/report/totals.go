package report

import (
	"fmt"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// totals count what a report shows.
type totals struct {
	cases, collections, matters          int
	members, excluded, followers, walled int
}

func (t *totals) count(matter *v1alpha1.Matter, walls []walled) {
	t.walled += len(walls) + unlisted(matter.Status)
	switch matter.Spec.Type {
	case v1alpha1.TypeCase:
		t.cases++
	case v1alpha1.TypeCollection:
		t.collections++
	case v1alpha1.TypeMatter:
		t.matters++
	}
	if sum := matter.Status.Summary; sum != nil {
		t.members += int(sum.Members)
		t.excluded += int(sum.Excluded)
		t.followers += int(sum.Followers)
	}
}

func (t *totals) add(other totals) {
	t.cases += other.cases
	t.collections += other.collections
	t.matters += other.matters
	t.members += other.members
	t.excluded += other.excluded
	t.followers += other.followers
	t.walled += other.walled
}

// totals prints how many assets there are, and how many places on their teams
// and behind their walls.
func (p *page) totals(label string, t totals) {
	p.fact(label,
		count(t.matters, "matter", "matters")+",",
		count(t.cases, "case", "cases")+",",
		count(t.collections, "collection", "collections")+":",
		count(t.members, "place on a team", "places on teams"),
		fmt.Sprintf("(%d by following, %d excluded),", t.followers, t.excluded),
		fmt.Sprintf("%d behind walls", t.walled))
}
