package difference

import (
	"math/rand/v2"

	"github.com/matterplane/matterplane/internal/roster"
)

// Views returns what is compared of two firms: BASE as it stands, and HEAD written on
// top of it.
func Views(base, head roster.Objects) (before, after roster.Directory) {
	end := endOf(base)
	p := planOf(baseOf(base, end), end, head)
	return p.base, p.after(p.write(p.order()))
}

// Matters returns what changes on assets, with everybody on every asset looked at or only
// those that the write touches.
func Matters(base, head roster.Objects, all bool) []Matter {
	end := endOf(base)
	p := planOf(baseOf(base, end), end, head)
	var touched map[string]bool
	if all {
		touched = union(p.base.byName.matters, p.head.matters)
	}
	return compare(p, p.after(p.write(p.order())), touched).matters()
}

// Shuffled returns HEAD written on top of BASE in any order.
func Shuffled(base, head roster.Objects, seed uint64) roster.Directory {
	end := endOf(base)
	p := planOf(baseOf(base, end), end, head)
	steps := p.order()
	rand.New(rand.NewPCG(seed, 0)).Shuffle(len(steps), func(i, j int) { steps[i], steps[j] = steps[j], steps[i] })
	return p.after(p.write(steps))
}
