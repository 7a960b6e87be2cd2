package report

import (
	"fmt"
	"strings"
)

// gap is the space between two columns.
const gap = 2

// cell is the text of one column of a row. It is wrapped inside the column.
type cell struct {
	phrases []string
	color   color
	right   bool // aligned to the right, as numbers are
}

func say(c color, phrases ...string) cell {
	return cell{phrases: phrases, color: c}
}

// number is a cell aligned to the right.
func number(c color, digits string) cell {
	return cell{phrases: []string{digits}, color: c, right: true}
}

// margin begins every line of a row: so many cells, and a mark may stand in the
// last but one.
type margin struct {
	indent int
	mark   string
	color  color
	once   bool // the mark is on the first line only
}

// row prints cells side by side, each wrapped in its width. The margin takes its
// cells from the first column, so that rows with different margins stay aligned.
func (p *page) row(m margin, widths []int, row ...cell) {
	columns := make([][]string, len(row))
	height := 0
	for i, c := range row {
		columns[i] = wrap(inner(m, widths, i), c.phrases)
		height = max(height, len(columns[i]))
	}
	for n := range height {
		line := make([]string, len(row))
		for i, c := range row {
			text := ""
			if n < len(columns[i]) {
				text = columns[i][n]
			}
			space := strings.Repeat(" ", inner(m, widths, i)-cells(text))
			line[i] = p.style.paint(c.color, text) + space
			if c.right {
				line[i] = space + p.style.paint(c.color, text)
			}
		}
		text := p.start(m, n) + strings.Join(line, strings.Repeat(" ", gap))
		fmt.Fprintln(p.out, strings.TrimRight(text, " "))
	}
}

// start is the margin of the nth line.
func (p *page) start(m margin, n int) string {
	if m.mark == "" || n > 0 && m.once {
		return strings.Repeat(" ", m.indent)
	}
	return strings.Repeat(" ", m.indent-2) + p.style.paint(m.color, m.mark) + " "
}

// inner is the width of a column, less the margin in the first.
func inner(m margin, widths []int, column int) int {
	if column == 0 {
		return widths[0] - m.indent
	}
	return widths[column]
}

// text prints phrases over the whole width.
func (p *page) text(m margin, c color, phrases ...string) {
	p.row(m, []int{p.style.Width}, say(c, phrases...))
}

// blank prints an empty line.
func (p *page) blank() {
	fmt.Fprintln(p.out)
}

// rule prints a line from one side to the other.
func (p *page) rule(mark string) {
	fmt.Fprintln(p.out, p.style.paint(dim, strings.Repeat(mark, p.style.Width)))
}
