package main

import "sync"

// counter counts for goroutines.
type counter struct {
	mu sync.Mutex
	n  int
}

// next counts one more, and returns how many there are with it.
func (c *counter) next() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return c.n
}

func (c *counter) now() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

// once tells what is seen for the first time.
type once struct {
	mu   sync.Mutex
	seen map[any]bool
}

func newOnce() *once { return &once{seen: map[any]bool{}} }

func (o *once) first(what any) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	again := o.seen[what]
	o.seen[what] = true
	return !again
}
