package render

import (
	"iter"
	"runtime"
	"sync"
)

// batch is how many values a worker takes at a time.
const batch = 32

// inOrder does something with many values, some at a time, on all processors, and
// yields what comes of it in their order. Of the values, only a few batches are held.
// Each worker has a function of its own.
func inOrder[A, B any](values iter.Seq[A], worker func() func([]A) B) iter.Seq[B] {
	return func(yield func(B) bool) {
		workers := runtime.GOMAXPROCS(0)
		tasks, ordered, stop := make(chan task[A, B]), make(chan chan B, 2*workers), make(chan struct{})
		var running sync.WaitGroup
		defer running.Wait()
		defer close(stop)
		for range workers {
			running.Go(func() { work(tasks, worker()) })
		}
		running.Go(func() { handOut(values, tasks, ordered, stop) })
		for done := range ordered {
			if !yield(<-done) {
				return
			}
		}
	}
}

// task is a batch, and where to put what comes of it.
type task[A, B any] struct {
	values []A
	done   chan B
}

func work[A, B any](tasks <-chan task[A, B], do func([]A) B) {
	for t := range tasks {
		t.done <- do(t.values)
	}
}

// handOut makes tasks of the values, and says in which order to wait for them.
func handOut[A, B any](values iter.Seq[A], tasks chan<- task[A, B], ordered chan<- chan B, stop <-chan struct{}) {
	defer close(ordered)
	defer close(tasks)
	for some := range batches(values) {
		t := task[A, B]{some, make(chan B, 1)}
		select {
		case ordered <- t.done:
		case <-stop:
			return
		}
		select {
		case tasks <- t:
		case <-stop:
			return
		}
	}
}

func batches[A any](values iter.Seq[A]) iter.Seq[[]A] {
	return func(yield func([]A) bool) {
		some := make([]A, 0, batch)
		for v := range values {
			if some = append(some, v); len(some) == batch {
				if !yield(some) {
					return
				}
				some = make([]A, 0, batch)
			}
		}
		if len(some) > 0 {
			yield(some)
		}
	}
}

// flat yields all values of many lists.
func flat[A any](lists iter.Seq[[]A]) iter.Seq[A] {
	return func(yield func(A) bool) {
		for list := range lists {
			for _, v := range list {
				if !yield(v) {
					return
				}
			}
		}
	}
}
