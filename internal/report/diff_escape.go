package report

import (
	"html"
	"regexp"
	"strings"
)

// What anybody may have written into a firm's files stands in a comment that others
// read: no name, reason or path may be taken for Markdown, for HTML, for a person or
// an issue to notify, or for a link. GitHub looks for these in all that is not code,
// entities and backslashes notwithstanding, so that only code is safe.

// The longest name and the longest sentence that are shown, in characters.
const (
	maxCode  = 400
	maxProse = 600
)

// code is text as code, on one line, in a table too.
func code(text string) string {
	text = oneLine(text, maxCode)
	if text == "" {
		return "–"
	}
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// codes are several names.
func codes(names []string) string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = code(name)
	}
	return strings.Join(all, ", ")
}

// htmlCode is text as code within HTML, where Markdown has no say.
func htmlCode(text string) string {
	return "<code>" + html.EscapeString(oneLine(text, maxCode)) + "</code>"
}

var (
	// word is a word in which there is nothing but letters: those of a sentence.
	word = regexp.MustCompile(`^["'(]*[\p{L}\p{N}]+(['’-][\p{L}\p{N}]+)*["')]*[,.;:]?$`)
	// reference is what GitHub takes for an issue or a commit.
	reference = regexp.MustCompile(`(?i)gh-\d|\b[0-9a-f]{7,64}\b`)
)

// prose is a sentence in which names may stand. What is not made of letters alone
// is code.
func prose(text string) string {
	var out []string
	var odd []string
	flush := func() {
		if len(odd) > 0 {
			out = append(out, code(strings.Join(odd, " ")))
			odd = nil
		}
	}
	for w := range strings.FieldsSeq(oneLine(text, maxProse)) {
		if !word.MatchString(w) || reference.MatchString(w) {
			odd = append(odd, w)
			continue
		}
		flush()
		out = append(out, w)
	}
	flush()
	return strings.Join(out, " ")
}

// oneLine is text without line ends and control characters, and without | which
// ends the cell of a table even in code; at most so long.
func oneLine(text string, most int) string {
	text = strings.Join(strings.Fields(clean(text)), " ")
	text = strings.ReplaceAll(text, "|", "¦")
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}
