package manifests

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"github.com/matterplane/matterplane/internal/progress"
)

// Options say what to read.
type Options struct {
	// Sources are directories, which are read with all that is in them, files, and
	// "-" for standard input.
	Sources []string
	// Namespace is that of objects that name none; empty means default.
	Namespace string
	// Stdin is standard input.
	Stdin io.Reader
}

// Stdin is the source that stands for standard input.
const Stdin = "-"

// StdinName is the file of positions in standard input.
const StdinName = "standard input"

// Read reads all sources. What is wrong in them is among the problems of the Set;
// an error says that a source is not there at all, or that the context has ended.
func Read(ctx context.Context, o Options) (*Set, error) {
	if o.Namespace == "" {
		o.Namespace = "default"
	}
	r := &reader{ctx: ctx, built: map[string]bool{}}
	r.start()
	var errs []error
	stdin := false
	for _, source := range o.Sources {
		switch {
		case source == Stdin && stdin:
			errs = append(errs, errors.New("standard input can be read once"))
		case source == Stdin:
			stdin = true
			errs = append(errs, r.stdin(o.Stdin))
		default:
			errs = append(errs, r.source(source))
		}
	}
	all := r.finish()
	if err := errors.Join(append(errs, ctx.Err())...); err != nil {
		return nil, err
	}
	return collect(all, o.Namespace), nil
}

// batch is how many documents of a text are read by one worker at a time.
const batch = 64

// reader hands texts to workers, and keeps what they find in the order of the texts.
// Of the texts, only those that are being read are held.
type reader struct {
	ctx     context.Context //nolint:containedctx // a reader lives as long as one call of Read
	tasks   chan task
	workers sync.WaitGroup
	found   []*found
	built   map[string]bool // files that an overlay has read, or will not
}

// task reads something into what is found.
type task struct {
	into *found
	read func(*found)
}

func (r *reader) start() {
	workers := runtime.GOMAXPROCS(0)
	r.tasks = make(chan task, workers)
	for range workers {
		r.workers.Go(func() {
			for t := range r.tasks {
				if r.ctx.Err() == nil {
					t.read(t.into)
					progress.Add(r.ctx, len(t.into.objects))
				}
			}
		})
	}
}

func (r *reader) finish() []found {
	close(r.tasks)
	r.workers.Wait()
	all := make([]found, 0, len(r.found))
	for _, f := range r.found {
		all = append(all, *f)
	}
	return all
}

// do has something read, after what was to be read before.
func (r *reader) do(read func(*found)) {
	into := &found{}
	r.found = append(r.found, into)
	r.tasks <- task{into, read}
}

func (r *reader) stdin(from io.Reader) error {
	if from == nil {
		from = os.Stdin
	}
	data, err := readText(from)
	if err != nil {
		return fmt.Errorf("reading standard input: %w", err)
	}
	r.text(&text{name: StdinName, kept: data}, data)
	return nil
}

// text has the documents of a text read.
func (r *reader) text(t *text, data []byte) {
	parts, problems := split(t, data)
	if len(problems) > 0 {
		r.do(func(into *found) { into.wrong(problems...) })
	}
	for from := 0; from < len(parts); from += batch {
		some := parts[from:min(from+batch, len(parts))]
		r.do(func(into *found) {
			for _, p := range some {
				into.read(p)
			}
		})
	}
}

// file has a file read. Small ones are read by the workers.
func (r *reader) file(path string) {
	const small = 256 << 10
	t := &text{name: path, path: path}
	if info, err := os.Stat(path); err == nil && info.Size() <= small {
		r.do(func(into *found) {
			data, err := readFile(path)
			if err != nil {
				into.wrong(unreadable(path, err))
				return
			}
			parts, problems := split(t, data)
			into.wrong(problems...)
			for _, p := range parts {
				into.read(p)
			}
		})
		return
	}
	data, err := readFile(path)
	if err != nil {
		r.do(func(into *found) { into.wrong(unreadable(path, err)) })
		return
	}
	r.text(t, data)
}

// unreadable tells of a file that cannot be read.
func unreadable(path string, err error) Problem {
	if fault, is := errors.AsType[*os.PathError](err); is {
		err = fault.Err
	}
	return Problem{Position: Position{File: path}, Cause: Unreadable, Message: "cannot be read: " + err.Error()}
}
