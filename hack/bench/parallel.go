package main

import (
	"context"
	"errors"
	"sync"
)

// inParallel does something with each of many, so many at a time, and returns the
// first error of each worker.
func inParallel[T any](ctx context.Context, all []T, workers int, do func(T) error) error {
	tasks, failures := make(chan T), make([]error, workers)
	var running sync.WaitGroup
	for i := range workers {
		running.Go(func() {
			for task := range tasks {
				if failures[i] == nil && ctx.Err() == nil {
					failures[i] = do(task)
				}
			}
		})
	}
	for _, task := range all {
		tasks <- task
	}
	close(tasks)
	running.Wait()
	return errors.Join(errors.Join(failures...), ctx.Err())
}
