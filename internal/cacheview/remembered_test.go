package cacheview

import (
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/types"
)

func TestRemembered(t *testing.T) {
	var r remembered[*int, int]
	reads := 0
	ask := func(name string, object *int) int {
		return r.of(types.NamespacedName{Name: name}, object, func() int { reads++; return *object })
	}
	first, second := new(1), new(2)
	for range 3 {
		if got := ask("asked", first); got != 1 {
			t.Fatalf("got %d", got)
		}
	}
	if reads != 1 {
		t.Errorf("one object was read %d times", reads)
	}
	if got := ask("asked", second); got != 2 || reads != 2 {
		t.Errorf("of another object under its name: %d", got)
	}
	for i := range 5 * generation { // one is asked about all the time, the others once
		if got := ask("asked", second); got != 2 {
			t.Fatalf("got %d", got)
		}
		ask(fmt.Sprint(i), first)
	}
	if want := 2 + 5*generation; reads != want {
		t.Errorf("%d reads, want %d: who is asked about is forgotten", reads, want)
	}
	if held := len(r.young) + len(r.old); held > 2*generation {
		t.Errorf("%d are remembered", held)
	}
	r.forget(types.NamespacedName{Name: "asked"})
	ask("asked", second)
	if want := 3 + 5*generation; reads != want {
		t.Error("what is forgotten is known")
	}
}
