package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/test/ports"
)

// heapPerObject is F-10: what an object more takes of the manager's heap, with all
// indexes and whatever else grows with the objects, against what it takes of bare
// informers. Both are measured with one firm and with many of the same shape, once
// all is reconciled and all garbage is gone; what they take without any object is
// so left out.
var heapPerObject = figure{
	id: "F-10", what: "heap per object", against: "the same informers with the same transforms, alone", goal: 1.3,
	measure: measureHeap,
}

// heaps is what F-10 keeps.
type heaps struct {
	*world
	kubeconfig string   // of the reference
	objects    int      // of one firm
	copies     []string // of it
}

func measureHeap(ctx context.Context, b *bench) (result, error) {
	w, err := b.cluster(ctx)
	if err != nil {
		return result{}, err
	}
	stored, err := w.led(ctx)
	if err != nil {
		return result{}, err
	}
	h := &heaps{world: w, objects: len(stored)}
	if h.kubeconfig, err = w.Kubeconfig("informers", w.URL, w.CA.PEM); err != nil {
		return result{}, err
	}
	for i := range map[size]int{quick: 5, full: 4}[b.size] {
		h.copies = append(h.copies, fmt.Sprintf("%s-%d", acme, i+1))
	}
	defer func() { _ = w.Etcd().Erase(context.WithoutCancel(ctx), h.copies) }()
	one, err := h.turns(ctx, h.objects)
	if err != nil {
		return result{}, err
	}
	w.rest()
	if err := w.Etcd().Copy(ctx, acme, h.copies); err != nil {
		return result{}, err
	}
	many, err := h.turns(ctx, h.objects*(1+len(h.copies)))
	if err != nil {
		return result{}, err
	}
	return judgeHeaps(h.objects, 1+len(h.copies), one, many), nil
}

// held is what was in the memory of both when there were so many objects, turn by turn.
type held = turns[memory]

// turns measures by turns. A heap needs no turn that does not count.
func (h *heaps) turns(ctx context.Context, objects int) (held, error) {
	return paired(ctx, times[memory](5), func() (subject, reference memory, err error) {
		if subject, err = h.manager(ctx, objects); err != nil {
			return memory{}, memory{}, err
		}
		reference, err = h.informers(ctx)
		return subject, reference, err
	})
}

// manager measures a manager that has reconciled every object.
func (h *heaps) manager(ctx context.Context, objects int) (memory, error) {
	h.rest()
	if err := h.lead(); err != nil {
		return memory{}, err
	}
	l := h.leader
	if err := l.until(ctx, h.patience(), 100*time.Millisecond, func() error { return l.idle(ctx, objects) }); err != nil {
		return memory{}, err
	}
	m, err := memoryOf(ctx, l.Process, l.profile)
	h.rest()
	return m, err
}

// informers measures bare informers that are filled.
func (h *heaps) informers(ctx context.Context) (memory, error) {
	self, err := os.Executable()
	if err != nil {
		return memory{}, fmt.Errorf("finding this program: %w", err)
	}
	profiled := plane.Loopback(ports.Free())
	p, err := plane.Start("informers", filepath.Join(h.Dir, "informers.log"), self, "-informers", h.kubeconfig, "-profiled", profiled)
	if err != nil {
		return memory{}, err
	}
	defer p.Kill()
	if err := awaitProfile(ctx, p, profiled); err != nil {
		return memory{}, err
	}
	return memoryOf(ctx, p, profiled)
}

// judgeHeaps compares, turn by turn, what the objects of the copies take.
func judgeHeaps(objects, firms int, one, many held) result {
	more := float64(objects * (firms - 1))
	subject, reference, again := slopes(one.subject, many.subject, more), slopes(one.reference, many.reference, more), slopes(one.again, many.again, more)
	compared, noise := quotients(subject, reference), quotients(again, reference)
	said := func(slopes []float64, one, many []memory) string {
		perObject := median(slopes)
		held := func(all []memory) string {
			return fmt.Sprintf("%s of heap, %s of memory at most until all was there", mebibytes(median(eachOf(all, live))), mebibytes(median(eachOf(all, atMost))))
		}
		return fmt.Sprintf("%.0f bytes an object, %s without any; %s; %s", perObject,
			mebibytes(median(eachOf(one, live))-perObject*float64(objects)), held(one), held(many))
	}
	return result{
		value: median(compared), spread: spreadOf(compared), control: spreadOf(noise),
		rows: []row{
			{"objects of one firm, and of all", fmt.Sprintf("%d, %d", objects, objects*firms)},
			{"subject", said(subject, one.subject, many.subject)},
			{"reference", said(reference, one.reference, many.reference)},
		},
	}
}

func live(m memory) float64   { return m.live }
func atMost(m memory) float64 { return m.most }

// slopes returns how much of the heap each object more takes, turn by turn.
func slopes(one, many []memory, more float64) []float64 {
	all := make([]float64, len(one))
	for i := range one {
		all[i] = (many[i].live - one[i].live) / more
	}
	return all
}

func quotients(of, by []float64) []float64 {
	all := make([]float64, len(of))
	for i := range of {
		all[i] = of[i] / by[i]
	}
	return all
}

func eachOf(all []memory, by func(memory) float64) []float64 {
	values := make([]float64, len(all))
	for i, m := range all {
		values[i] = by(m)
	}
	return values
}
