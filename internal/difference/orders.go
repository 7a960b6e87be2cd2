package difference

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// orders are the orders of writing that could leave something else, the nearest to the
// one that is taken first.
func (p *plan) orders() [][]stage {
	stages := p.stages()
	if len(stages) == 1 || p.base.empty() {
		return nil
	}
	all := [][]stage{{}}
	for len(all[0]) < len(stages) {
		var longer [][]stage
		for _, order := range all {
			for _, s := range stages {
				if !slices.Contains(order, s) {
					longer = append(longer, append(slices.Clone(order), s))
				}
			}
		}
		all = longer
	}
	slices.SortStableFunc(all, func(a, b []stage) int { return inversions(a) - inversions(b) })
	return all
}

// stages returns the stages that make a difference to others: nearly always that of
// matters alone.
func (p *plan) stages() []stage {
	var stages []stage
	if len(p.links) > 0 {
		stages = append(stages, linkStage)
	}
	if old, now := p.base.objects.Firm, p.objects.Firm; (old == nil) != (now == nil) ||
		old != nil && ledger.FirmSettings(&old.Spec) != ledger.FirmSettings(&now.Spec) {
		stages = append(stages, firmStage)
	}
	written := func(name string) bool { return p.stageOf(step{matterStep, name}) == groupStage }
	if slices.ContainsFunc(p.matters, written) {
		stages = append(stages, groupStage)
	}
	return append(stages, matterStage)
}

// stage is what is written together as far as the order matters.
type stage int

const (
	linkStage stage = iota
	firmStage
	groupStage
	matterStage
)

func inversions(order []stage) int {
	n := 0
	for i, a := range order {
		for _, b := range order[i:] {
			if b < a {
				n++
			}
		}
	}
	return n
}

// stageOf returns to which stage a step belongs.
func (p *plan) stageOf(s step) stage {
	switch s.kind {
	case linkStep:
		return linkStage
	case firmStep, firmDeletion:
		return firmStage
	case matterStep, deletion:
	}
	asset := p.head.matters[s.name]
	if asset == nil {
		asset = p.base.byName.matters[s.name]
	}
	if asset.Spec.Type == v1alpha1.TypeMatter {
		return matterStage
	}
	return groupStage
}

// in returns the steps in the order of their stages.
func (p *plan) in(order []stage) []step {
	return slices.SortedStableFunc(slices.Values(p.order()), func(a, b step) int {
		return slices.Index(order, p.stageOf(a)) - slices.Index(order, p.stageOf(b))
	})
}

// depends tells of the assets of which something else comes if HEAD is applied in
// another order, and of one such order. Where there is no BASE there is none (W-3).
func (c *comparison) depends(p *plan, taken written) []string {
	told := map[string]string{}
	for _, order := range p.orders() {
		other := p.write(p.in(order))
		var elsewhere *scene
		for _, name := range p.matters {
			if told[name] != "" || p.head.matters[name] == nil || !p.mayDiffer(name, taken, other) {
				continue
			}
			if elsewhere == nil {
				elsewhere = sceneOf(p.after(other))
			}
			if c.comesElse(name, elsewhere) {
				told[name] = fmt.Sprintf("L-4: what comes of %s depends on the order in which HEAD is applied. Here it is by kind, then by name, "+
					"as Flux and Argo CD have it: links, the Firm, cases and matters. It comes out otherwise with %s.", name, words(order))
			}
		}
	}
	cautions := make([]string, 0, len(told))
	for _, name := range slices.Sorted(maps.Keys(told)) {
		cautions = append(cautions, told[name])
	}
	return cautions
}

// mayDiffer says whether another order leaves an asset with another ledger, or with one
// in which the same links count otherwise (L-6).
func (p *plan) mayDiffer(name string, taken, other written) bool {
	var stored ledger.Matter
	if old := p.base.byName.matters[name]; old != nil {
		stored = p.base.Ledger(old)
	}
	const anyTime = time.Duration(math.MaxInt64)
	if taken.ledgers[name].Like(other.ledgers[name], stored, anyTime) != ledger.Same {
		return true
	}
	for _, list := range ledger.ListNames {
		left := taken.ledgers[name].Of(list).Left
		if len(left) > 0 && slices.ContainsFunc(p.links, func(link string) bool {
			_, gone := left[p.head.links[link].Spec.Assistant]
			_, all := left[ledger.Everyone]
			return gone || all
		}) {
			return true
		}
	}
	return false
}

// comesElse says whether another team or other walls come of an asset elsewhere.
func (c *comparison) comesElse(name string, other *scene) bool {
	a, b := c.after.positions(c.after.byName.matters[name]), other.positions(other.byName.matters[name])
	for user := range union(a.users(), b.users()) {
		if !a.same(b, user) || a.manyOrigins(user) && !sameReasons(c.after, other, name, user) {
			return true
		}
	}
	return false
}

// words says an order: cases before matters.
func words(order []stage) string {
	what := map[stage]string{linkStage: "links", firmStage: "the Firm", groupStage: "cases", matterStage: "matters"}
	list := make([]string, 0, len(order))
	for _, s := range order {
		list = append(list, what[s])
	}
	return strings.Join(list, " before ")
}
