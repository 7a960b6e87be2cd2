package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/cli"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/render"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// rendering is F-12: what a reviewer waits for before a merge. The reference parses
// the same files with the same reader, and prints the same statuses with the same
// printer, but has them at hand: what is left is what deriving costs. Beside it
// stands what all of it costs against parsing alone. Compared is processor time.
var rendering = figure{
	id: "F-12", what: "`render` of 10,000 matters in files", against: "parsing them and printing the same bytes", goal: 1.5,
	measure: measureRendering,
}

func measureRendering(ctx context.Context, b *bench) (result, error) {
	cli.Hurry() // as the command does
	turns := map[size]int{quick: 5, full: 11}[b.size]
	dir, err := os.MkdirTemp("", "bench-firm-")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(dir)
	if err := firms.Write(dir, firms.Generate(firms.Shape{Matters: 10_000, Seed: 1, Namespace: "acme"})); err != nil {
		return result{}, err
	}
	set, err := parsed(ctx, dir)
	if err != nil {
		return result{}, err
	}
	known := slices.Collect(render.Firm(set.Objects("acme")))
	var printed counter
	var alone []float64 // what parsing took, of the references
	subject := func() error { return rendered(ctx, dir) }
	reference := func() error {
		began := processorTime()
		if _, err := parsed(ctx, dir); err != nil {
			return err
		}
		alone = append(alone, (processorTime() - began).Seconds())
		printed = 0
		return render.Documents(&printed, render.Known(slices.Values(known)))
	}
	took, err := interleaved(ctx, turns, subject, reference)
	if err != nil {
		return result{}, err
	}
	checking, err := measured(func() error { return checked(ctx, dir) })
	if err != nil {
		return result{}, err
	}
	compared := ratios(took.subject, took.reference, processor)
	return result{
		value: median(compared), spread: spreadOf(compared), control: spreadOf(ratios(took.again, took.reference, processor)),
		rows: []row{
			{"to render", both(took.subject)},
			{"to parse and print", both(took.reference)},
			{"to parse alone", seconds(median(alone)) + " of processor time"},
			{"to render, against parsing alone", fmt.Sprintf("%.2f", median(each(took.subject, processor))/median(alone))},
			{"`check` of them, once", fmt.Sprintf("%s, %.1f times what parsing takes", both([]cost{checking}), processor(checking)/median(alone))},
			{"waited, against waited", fmt.Sprintf("%.2f", median(ratios(took.subject, took.reference, wall)))},
			{"printed", fmt.Sprintf("%.1f MB", float64(printed)/1e6)},
		},
	}, nil
}

// both says what something took of the processors, and how long it was waited for.
func both(costs []cost) string {
	return seconds(median(each(costs, processor))) + " of processor time in " + seconds(median(each(costs, wall)))
}

// counter counts what is written to it.
type counter int

// Write implements io.Writer.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// parsed reads the files of a directory.
func parsed(ctx context.Context, dir string) (*manifests.Set, error) {
	set, err := manifests.Read(ctx, manifests.Options{Sources: []string{dir}})
	if err != nil {
		return nil, err
	}
	if problems := set.Problems(); len(problems) > 0 {
		return nil, fmt.Errorf("%d problems in what was generated, first %v", len(problems), problems[0])
	}
	return set, nil
}

// rendered does what the command does.
func rendered(ctx context.Context, dir string) error {
	set, err := parsed(ctx, dir)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(io.Discard)
	for _, namespace := range set.Namespaces() {
		if err := render.Documents(out, render.Tasks(set.Objects(namespace))); err != nil {
			return err
		}
	}
	return out.Flush()
}

// checked does what the command check does.
func checked(ctx context.Context, dir string) error {
	set, err := parsed(ctx, dir)
	if err != nil {
		return err
	}
	_, err = check.Files(ctx, set)
	return err
}
