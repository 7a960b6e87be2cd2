package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"sync"

	"github.com/matterplane/matterplane/internal/staffing"
)

// Documents derives statuses and prints them as documents of YAML.
func Documents(w io.Writer, tasks iter.Seq[Task]) error {
	for p := range printed(tasks, func(text []byte, o Object) ([]byte, error) {
		return AppendYAML(append(text, "---\n"...), o)
	}) {
		if err := p.write(w, 0); err != nil {
			return err
		}
	}
	return nil
}

// List derives statuses and prints them as one List of JSON.
func List(w io.Writer, tasks iter.Seq[Task]) error {
	if _, err := io.WriteString(w, `{"apiVersion":"v1","kind":"List","items":[`); err != nil {
		return err
	}
	const separator = ",\n"
	begun := 1 // before the first no comma
	for p := range printed(tasks, func(text []byte, o Object) ([]byte, error) {
		printed, err := JSON(o)
		return append(append(text, separator...), printed...), err
	}) {
		if err := p.write(w, begun); err != nil {
			return err
		}
		begun = 0
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}

// JSON returns an object as JSON, without the times of conditions: nobody knows when
// a cluster will come to think so.
func JSON(o Object) ([]byte, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("printing %s %s: %w", o.Kind, o.Metadata.Name, err)
	}
	return timeless(text), nil
}

// timeless returns JSON without times that are not there.
func timeless(text []byte) []byte {
	// Inside of a string its quotes would be escaped.
	return bytes.ReplaceAll(text, []byte(`"lastTransitionTime":null,`), nil)
}

// pages are texts to be printed over.
var pages = sync.Pool{New: func() any { return &page{} }}

// page is some objects as they are printed, or why one of them cannot be.
type page struct {
	text []byte
	err  error
}

// printed derives and prints objects on all processors: each is printed where it was
// derived, while it is at hand.
func printed(tasks iter.Seq[Task], as func([]byte, Object) ([]byte, error)) iter.Seq[*page] {
	return inOrder(tasks, func() func([]Task) *page {
		w := &worker{room: &staffing.Room{}}
		return func(tasks []Task) *page {
			p, _ := pages.Get().(*page)
			p.text, p.err = p.text[:0], nil
			for _, task := range tasks {
				if p.err == nil {
					p.text, p.err = as(p.text, task(w))
				}
			}
			return p
		}
	})
}

// write writes what is printed from there on, and gives the page back.
func (p *page) write(w io.Writer, from int) error {
	defer pages.Put(p)
	if p.err != nil {
		return p.err
	}
	_, err := w.Write(p.text[from:])
	return err
}
