package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/hack/faults/plane"
)

// coldStart is F-1: a manager that finds no status at all. It is waited for from the
// start of its process until the API server has answered its last status. The
// reference is this program in a process of its own, waited for from its start, that lists
// and decodes the same objects with the same client and account and then does nothing but
// write the same statuses, so many at a time as is fastest.
var coldStart = figure{
	id: "F-1", what: "cold start: matters without status, until all are right", against: "the same list, decode and writes, bare", goal: coldGoal,
	measure: measureColdStart,
}

const coldGoal = 1.15

// coldTurns are at most so many: each takes five seconds or more, and of 10,000 matters minutes.
const coldTurns = 13

// cold is what F-1 keeps between its turns.
type cold struct {
	*world
	matters    int
	objects    int            // how many statuses are to be written
	statuses   string         // the file with them
	kubeconfig string         // of the manager's account
	without    []plane.Stored // the firm without statuses, once there was such a one
	workers    int            // of the reference
	told       int            // Events of the last cold start

	// How long it took each from the start of its process to its first status.
	first, firstBare waits
}

func measureColdStart(ctx context.Context, b *bench) (result, error) {
	// Sixteen keep the API server of two processors busy, and more gain nothing. A full run
	// finds out for itself, of the first firm that it measures.
	workers := map[size]int{quick: 16}[b.size]
	return b.inFirms(ctx, func(ctx context.Context, w *world) (r result, err error) {
		workers, r, err = coldStartIn(ctx, w, workers)
		return r, err
	})
}

// coldStartIn measures with so many writers of the reference, and returns them. If none
// are said, it finds out how many are fastest, and what it takes of them that they are
// informed of what they write.
func coldStartIn(ctx context.Context, w *world, workers int) (int, result, error) {
	c, err := newCold(ctx, w)
	if err != nil {
		return 0, result{}, err
	}
	c.workers = workers
	var found result
	if workers == 0 {
		if err := c.tune(ctx, &found); err != nil {
			return 0, result{}, err
		}
	}
	found.tell("writers of the reference", "%d", c.workers)
	// All processes are new, so no turn is needed that does not count.
	took, err := paired(ctx, clearly(5, coldTurns, ratio(coldGoal, wall)), func() (subject, reference cost, err error) {
		if subject, err = c.started(ctx); err != nil {
			return cost{}, cost{}, err
		}
		reference, err = c.bare(ctx)
		return subject, reference, err
	})
	if err != nil {
		return 0, result{}, err
	}
	r := compared(took)
	r.rows = append(r.rows, found.rows...)
	if workers == 0 {
		if err := c.limit(ctx, &r); err != nil {
			return 0, result{}, err
		}
	}
	r.tell("matters, and objects in all", "%d, %d", c.matters, c.objects)
	half := percentile(50)
	r.tell("from the start of the process to its first status, p50, and of the reference", "%s, %s", seconds(half(c.first)), seconds(half(c.firstBare)))
	r.tell("Events that the subject told beside", "%d", c.told)
	return c.workers, r, nil
}

// newCold sees to it that all statuses are right, and keeps them.
func newCold(ctx context.Context, w *world) (*cold, error) {
	if _, err := w.led(ctx); err != nil {
		return nil, err
	}
	firm, err := w.read(ctx)
	if err != nil {
		return nil, err
	}
	c := &cold{world: w, matters: len(firm.Matters), objects: len(objectsOf(firm)), statuses: filepath.Join(w.Dir, "statuses.json")}
	if err := keepStatuses(c.statuses, firm); err != nil {
		return nil, err
	}
	c.kubeconfig, err = w.Kubeconfig(bareAgent, w.URL, w.CA.PEM)
	return c, err
}

// tune finds out how many writers are fastest.
func (c *cold) tune(ctx context.Context, r *result) error {
	var best time.Duration
	fastest := 0
	for _, c.workers = range []int{8, 16, 32} {
		took, err := c.bare(ctx)
		if err != nil {
			return err
		}
		r.tell(fmt.Sprintf("reference with %d writers, once", c.workers), "%s", seconds(took.wall.Seconds()))
		if fastest == 0 || took.wall < best {
			fastest, best = c.workers, took.wall
		}
	}
	c.workers = fastest
	return nil
}

// started takes all statuses away and starts the manager.
func (c *cold) started(ctx context.Context) (cost, error) {
	at, err := c.clear(ctx)
	if err != nil {
		return cost{}, err
	}
	var written []call
	took, err := c.beside(ctx, func() (cost, error) {
		if err := c.lead(); err != nil {
			return cost{}, err
		}
		err := c.leader.until(ctx, 10*time.Minute, looks(c.objects), func() error {
			calls, err := c.log.since(at)
			if err != nil {
				return err
			}
			written = callsOf(by(leaderAgent, calls), func(k call) bool { return k.writesStatus() && !k.failed() })
			if len(written) < c.objects {
				return fmt.Errorf("%d statuses of %d are written", len(written), c.objects)
			}
			return nil
		})
		return cost{cpu: c.leader.ProcessorTime()}, err
	})
	if err != nil {
		return cost{}, err
	}
	var first time.Duration
	first, took.wall = span(written, c.leader.began)
	c.first = append(c.first, first)
	if _, err := c.settled(ctx); err != nil {
		return cost{}, err
	}
	calls, err := c.log.since(at)
	if err != nil {
		return cost{}, err
	}
	calls = by(leaderAgent, calls)
	c.told = len(callsOf(calls, call.tells))
	if n := len(callsOf(calls, call.writesStatus)); n != c.objects {
		return cost{}, fmt.Errorf("%d statuses were written, of %d objects", n, c.objects)
	}
	return took, nil
}

// bare takes all statuses away and has them written by the reference.
func (c *cold) bare(ctx context.Context) (cost, error) { return c.by(ctx, false) }

// informed is bare by a process whose informers list, and then hear of every status that
// it writes: what no controller can do without.
func (c *cold) informed(ctx context.Context) (cost, error) { return c.by(ctx, true) }

func (c *cold) by(ctx context.Context, informed bool) (cost, error) {
	at, err := c.clear(ctx)
	if err != nil {
		return cost{}, err
	}
	var began time.Time
	took, err := c.beside(ctx, func() (took cost, err error) {
		began, took, err = bareWriter{Kubeconfig: c.kubeconfig, Statuses: c.statuses, Workers: c.workers, Informed: informed}.write(ctx)
		return took, err
	})
	if err != nil {
		return cost{}, err
	}
	if !informed {
		calls, err := c.log.since(at)
		if err != nil {
			return cost{}, err
		}
		first, _ := span(callsOf(by(bareAgent, calls), call.writesStatus), began)
		c.firstBare = append(c.firstBare, first)
	}
	return took, nil
}

// span returns how long after some time the first and the last of calls were answered.
func span(calls []call, from time.Time) (first, last time.Duration) {
	for i, k := range calls {
		after := k.answered.Sub(from)
		if i == 0 {
			first = after
		}
		first, last = min(first, after), max(last, after)
	}
	return first, last
}

// limit tells what it takes of the reference that it is informed of what it writes.
func (c *cold) limit(ctx context.Context, r *result) error {
	took, err := alternately(ctx, times[cost](3), func() (cost, error) { return c.informed(ctx) }, func() (cost, error) { return c.bare(ctx) })
	if err != nil {
		return err
	}
	watched := took.part("", 0, wall)
	r.tell("the reference with informers, which hear what it writes", "%s", beside(took.subject))
	r.tell("that against the reference", "%.2f, from %s (control %s)", watched.value, watched.spread, watched.control)
	return nil
}

// clear takes all statuses away, and returns how many calls there had been then.
func (c *cold) clear(ctx context.Context) (int, error) {
	c.rest()
	if err := c.strip(ctx); err != nil {
		return 0, err
	}
	calls, err := c.log.read()
	return len(calls), err
}

// strip has the API server take all statuses away. Thereafter etcd is told what it
// stored then: the same bytes, object by object, in a quarter of the time.
func (c *cold) strip(ctx context.Context) error {
	if c.without != nil {
		return inParallel(ctx, c.without, 16, func(one plane.Stored) error { return c.Etcd().Put(ctx, []plane.Stored{one}) })
	}
	firm, err := c.read(ctx)
	if err != nil {
		return err
	}
	writer, err := c.ClientOf(plane.Manager)
	if err != nil {
		return fmt.Errorf("creating a client: %w", err)
	}
	if err := writeStatuses(ctx, writer, firm, 16, func(client.Object) client.Object { return nil }); err != nil {
		return err
	}
	c.without, err = c.Etcd().Firm(ctx, acme)
	return err
}

// errNotAsked is what is known before the first question.
var errNotAsked = errors.New("it has not been asked")

// until asks again and again until there is no error, as long as the manager runs.
func (l *leader) until(ctx context.Context, within, every time.Duration, ask func() error) error {
	for err := errNotAsked; ; {
		select {
		case <-time.After(every):
		case <-l.Done():
			return fmt.Errorf("the manager ended by itself; the end of its log:\n%s", l.Tail(10))
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", ctx.Err(), err)
		}
		if err = ask(); err == nil {
			return nil
		}
		if time.Since(l.began) > within {
			return fmt.Errorf("not within %s: %w", within, err)
		}
	}
}
