package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"text/tabwriter"
	"time"
)

// formats print measurements.
var formats = map[string]func(io.Writer, []measurement) error{"table": asTable, "json": asJSON}

func asTable(w io.Writer, all []measurement) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "FIGURE\tVALUE\tGOAL\tOK\tSPREAD\tCONTROL\tWHAT")
	for _, m := range all {
		p := m.whole()
		fmt.Fprintf(out, "%s\t%s\t%s\t%t\t%s\t%s\t%s, against %s\n", m.id, p.said(), m.wanted(p), m.ok(), p.from(), p.control, m.what, m.against)
	}
	for _, m := range all {
		if m.why != "" {
			fmt.Fprintf(out, "\n%s  not reached: %s", m.id, m.why)
		}
		for _, r := range m.details() {
			fmt.Fprintf(out, "\n%s  %s: %s", m.id, r.what, r.value)
		}
	}
	fmt.Fprintln(out)
	return out.Flush()
}

// numbers are what programs read of a value.
type numbers struct {
	Value   *float64 `json:"value"` // null: it was not measured
	Goal    float64  `json:"goal"`
	OK      bool     `json:"ok"`
	Spread  *spread  `json:"spread"`
	Control *spread  `json:"control"` // null: it is a count
}

func (m measurement) numbers(p part) numbers {
	n := numbers{Goal: p.goal, OK: m.reaches(p)}
	if p.measured() {
		n.Value, n.Spread = new(rounded(p.value)), &spread{rounded(p.spread[0]), rounded(p.spread[1])}
	}
	if p.control != (spread{}) {
		n.Control = &spread{rounded(p.control[0]), rounded(p.control[1])}
	}
	return n
}

func asJSON(w io.Writer, all []measurement) error {
	type piece struct {
		What string `json:"what"`
		numbers
	}
	type entry struct {
		ID   string `json:"id"`
		What string `json:"what"`
		numbers
		Exactly bool    `json:"exactly,omitempty"`
		Why     string  `json:"why,omitempty"` // it is not ok
		Parts   []piece `json:"parts,omitempty"`
	}
	var printed struct {
		Figures []entry `json:"figures"`
	}
	for _, m := range all {
		e := entry{ID: m.id, What: m.what + ", against " + m.against, numbers: m.numbers(m.whole()), Exactly: m.exactly, Why: m.why}
		e.OK = m.ok()
		for _, p := range m.parts {
			e.Parts = append(e.Parts, piece{p.what, m.numbers(p)})
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
