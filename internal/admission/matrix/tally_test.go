package matrix_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tally counts answers by style, so that no style goes without.
type tally struct {
	mu     sync.Mutex
	asked  int
	styles map[string]*count
}

type count struct{ allowed, refused, forReal int }

func (a *tally) add(w way, answer error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked++
	if a.styles == nil {
		a.styles = map[string]*count{}
	}
	c := a.styles[w.name]
	if c == nil {
		c = &count{}
		a.styles[w.name] = c
	}
	if answer == nil {
		c.allowed++
	} else {
		c.refused++
	}
	if w.real {
		c.forReal++
	}
}

// check complains of a style that has been allowed nothing, or refused nothing: it
// may say nothing at all. Of those that are a process each there are few: together
// they are one. Where only some of the questions were asked, it does not complain.
func (a *tally) check(t *testing.T, questions int) {
	t.Helper()
	if a.asked < questions {
		return
	}
	var lines []string
	var kubectl count
	for _, style := range slices.Sorted(maps.Keys(a.styles)) {
		c := a.styles[style]
		if strings.HasPrefix(style, "kubectl") {
			kubectl.allowed += c.allowed
			kubectl.refused += c.refused
		}
		lines = append(lines, fmt.Sprintf("%-36s allowed %4d, refused %4d, for real %4d", style, c.allowed, c.refused, c.forReal))
		if !strings.HasPrefix(style, "kubectl") && (c.allowed == 0 || c.refused == 0) {
			t.Errorf("%s: %d were allowed and %d refused", style, c.allowed, c.refused)
		}
	}
	if *styles != "requests" && (kubectl.allowed == 0 || kubectl.refused == 0) {
		t.Errorf("kubectl: %d were allowed and %d refused", kubectl.allowed, kubectl.refused)
	}
	t.Logf("asked\n%s", strings.Join(lines, "\n"))
}
