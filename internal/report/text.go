package report

import (
	"strings"
	"unicode"
)

// wrap lays phrases out in lines of at most width cells. It breaks between
// phrases where it can, else between words, and inside a word only where that
// alone is too long for a line. Nothing is ever cut off.
func wrap(width int, phrases []string) []string {
	p := paragraph{width: width}
	for _, phrase := range phrases {
		words := strings.Fields(clean(phrase))
		if whole := strings.Join(words, " "); cells(whole) <= width {
			p.add(whole)
			continue
		}
		p.lines = append(p.lines, "") // a long phrase begins a line
		for _, word := range words {
			first, rest := parts(word, width)
			p.add(first)
			p.lines = append(p.lines, rest...)
		}
	}
	return p.lines
}

// paragraph is lines as far as they are filled.
type paragraph struct {
	width int
	lines []string
}

// add puts text that fits in a line on this line or else on a new one.
func (p *paragraph) add(text string) {
	if text == "" {
		return
	}
	last := len(p.lines) - 1
	switch {
	case last >= 0 && p.lines[last] == "":
		p.lines[last] = text
	case last >= 0 && cells(p.lines[last])+1+cells(text) <= p.width:
		p.lines[last] += " " + text
	default:
		p.lines = append(p.lines, text)
	}
}

// parts breaks a word that is too long for a line: after the @ of an address,
// else after punctuation, else anywhere.
func parts(word string, width int) (first string, rest []string) {
	if cells(word) <= width {
		return word, nil
	}
	head := fill(word, width)
	if at := strings.IndexByte(head, '@'); at >= 0 {
		head = word[:at+1]
	} else if at := strings.LastIndexAny(head, "-._/:"); at >= 0 {
		head = word[:at+1]
	}
	next, more := parts(word[len(head):], width)
	return head, append([]string{next}, more...)
}

// fill returns as much of the start of text as fits in width, at least one character.
func fill(text string, width int) string {
	used := 0
	for i, r := range text {
		used += runeCells(r)
		if i > 0 && used > width {
			return text[:i]
		}
	}
	return text
}

// clean makes text that anybody may have written harmless to a terminal: without
// control characters, and without those that show nothing or turn others around.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		default:
			return r
		}
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// cells returns how many cells text takes on a terminal.
func cells(text string) int {
	n := 0
	for _, r := range text {
		n += runeCells(r)
	}
	return n
}

// wide are the letters and pictures that may take two cells. A gap in a line does
// less harm than a line too long, so that those in doubt are among them.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, // Hangul letters
		{Lo: 0x2300, Hi: 0x23ff, Stride: 1}, // technical signs
		{Lo: 0x25fd, Hi: 0x27bf, Stride: 1}, // pictures
		{Lo: 0x2b00, Hi: 0x2bff, Stride: 1}, // more signs
		{Lo: 0x2e80, Hi: 0xa4cf, Stride: 1}, // Chinese, Japanese, Yi
		{Lo: 0xa960, Hi: 0xa97f, Stride: 1}, // older Hangul letters
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, // Hangul
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1}, // more Chinese
		{Lo: 0xfe10, Hi: 0xfe6f, Stride: 1}, // their punctuation
		{Lo: 0xff00, Hi: 0xffef, Stride: 1}, // full-width forms
	},
	R32: []unicode.Range32{
		{Lo: 0x16fe0, Hi: 0x18dff, Stride: 1}, // Tangut and others
		{Lo: 0x1aff0, Hi: 0x1b2ff, Stride: 1}, // older Japanese
		{Lo: 0x1d300, Hi: 0x1d37f, Stride: 1}, // counting rods
		{Lo: 0x1f000, Hi: 0x3ffff, Stride: 1}, // pictures, rare Chinese
	},
}

// runeCells returns how many cells a character takes, or may take.
func runeCells(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.Is(wide, r):
		return 2
	default:
		return 1
	}
}
