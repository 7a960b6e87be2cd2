package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/cli"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/render"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// rendering is F-12: what a reviewer waits for before a merge. The reference parses
// the same files with the same reader, and prints as many bytes with the same printer,
// of a few statuses over and over: to keep all of them at hand would make collecting
// garbage dear for both. What is left is what deriving costs. Beside it stands what all
// of it costs against parsing alone, and the least that this can be: parsing, and
// putting the lines that are printed one behind the other, which no printer can spare.
// Compared is processor time. A full run tells besides what `check` takes.
var rendering = figure{
	id: "F-12", what: "`render` of 10,000 matters in files", against: "parsing them and printing as many bytes", goal: renderGoal, alone: true,
	measure: measureRendering,
}

const renderGoal = 1.5

// hurry has garbage collected as the command has it, until what it returns is called.
func hurry() (unhurried func()) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	debug.SetGCPercent(percent)
	cli.Hurry()
	return func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) }
}

func measureRendering(ctx context.Context, b *bench) (result, error) {
	defer hurry()()
	most := map[size]int{quick: 7, full: 11}[b.size]
	dir, err := os.MkdirTemp("", "bench-firm-")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(dir)
	if err := firms.Write(dir, firms.Generate(firms.Shape{Matters: 10_000, Seed: 1, Namespace: "acme"})); err != nil {
		return result{}, err
	}
	parts, few, err := partsOf(ctx, dir)
	if err != nil {
		return result{}, err
	}
	var alone []cost // what parsing took, of the references
	subject := func() (cost, error) { return measured(func() error { return rendered(ctx, dir) }) }
	reference := func() (cost, error) {
		return measured(func() error {
			parsing, err := timed(func() error { _, err := parsed(ctx, dir); return err })
			alone = append(alone, parsing)
			return errors.Join(err, printed(few, parts.bytes))
		})
	}
	took, err := alternately(ctx, clearly(5, most, ratio(renderGoal, processor)), subject, reference)
	if err != nil {
		return result{}, err
	}
	alone = alone[1:] // the first turn does not count
	compared := ratios(took.subject, took.reference, processor)
	r := result{
		value: took.value(processor), spread: spreadOf(compared), control: spreadOf(ratios(took.again, took.reference, processor)),
		rows: slices.Concat([]row{
			{"turns", fmt.Sprint(len(took.subject))},
			{"to render", both(took.subject)},
			{"to parse and print", both(took.reference)},
			{"to parse alone", both(alone)},
			{"waited, against waited", fmt.Sprintf("%.2f", took.value(wall))},
		}, againstParsing(took.subject, alone, parts)),
	}
	r.tell("printed", "%.1f MB in %d lines", float64(parts.bytes)/1e6, parts.lines)
	if b.size == full {
		err = tellChecking(ctx, &r, dir, alone)
	}
	return r, err
}

// tellChecking tells what `check` takes of the same files.
func tellChecking(ctx context.Context, r *result, dir string, alone []cost) error {
	checking, err := measured(func() error { return checked(ctx, dir) })
	if err != nil {
		return err
	}
	r.tell("`check` of them, once", "%s, %.1f times what parsing takes", both([]cost{checking}), processor(checking)/median(each(alone, processor)))
	return nil
}

// againstParsing compares what rendering took with what parsing alone did in the same
// turn.
func againstParsing(subject, alone []cost, parts parts) []row {
	rows := []row{{"to derive alone", both(parts.deriving)}, {"to print alone", both(parts.printing)}, {"to copy the printed lines alone", both(parts.copying)}}
	for _, by := range []struct {
		what string
		of   func(cost) float64
	}{{"processor time", processor}, {"time waited", wall}} {
		all, parsing := ratios(subject, alone, by.of), median(each(alone, by.of))
		rows = append(rows, row{
			"to render, against parsing alone, " + by.what,
			fmt.Sprintf("%.2f (%.2f to %.2f)", median(all), spreadOf(all)[0], spreadOf(all)[1]),
		}, row{
			"parsing and copying the lines, against parsing alone, " + by.what,
			fmt.Sprintf("%.2f", 1+median(each(parts.copying, by.of))/parsing),
		})
	}
	return rows
}

// parts is what the parts of rendering take, each alone.
type parts struct {
	deriving, printing, copying []cost
	bytes, lines                int
}

// partsOf measures them, and returns a few of the statuses.
func partsOf(ctx context.Context, dir string) (parts, []render.Object, error) {
	set, err := parsed(ctx, dir)
	if err != nil {
		return parts{}, nil, err
	}
	firm := set.Objects("acme")
	known := slices.Collect(render.Firm(firm))
	var few []render.Object
	for i := 0; i < len(known); i += 50 {
		few = append(few, known[i])
	}
	var text bytes.Buffer
	if err := render.Documents(&text, render.Known(slices.Values(known))); err != nil {
		return parts{}, nil, err
	}
	lines := bytes.SplitAfter(text.Bytes(), []byte("\n"))
	p := parts{bytes: text.Len(), lines: len(lines)}
	for range 3 { // they are told, not judged
		for _, part := range []struct {
			into *[]cost
			run  func() error
		}{
			{&p.deriving, func() error { derive(firm); return nil }},
			{&p.printing, func() error { return render.Documents(io.Discard, render.Known(slices.Values(known))) }},
			{&p.copying, func() error { copied(lines); return nil }},
		} {
			took, err := measured(part.run)
			if err := errors.Join(err, ctx.Err()); err != nil {
				return parts{}, nil, err
			}
			*part.into = append(*part.into, took)
		}
	}
	return p, few, nil
}

// printed prints some statuses over and over, as often as it takes until so many bytes
// are printed.
func printed(some []render.Object, size int) error {
	var once bytes.Buffer
	if err := render.Documents(&once, render.Known(slices.Values(some))); err != nil {
		return err
	}
	return render.Documents(io.Discard, render.Known(func(yield func(render.Object) bool) {
		for done := once.Len(); done < size; done += once.Len() {
			for _, o := range some {
				if !yield(o) {
					return
				}
			}
		}
	}))
}

// copied puts lines one behind the other, on pages that are used again.
func copied(lines [][]byte) {
	var page []byte
	for i, line := range lines {
		if i%8192 == 0 {
			page = page[:0]
		}
		page = append(page, line...)
	}
}

// both says what something took of the processors, and how long it was waited for.
func both(costs []cost) string {
	return seconds(median(each(costs, processor))) + " of processor time in " + seconds(median(each(costs, wall)))
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
