package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// restart is F-2: a manager that finds all statuses right. It is waited for until
// every object has been reconciled once and none is waiting. The reference is this
// program in a process of its own that does nothing but fill the same informers,
// with the same transforms. Both wait from the start of their process.
var restart = figure{
	id: "F-2", what: "restart with statuses right", against: "bare informer sync", goal: restartGoal,
	measure: measureRestart,
}

const restartGoal = 1.3

func measureRestart(ctx context.Context, b *bench) (result, error) {
	return b.inFirms(ctx, restartIn)
}

func restartIn(ctx context.Context, w *world) (result, error) {
	stored, err := w.led(ctx)
	if err != nil {
		return result{}, err
	}
	config, err := w.Kubeconfig("informers", w.URL, w.CA.PEM)
	if err != nil {
		return result{}, err
	}
	var written []call
	runs := 0
	subject := func() (cost, error) {
		took, calls, err := w.restarted(ctx, len(stored))
		written, runs = append(written, callsOf(calls, call.writes)...), runs+1
		return took, err
	}
	reference := func() (cost, error) { return w.filled(ctx, config) }
	took, err := alternately(ctx, clearly(5, map[size]int{quick: 7, full: 15}[w.size], ratio(restartGoal, wall)), subject, reference)
	if err != nil {
		return result{}, err
	}
	r := compared(took)
	r.rows = append([]row{{"objects", fmt.Sprint(len(stored))}, {"writes, leases aside", fmt.Sprintf("%d in %d restarts", len(written), runs)}}, r.rows...)
	if len(written) > 0 {
		r.blame("%d writes in %d restarts, where none was due; the first was to %s %+v", len(written), runs, written[0].verb, written[0].object)
	}
	return r, nil
}

// compared compares how long subject and reference were waited for.
func compared(took sample) result {
	return result{
		took: took, value: took.value(wall), spread: spreadOf(ratios(took.subject, took.reference, wall)), control: spreadOf(ratios(took.again, took.reference, wall)),
		rows: []row{{"turns", fmt.Sprint(len(took.subject))}, {"subject", beside(took.subject)}, {"reference", beside(took.reference)}},
	}
}

// beside says how long something was waited for, and what it cost whom.
func beside(costs []cost) string {
	return fmt.Sprintf("%s, %s of processor time; the API server %s, etcd %s", seconds(median(each(costs, wall))),
		seconds(median(each(costs, processor))), seconds(median(each(costs, served))), seconds(median(each(costs, kept))))
}

// restarted starts the manager anew, and returns what it took until it was idle, and
// all that it called.
func (w *world) restarted(ctx context.Context, objects int) (cost, []call, error) {
	w.rest()
	before, err := w.log.read()
	if err != nil {
		return cost{}, nil, err
	}
	at := len(before)
	took, err := w.beside(ctx, func() (cost, error) {
		if err := w.lead(); err != nil {
			return cost{}, err
		}
		l := w.leader
		err := l.until(ctx, time.Minute, 10*time.Millisecond, func() error { return l.idle(ctx, objects) })
		return cost{wall: time.Since(l.began), cpu: l.ProcessorTime()}, err
	})
	if err != nil {
		return cost{}, nil, err
	}
	if _, err := w.settled(ctx); err != nil { // a write that comes late counts, too
		return cost{}, nil, err
	}
	calls, err := w.log.since(at)
	return took, by(leaderAgent, calls), err
}

// filled fills bare informers in another process.
func (w *world) filled(ctx context.Context, kubeconfig string) (cost, error) {
	w.rest()
	self, err := os.Executable()
	if err != nil {
		return cost{}, fmt.Errorf("finding this program: %w", err)
	}
	return w.beside(ctx, func() (cost, error) {
		began := time.Now()
		cmd := exec.CommandContext(ctx, self, "-informers", kubeconfig)
		cmd.Stderr = os.Stderr
		err := cmd.Run()
		took := time.Since(began)
		if err != nil {
			return cost{}, fmt.Errorf("filling informers: %w", err)
		}
		return cost{wall: took, cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, nil
	})
}
