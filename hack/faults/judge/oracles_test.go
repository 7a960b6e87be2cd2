package judge_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/hack/faults/judge"
)

// m1 is the matter that all of this is about.
var m1 = judge.Key{Resource: "matters", Namespace: "firm-1", Name: "m1"}

// history makes the revisions of a matter from statuses; "-" deletes it.
func history(t *testing.T, statuses ...string) (all []judge.Revision) {
	t.Helper()
	for i, status := range statuses {
		r := judge.Revision{Key: m1, Number: int64(i + 1)}
		if status != "-" {
			text := fmt.Sprintf(`{"metadata":{"generation":1,"annotations":{"matterplane.dev/since":"2026-01-01T00:00:0%d.123456Z","other":"%d"}},"status":%s}`, i, i, status)
			if err := json.Unmarshal([]byte(text), &r.Object); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, r)
	}
	return all
}

func status(code int) judge.Write {
	return judge.Write{Key: m1, Verb: "PUT", Subresource: "status", Status: code}
}

const (
	unseen = `{"observedGeneration":-1}`
	open   = `{"observedGeneration":1,"staffing":[{"user":"ben","access":"Granted"}]}`
	closed = `{"observedGeneration":1,"conflictedUsers":[{"user":"ben"}],"staffing":[{"user":"ben","access":"Excluded"}]}`
	leak   = `{"observedGeneration":1,"conflictedUsers":[{"user":"ben"}],"staffing":[{"user":"ben","access":"Granted"}]}`
	early  = `{"observedGeneration":1,"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}`
	later  = `{"observedGeneration":1,"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:09Z"}]}`
)

func TestTooManyWrites(t *testing.T) {
	for _, test := range []struct {
		name   string
		values []string
		writes []judge.Write
		want   string
	}{
		{"one for each value", []string{unseen, open, closed}, []judge.Write{status(200), status(200)}, ""},
		{"one for nothing", []string{unseen, open}, []judge.Write{status(200), status(200)}, "m1: its status changed 1 times and was written 2 times"},
		{"refused ones do not count", []string{unseen, open}, []judge.Write{status(409), status(500), status(0), status(200)}, ""},
		{"there and back", []string{unseen, open, closed, open}, []judge.Write{status(200), status(200), status(200)}, ""},
		{"another time is no other value", []string{unseen, early, later}, []judge.Write{status(200), status(200)}, "changed 1 times and was written 2 times"},
		{"deleted and created anew", []string{unseen, open, "-", unseen, open}, []judge.Write{status(200), status(200)}, ""},
		{"stamps that were there", []string{unseen, open}, []judge.Write{{Key: m1, Verb: "PATCH", Status: 200}}, "its ledger and stamps changed 0 times"},
	} {
		t.Run(test.name, func(t *testing.T) {
			said(t, judge.TooManyWrites(history(t, test.values...), test.writes), test.want)
		})
	}
}

func TestOpenWalls(t *testing.T) {
	said(t, judge.OpenWalls(history(t, unseen, open, closed, "-")), "")
	said(t, judge.OpenWalls(history(t, unseen, leak, closed)), "matter m1, revision 2: its wall names ben, and its team says Granted")
}

func TestDifferences(t *testing.T) {
	want := judge.StateOf(history(t, unseen, closed))
	said(t, judge.Differences(want, judge.StateOf(history(t, unseen, open, closed))), "")
	said(t, judge.Differences(want, judge.StateOf(history(t, unseen, open))), "matter m1 (-undisturbed +here)")
	said(t, judge.Differences(want, judge.StateOf(history(t, closed, "-"))), "matter m1 is not there")
	said(t, judge.Differences(judge.State{}, want), "matter m1 is there, and must not be")
	said(t, judge.Differences(judge.StateOf(history(t, early)), judge.StateOf(history(t, later))), "")
}

func TestStrays(t *testing.T) {
	before, after := judge.StateOf(history(t, open)), judge.StateOf(history(t, closed))
	said(t, judge.Strays(before, after, history(t, open, closed)), "")
	said(t, judge.Strays(before, after, history(t, open, leak, closed)), "neither its status before the change nor after it")
}

func TestObserved(t *testing.T) {
	for value, want := range map[string]bool{unseen: false, open: true, `{}`: false} {
		if _, current := judge.Observed(history(t, value)[0]); current != want {
			t.Errorf("%s: current is %t", value, current)
		}
	}
}

// said checks that what was found is one thing that has some words, or nothing.
func said(t *testing.T, found []string, words string) {
	t.Helper()
	switch {
	case words == "" && len(found) > 0:
		t.Errorf("found %q, want nothing", found)
	case words != "" && (len(found) != 1 || !strings.Contains(found[0], words)):
		t.Errorf("found %q, want one with %q", found, words)
	}
}
