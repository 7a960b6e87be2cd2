package render

import (
	"slices"
	"testing"
)

func TestInOrder(t *testing.T) {
	for _, n := range []int{0, 1, batch - 1, batch, batch + 1, 100*batch + 7} {
		numbers := func(yield func(int) bool) {
			for i := range n {
				if !yield(i) {
					return
				}
			}
		}
		double := func() func([]int) []int {
			return func(some []int) []int {
				doubles := slices.Clone(some)
				for i := range doubles {
					doubles[i] *= 2
				}
				return doubles
			}
		}
		for _, stopAt := range []int{1, n / 2, n} { // whoever stops early leaves nothing running
			var got []int
			for d := range flat(inOrder(numbers, double)) {
				if got = append(got, d); len(got) == stopAt {
					break
				}
			}
			if len(got) != stopAt && n > 0 && stopAt > 0 {
				t.Errorf("of %d numbers come %d, stopped after %d", n, len(got), stopAt)
			}
			for i, d := range got {
				if d != 2*i {
					t.Fatalf("of %d numbers, at %d comes %d", n, i, d)
				}
			}
		}
		if got := slices.Collect(flat(inOrder(numbers, double))); len(got) != n {
			t.Errorf("of %d numbers come %d", n, len(got))
		}
	}
}
