package prove

import (
	"fmt"
	"runtime/debug"
	"strings"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/test/model"
)

// History is writes in order, and how many names ledgers hold of who left (L-10).
type History struct {
	Bound  int
	Writes []model.Write
}

var (
	likely  = rapid.Custom(model.History)
	crowded = rapid.Custom(model.CrowdedHistory)
)

// Draw returns the history of a seed. One in sixteen is crowded, and every
// fourth of the others is of small ledgers: with a bound of 0 to 3.
func Draw(seed int) History {
	switch {
	case seed%16 == 15:
		return History{Bound: model.DefaultLeftBound, Writes: crowded.Example(seed)}
	case seed%4 == 0:
		return History{Bound: seed / 4 % 4, Writes: likely.Example(seed)}
	}
	return History{Bound: model.DefaultLeftBound, Writes: likely.Example(seed)}
}

// Difference returns where the model and the real rooms first differ, and after
// how many of the writes; empty if they never do.
func (h History) Difference() (told string, after int) { return h.difference(1) }

// Differs says whether Difference finds one, but looks after every fourth write
// only: nearly as much, in a third of the time. The end alone would hide what a
// later write puts right.
func (h History) Differs() bool {
	told, _ := h.difference(4)
	return told != ""
}

func (h History) difference(every int) (told string, after int) {
	defer func() {
		if caught := recover(); caught != nil {
			told = fmt.Sprintf("panic: %v\n%s", caught, debug.Stack())
		}
	}()
	world, stored := model.New(), newStore(h.Bound)
	world.LeftBound = h.Bound
	for i, write := range h.Writes {
		after = i + 1
		write.Apply(world)
		stored.apply(write)
		if after%every != 0 && after < len(h.Writes) {
			continue
		}
		if told := compare(world, stored); told != "" {
			return told, after
		}
	}
	return "", 0
}

// String is the history as a file holds it.
func (h History) String() string {
	var b strings.Builder
	if h.Bound != model.DefaultLeftBound {
		fmt.Fprintf(&b, "bound %d\n", h.Bound)
	}
	for _, write := range h.Writes {
		fmt.Fprintln(&b, write)
	}
	return b.String()
}
