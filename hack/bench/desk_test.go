package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

func TestNarrowed(t *testing.T) {
	for path, want := range map[string]string{
		"/apis/matterplane.dev/v1alpha1/matters":                     "/apis/matterplane.dev/v1alpha1/namespaces/few/matters",
		"/apis/matterplane.dev/v1alpha1/namespaces/crowd/matters/m1": "/apis/matterplane.dev/v1alpha1/namespaces/crowd/matters/m1",
		"/apis/matterplane.dev/v1alpha1/":                            "/apis/matterplane.dev/v1alpha1/",
		"/apis/coordination.k8s.io/v1/leases":                        "/apis/coordination.k8s.io/v1/leases",
	} {
		if got := narrowed(path, "few"); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

func TestSumWith(t *testing.T) {
	const text = "# TYPE waited_sum counter\n" +
		`waited_sum{name="mutate.a",operation="UPDATE",rejected="false"} 1.5` + "\n" +
		`waited_sum{name="mutate.a",operation="CREATE",rejected="false"} 2` + "\n" +
		`waited_sum{name="mutate.ab",operation="UPDATE",rejected="false"} 40` + "\n" +
		`waited_sums{name="mutate.a"} 40` + "\n"
	for name, want := range map[string]float64{"mutate.a": 3.5, "mutate.ab": 40, "mutate": 0} {
		if got := sumWith(text, "waited_sum", "name", name); got != want {
			t.Errorf("%s: got %g, want %g", name, got, want)
		}
	}
}

func TestMingled(t *testing.T) {
	var ran []string
	of := func(name string) some {
		return func(n int) (heard, error) {
			ran = append(ran, fmt.Sprintf("%s%d", name, n))
			return heard{waits: make(waits, n), cost: cost{cpu: time.Second, apiServer: time.Minute}}, nil
		}
	}
	const requests, atOnce = 9, 4
	got, err := mingled(t.Context(), times[heard](1), requests, atOnce, of("A"), of("B"))
	want := []string{"A3", "B3", "A4", "B4", "B4", "A4", "A1", "B1"}
	if err != nil || !slices.Equal(ran, want) {
		t.Errorf("ran %v, error %v, want %v", ran, err, want)
	}
	if len(got.subject) != 1 || len(got.reference) != 1 || len(got.again) != 1 {
		t.Fatalf("got %d, %d and %d turns, want one of each", len(got.subject), len(got.reference), len(got.again))
	}
	for _, h := range []heard{got.subject[0], got.reference[0]} {
		if len(h.waits) != requests || h.cpu != 3*time.Second || h.apiServer != 3*time.Minute {
			t.Errorf("a side has %d waits, %s and %s", len(h.waits), h.cpu, h.apiServer)
		}
	}
	fails := func(int) (heard, error) { return heard{}, errNotAsked }
	if _, err := mingled(t.Context(), times[heard](1), 1, 1, of("A"), fails); !errors.Is(err, errNotAsked) {
		t.Errorf("got %v", err)
	}
}

// TestTellHeard: where turns tell a percentile they are compared by turns, so that one which
// is slower for both sides does not decide; of fewer requests, all are taken together.
func TestTellHeard(t *testing.T) {
	turn := func(n int, each time.Duration) heard {
		return heard{waits: slices.Repeat(waits{each}, n)}
	}
	for _, of := range []struct {
		requests   int
		percentile float64
		want       float64
	}{{20, 90, 1}, {19, 90, 2}, {200, 99, 1}, {199, 99, 2}} {
		took := turns[heard]{
			subject:   []heard{turn(of.requests, 10), turn(of.requests, 10), turn(of.requests, 200)},
			reference: []heard{turn(of.requests, 10), turn(of.requests, 10), turn(of.requests, 100)},
		}
		took.again = took.reference
		var r result
		tellHeard(&r, took, "an edit", 1.1, of.percentile)
		if got := r.parts[0]; got.value != of.want || got.goal != 1.1 || got.what != fmt.Sprintf("an edit, p%g", of.percentile) {
			t.Errorf("%d requests, p%g: %s is %g, want %g", of.requests, of.percentile, got.what, got.value, of.want)
		}
	}
}

func TestReadsOf(t *testing.T) {
	read := func(agent, namespace string) call {
		return call{agent: agent, verb: "get", object: target{Resource: "firms", Namespace: namespace, Name: "firm"}, code: 200, answered: begun}
	}
	calls := []call{read(deskAgent, "a"), read(deskAgent, "a"), read(deskAgent, "b"), read(otherAgent, "a")}
	if got := readsOf(calls, "a", 2); len(got) != 1 || got["get firms/firm"] != 1 {
		t.Errorf("got %v", got)
	}
}

func TestJudgeAlike(t *testing.T) {
	once := func() asked {
		return asked{mutating: 1, validating: 1, reads: map[string]float64{"get firms/firm": 1}}
	}
	for name, of := range map[string]struct {
		change func(subject *asked)
		alike  bool
	}{
		"the same":                  {func(*asked) {}, true},
		"asked again, now and then": {func(a *asked) { a.mutating = 1.02 }, true},
		"asked twice":               {func(a *asked) { a.mutating = 2 }, false},
		"not asked":                 {func(a *asked) { a.mutating, a.validating = 0, 0 }, false},
		"not always asked":          {func(a *asked) { a.validating = 0.97 }, false},
		"not known":                 {func(a *asked) { a.mutating = math.NaN() }, false},
		"another read":              {func(a *asked) { a.reads["list firmusers/"] = 1 }, false},
		"a read twice":              {func(a *asked) { a.reads["get firms/firm"] = 2 }, false},
		"a read less":               {func(a *asked) { a.reads = nil }, false},
	} {
		for _, both := range []bool{false, true} {
			var r result
			subject, reference := once(), once()
			of.change(&subject)
			if both {
				subject, reference = reference, subject
			}
			judgeAlike(&r, subject, reference)
			if (r.why == "") != of.alike {
				t.Errorf("%s: blamed for %q", name, r.why)
			}
		}
	}
}

func TestIsAbout(t *testing.T) {
	const review = `{"request":{"uid":"1","name":"team-of-12","namespace":"few","operation":"UPDATE","object":{"metadata":{"name":"team-of-200","namespace":"few"}}}}`
	if !isAbout([]byte(review), "few", "team-of-12") || isAbout([]byte(review), "few", "team-of-200") || isAbout([]byte(review), "crowd", "team-of-12") {
		t.Error("a review is taken for one of another matter")
	}
}

// TestWithTeams: the matters of F-8 have as many members as they should, by specs and
// statuses, and ledgers that lack nothing.
func TestWithTeams(t *testing.T) {
	objects := withTeams("few", 20, 12, 200)
	found := 0
	for _, m := range objects.Matters {
		for _, members := range []int{12, 200} {
			if m.Name != teamOf(members) {
				continue
			}
			found++
			kept, err := ledger.DecodeMatter(m.Annotations[v1alpha1.LedgerAnnotation])
			if err != nil || !kept.Complete(&m.Spec) || len(m.Status.Staffing) != members || m.Spec.Lead != clerk {
				t.Errorf("%s has %d members, and a ledger with error %v", m.Name, len(m.Status.Staffing), err)
			}
		}
	}
	if found != 2 {
		t.Errorf("of two teams there are %d", found)
	}
}

func TestShare(t *testing.T) {
	of := []heard{
		{waits: make(waits, 2), cost: cost{cpu: 4 * time.Second}},
		{waits: make(waits, 4), cost: cost{cpu: 4 * time.Second}},
		{waits: make(waits, 1), cost: cost{cpu: 9 * time.Second}},
	}
	if got := share(of, processor); got != 2 {
		t.Errorf("one request of the middle turn cost %g s, want 2", got)
	}
}
