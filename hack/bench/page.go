package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"
)

// The page is written anew by every run. What people found out on the way to a goal
// is kept beside the figure, in tried/F-1.md and so on, and put in.
//
//go:embed tried
var tried embed.FS

// triedFor returns what was tried to reach a figure.
func triedFor(from fs.FS, id string) (string, error) {
	text, err := fs.ReadFile(from, "tried/"+id+".md")
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading what was tried for %s: %w", id, err)
	}
	return strings.TrimSpace(string(text)), nil
}

// writePage writes the page about all figures.
func writePage(path string, s size, all []measurement) error {
	text, err := page(s, all, tried)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}

func page(s size, all []measurement, tried fs.FS) (string, error) {
	var page strings.Builder
	fmt.Fprintf(&page, `# Benchmarks

How fast it is, compared with what nobody could do faster. %s measured and wrote this page
on %s: %s

| figure | what | against | goal | measured | from, to | control | reached |
|---|---|---|---|---|---|---|---|
`, "`make bench SIZE="+string(s)+"`", time.Now().UTC().Format(time.DateOnly), machine())
	for _, m := range all {
		p := m.whole()
		fmt.Fprintf(&page, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", m.id, m.what, m.against, m.wanted(p), p.said(), p.from(), p.control, m.verdict())
	}
	page.WriteString(`
Subject and reference run by turns. A figure is the median of what each turn of the subject is of each of the reference, "from, to" the least and
greatest of the pairs that ran one after the other; a percentile of few requests is one of all turns together. There are five pairs, and more where they do not agree on which side of the goal
they lie, until five more lie on one side than on the other or there is no time left (a quick run ends within five minutes). The API server collects its garbage before each
turn of which the time is taken as a whole. The control is the reference against itself, or what grows with the size by its nature: a difference that is smaller than
its spread says nothing. A figure without a control is a count, of what the API server was asked for. Of a figure with several parts
the table shows the one that is worst. Firms are made up from a seed (` + "`go run ./hack/firms`" + `): a few cases with many matters and many
small matters, timekeepers of whom a tenth has half of the work.
`)
	for _, m := range all {
		if err := section(&page, m, tried); err != nil {
			return "", err
		}
	}
	return page.String(), nil
}

// section tells the details of a figure.
func section(page *strings.Builder, m measurement, tried fs.FS) error {
	was, err := triedFor(tried, m.id)
	if err != nil {
		return err
	}
	rows := m.details()
	if len(rows) == 0 && was == "" {
		return nil
	}
	fmt.Fprintf(page, "\n## %s: %s\n", m.id, m.what)
	if len(rows) > 0 {
		page.WriteString("\n| | |\n|---|---|\n")
	}
	for _, r := range rows {
		fmt.Fprintf(page, "| %s | %s |\n", r.what, r.value)
	}
	if was != "" {
		fmt.Fprintf(page, "\n**What was tried.** %s\n", was)
	}
	return nil
}
