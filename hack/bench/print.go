package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"text/tabwriter"
	"time"
)

// measurement is a figure and what came of it.
type measurement struct {
	figure
	result
}

func (m measurement) ok() bool {
	if m.why != "" {
		return false
	}
	return m.value == m.goal || (!m.exactly && m.value < m.goal)
}

// measured says whether there is a value at all.
func (m measurement) measured() bool { return !math.IsNaN(m.value) }

func (m measurement) said() string { return m.unlessUnmeasured(fmt.Sprintf("%.2f", m.value)) }

func (m measurement) from() string { return m.unlessUnmeasured(m.spread.String()) }

func (m measurement) unlessUnmeasured(text string) string {
	if !m.measured() {
		return "–"
	}
	return text
}

func (m measurement) wanted() string {
	if m.exactly {
		return fmt.Sprintf("= %.2f", m.goal)
	}
	return fmt.Sprintf("≤ %.2f", m.goal)
}

func (m measurement) verdict() string {
	switch {
	case m.ok():
		return "yes"
	case m.why != "":
		return "**no**: " + m.why
	}
	return "**no**"
}

// formats print measurements.
var formats = map[string]func(io.Writer, []measurement) error{"table": asTable, "json": asJSON}

func asTable(w io.Writer, all []measurement) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "FIGURE\tVALUE\tGOAL\tOK\tSPREAD\tCONTROL\tWHAT")
	for _, m := range all {
		fmt.Fprintf(out, "%s\t%s\t%s\t%t\t%s\t%s\t%s, against %s\n", m.id, m.said(), m.wanted(), m.ok(), m.from(), m.control, m.what, m.against)
	}
	for _, m := range all {
		if m.why != "" {
			fmt.Fprintf(out, "\n%s  not reached: %s", m.id, m.why)
		}
		for _, r := range m.rows {
			fmt.Fprintf(out, "\n%s  %s: %s", m.id, r.what, r.value)
		}
	}
	fmt.Fprintln(out)
	return out.Flush()
}

// String implements fmt.Stringer. What is counted has no control.
func (s spread) String() string {
	if s == (spread{}) {
		return "–"
	}
	return fmt.Sprintf("%.2f to %.2f", s[0], s[1])
}

func asJSON(w io.Writer, all []measurement) error {
	type entry struct {
		ID      string   `json:"id"`
		What    string   `json:"what"`
		Value   *float64 `json:"value"` // null: it was not measured
		Goal    float64  `json:"goal"`
		Exactly bool     `json:"exactly,omitempty"`
		OK      bool     `json:"ok"`
		Why     string   `json:"why,omitempty"` // it is not
		Spread  *spread  `json:"spread"`
		Control *spread  `json:"control"` // null: it is a count
	}
	var printed struct {
		Figures []entry `json:"figures"`
	}
	for _, m := range all {
		e := entry{ID: m.id, What: m.what + ", against " + m.against, Goal: m.goal, Exactly: m.exactly, OK: m.ok(), Why: m.why}
		if m.measured() {
			e.Value, e.Spread = new(rounded(m.value)), &spread{rounded(m.spread[0]), rounded(m.spread[1])}
		}
		if m.control != (spread{}) {
			e.Control = &spread{rounded(m.control[0]), rounded(m.control[1])}
		}
		printed.Figures = append(printed.Figures, e)
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(printed)
}

func rounded(value float64) float64 { return math.Round(value*1000) / 1000 }

func seconds(s float64) string {
	return time.Duration(s * float64(time.Second)).Round(time.Millisecond).String()
}

// writePage writes the page about all figures.
func writePage(path string, s size, all []measurement) error {
	var page strings.Builder
	fmt.Fprintf(&page, `# Benchmarks

How fast it is, compared with what nobody could do faster; %s writes this page.

| figure | what | against | goal | measured | from, to | control | reached |
|---|---|---|---|---|---|---|---|
`, "`make bench SIZE=full`")
	for _, m := range all {
		fmt.Fprintf(&page, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", m.id, m.what, m.against, m.wanted(), m.said(), m.from(), m.control, m.verdict())
	}
	page.WriteString(`
F-1 and F-2 compare time waited, F-11 and F-12 processor time; the others of a real cluster count what its API server was asked for. Subject and reference run by turns and are compared pair by pair: a figure is the median of
the pairs, "from, to" their least and greatest. The control is the reference against itself, or what grows with the size by its nature: a difference
that is smaller than its spread says nothing. Firms are made up from a seed (` + "`go run ./hack/firms`" + `): a few cases with many
matters and many small matters, timekeepers of whom a tenth has half of the work.
`)
	for _, m := range all {
		if len(m.rows) == 0 {
			continue
		}
		fmt.Fprintf(&page, "\n## %s: %s\n\n| | |\n|---|---|\n", m.id, m.what)
		for _, r := range m.rows {
			fmt.Fprintf(&page, "| %s | %s |\n", r.what, r.value)
		}
	}
	fmt.Fprintf(&page, "\n## The machine\n\nSize `%s`, on %s. %s\n", s, time.Now().UTC().Format(time.DateOnly), machine())
	if err := os.WriteFile(path, []byte(page.String()), 0o644); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}
