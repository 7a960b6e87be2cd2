package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLegs(t *testing.T) {
	t.Parallel()
	at := func(ms int) time.Time { return begun.Add(time.Duration(ms) * time.Millisecond) }
	write := func(name string, code, asked, answered int) call {
		return call{verb: "update", object: target{Resource: "matters", Name: name, Subresource: "status"}, code: code, asked: at(asked), answered: at(answered)}
	}
	var got legs
	got.add(dated{
		took: waits{30 * time.Millisecond, time.Second}, answered: []time.Time{at(100), at(200)}, matters: []string{"a", "b"}, // that of b came first
	}, []call{
		write("a", 200, 50, 60), write("b", 200, 101, 102), write("a", 409, 103, 104), write("a", 200, 110, 125), write("a", 200, 126, 127), write("b", 200, 1201, 1202),
	})
	want := legs{asked: waits{10 * time.Millisecond}, written: waits{15 * time.Millisecond}, shown: waits{5 * time.Millisecond}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(legs{})); diff != "" {
		t.Errorf("the ways of edits (-want +got):\n%s", diff)
	}
}
