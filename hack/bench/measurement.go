package main

import (
	"fmt"
	"math"
)

// measurement is a figure and what came of it.
type measurement struct {
	figure
	result
}

// whole is the figure as one value: of several parts the one that is worst, as measured
// by its goal.
func (m measurement) whole() part {
	if len(m.parts) == 0 {
		return part{m.what, m.goal, m.value, m.spread, m.control}
	}
	worst := m.parts[0]
	for _, p := range m.parts[1:] {
		// What was not measured is worse than any value.
		if worst.measured() && (!p.measured() || p.value/p.goal > worst.value/worst.goal) {
			worst = p
		}
	}
	return worst
}

// ok says whether the figure is reached, with all its parts.
func (m measurement) ok() bool {
	return m.why == "" && m.reaches(m.whole())
}

// reaches says whether a part of the figure is reached.
func (m measurement) reaches(p part) bool {
	return p.value == p.goal || (!m.exactly && p.value < p.goal)
}

func (m measurement) wanted(p part) string {
	if m.exactly {
		return fmt.Sprintf("= %.2f", p.goal)
	}
	return fmt.Sprintf("≤ %.2f", p.goal)
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

// details are the rows of the figure, after those of its parts.
func (m measurement) details() []row {
	var rows []row
	for _, p := range m.parts {
		rows = append(rows, row{p.what, fmt.Sprintf("%s, wanted %s (%s; control %s)", p.said(), m.wanted(p), p.from(), p.control)})
	}
	return append(rows, m.rows...)
}

// measured says whether there is a value at all.
func (p part) measured() bool { return !math.IsNaN(p.value) }

func (p part) said() string { return p.unlessUnmeasured(fmt.Sprintf("%.2f", p.value)) }

func (p part) from() string { return p.unlessUnmeasured(p.spread.String()) }

func (p part) unlessUnmeasured(text string) string {
	if !p.measured() {
		return "–"
	}
	return text
}

// String implements fmt.Stringer. What is counted has no control.
func (s spread) String() string {
	if s == (spread{}) {
		return "–"
	}
	return fmt.Sprintf("%.2f to %.2f", s[0], s[1])
}
