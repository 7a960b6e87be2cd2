package cli

import (
	"context"
	"io"
	"os"
	"sync"
)

// streamed returns where a command prints while progress is told. Before the first of
// it is printed, progress is over: the output may come to stand on the same terminal,
// be it through a pager. In a file it does not.
func streamed(out io.Writer, over func()) io.Writer {
	if file, is := out.(*os.File); is {
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
			return out
		}
	}
	return &stream{out: out, over: sync.OnceFunc(over)}
}

// stream calls over before it prints.
type stream struct {
	out  io.Writer
	over func()
}

// Write implements io.Writer.
func (s *stream) Write(p []byte) (int, error) {
	s.over()
	return s.out.Write(p)
}

// interruptible reads until the context ends, even where nothing comes: of a terminal
// or a pipe, a read cannot be ended otherwise. What comes later is lost.
type interruptible struct {
	ctx context.Context //nolint:containedctx // a reader has no arguments
	in  io.Reader
}

// Read implements io.Reader.
func (i interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	type result struct {
		n   int
		err error
	}
	own, read := make([]byte, len(p)), make(chan result, 1)
	go func() {
		n, err := i.in.Read(own)
		read <- result{n, err}
	}()
	select {
	case r := <-read:
		return copy(p, own[:r.n]), r.err
	case <-i.ctx.Done():
		return 0, i.ctx.Err()
	}
}

// unlessInterrupted does something that knows nothing of a context, and does not wait
// for it once that ends: the command does.
func unlessInterrupted[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type result struct {
		what T
		err  error
	}
	done := make(chan result, 1)
	go func() {
		what, err := do()
		done <- result{what, err}
	}()
	select {
	case r := <-done:
		return r.what, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
