package graph

import (
	"fmt"
	"strings"
	"unicode"
)

// count says how many there are.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// some names the first of some names, and how many others there are.
func some(names []string) string {
	if more := len(names) - maxNoted; more > 0 {
		return strings.Join(names[:maxNoted], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(names, ", ")
}

// clean makes text that anybody may have written fit to be drawn: without characters
// that show nothing, turn others around or are none of XML's.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		case r == 0xFFFE, r == 0xFFFF:
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// short is text that stands in a node or a card: clean, and not too long.
func short(text string) string {
	const most = 63 // the length of a name (W-2)
	runes := []rune(clean(text))
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most-1]) + "…"
}

// boldWidth is about how wide bold text is.
func boldWidth(text string, size int) int { return width(text, size) * 11 / 10 }

// width is about how wide text is, in pixels, in a sans-serif font of a size. It is
// rather too wide than too narrow: nobody knows which font will be there.
func width(text string, size int) int {
	thousandths := 0
	for _, r := range text {
		switch {
		case strings.ContainsRune("ijlI.,:;!'| ()[]ftr-", r):
			thousandths += 340
		case strings.ContainsRune("mwMW@%", r):
			thousandths += 920
		case r >= 'A' && r <= 'Z':
			thousandths += 740
		case r >= 0x1100:
			thousandths += 1050
		default:
			thousandths += 600
		}
	}
	return (thousandths*size + 999) / 1000
}

// wrapped lays text out in lines of at most so many pixels, as far as words allow.
func wrapped(text string, size, room int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && width(line+" "+word, size) > room {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	if line == "" {
		return lines
	}
	return append(lines, line)
}
