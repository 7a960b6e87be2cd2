package matrix_test

import (
	"flag"
	"fmt"
	"sync"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/matterplane/matterplane/internal/test/matrix"
)

var styles = flag.String("matrix.styles", "some",
	"ask every question in `some` style, the next each time; in all requests that say it (minutes); or in all, kubectl's too (hours)")

// desks is how many ask at the same time, each on stages of its own.
const desks = 4

// How often a question is asked for which the time would not do every time.
const (
	refusedForReal = 8   // of those refused, so many times fewer are asked for real too
	byKubectl      = 101 // a process each: of all, so many times fewer,
	goneByKubectl  = 19  // and of deletions, of which there are few rows
)

// TestMatrix asks every row of everybody, as a dry run and for real.
func TestMatrix(t *testing.T) {
	serve(t)
	all := actors(t)
	var asked tally
	rows := make(chan task)
	var asking sync.WaitGroup
	for range desks {
		asking.Go(func() {
			d := &desk{cast: all, stages: map[string]*stage{}, asked: &asked}
			for r := range rows {
				t.Run(r.title, func(t *testing.T) { d.asks(t, r) })
			}
		})
	}
	n := 0
	for _, chapter := range matrix.Chapters() {
		for _, row := range chapter.Rows {
			rows <- task{title: chapter.Title + "/" + row.Change, row: row, first: n}
			n += len(all.askers)
		}
	}
	close(rows)
	asking.Wait()
	asked.check(t, n)
}

// task is a row that is to be asked, its first question numbered among all.
type task struct {
	title string
	row   matrix.Row
	first int
}

// desk asks one question after the other.
type desk struct {
	cast

	stages map[string]*stage
	asked  *tally
}

func (d *desk) asks(t *testing.T, r task) {
	t.Helper()
	for i, by := range d.askers {
		s := d.stage(t, r.row, by)
		q := ask(t, r.row, by, s)
		for _, w := range q.ways(t, r.first+i) {
			d.asked.add(w, ask(t, r.row, by, s).check(t, w))
		}
	}
}

// stage returns the firm in which a row is asked of an actor.
func (d *desk) stage(t *testing.T, row matrix.Row, by asker) *stage {
	t.Helper()
	there := row.Objects(t, by.name)
	variant := fmt.Sprintf("%s open=%t", row.Firm, by.name == "open" && there.Firm != nil)
	if before, _ := sides(row.Does(there)); before != nil && !holds(there, before) {
		variant += " " + row.Change // of an object that the row has made up
		replace(&there, before)
	}
	if d.stages[variant] == nil {
		d.stages[variant] = build(t, there, d.cast)
	}
	return d.stages[variant]
}

// way is how a question is asked.
type way struct {
	style

	kubectl bool
	real    bool // after the dry run
}

// ways returns how the nth question is asked.
func (q *question) ways(t *testing.T, n int) []way {
	t.Helper()
	var ways []way
	sayable := func(all []style, kubectl bool) (ways []way) {
		for _, s := range all {
			if s.says == nil || s.says(q) {
				ways = append(ways, way{style: s, kubectl: kubectl, real: true})
			}
		}
		return ways
	}
	requests, kubectls := sayable(q.requests(), false), sayable(q.kubectls(t), true)
	switch *styles {
	case "all":
		return append(requests, kubectls...)
	case "requests":
		return requests
	}
	w := requests[n%len(requests)]
	w.real = q.rule == "" || n/len(requests)%refusedForReal == 0
	ways = append(ways, w)
	fewer := byKubectl
	if q.want == nil {
		fewer = goneByKubectl
	}
	if n%fewer == 0 {
		ways = append(ways, kubectls[n/fewer%len(kubectls)])
	}
	return ways
}

// check asks a question in one way, looks at the answers, and returns the first.
func (q *question) check(t *testing.T, w way) error {
	t.Helper()
	dry := q.once(t, w, true)
	if !w.real {
		return dry
	}
	forReal := q.once(t, w, false)
	if fmt.Sprint(dry) != fmt.Sprint(forReal) {
		t.Errorf("%s by %s: the dry run said %v, and then %v", q.by.name, w.name, dry, forReal)
	}
	q.after(t, w, forReal)
	return dry
}

// once asks, and returns what was answered.
func (q *question) once(t *testing.T, w way, dry bool) error {
	t.Helper()
	got, err := w.write(t.Context(), q, dry)
	var wrong error
	if w.kubectl {
		wrong = q.wrongByKubectl(err)
	} else {
		wrong = q.wrong(got, err)
	}
	if wrong != nil {
		t.Errorf("%s by %s (dry run: %t): %v", q.by.name, w.name, dry, wrong)
	}
	return err
}

// after looks at what is stored: what was refused has left it as it was. What was
// allowed is there, and put back.
func (q *question) after(t *testing.T, w way, answer error) {
	t.Helper()
	now := q.stage.read(t, q.object())
	if answer != nil {
		if version(now) != version(q.have) {
			t.Errorf("%s by %s: refused, and stored all the same", q.by.name, w.name)
			q.stage.restore(t, q.object(), q.have)
		}
		return
	}
	switch {
	case q.want == nil && now != nil && now.GetDeletionTimestamp() == nil:
		t.Errorf("%s by %s: deleted, and it is there still", q.by.name, w.name)
	case q.want != nil && now == nil:
		t.Errorf("%s by %s: written, and it is not there", q.by.name, w.name)
	case q.want != nil:
		if err := q.notAsAsked(now); err != nil {
			t.Errorf("%s by %s: stored: %v", q.by.name, w.name, err)
		}
	}
	if version(now) != version(q.have) {
		q.stage.restore(t, q.object(), q.have)
	}
}

func version(o *unstructured.Unstructured) string {
	if o == nil {
		return "none"
	}
	return string(o.GetUID()) + " " + o.GetResourceVersion()
}
