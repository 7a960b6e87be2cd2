package firm

import (
	"fmt"
	"strings"
)

// statement is one statement of the language, cut into words.
type statement struct {
	line  int    // from 1
	text  string // the line on which it stands
	words []word
}

// word is a part of a line that an error can point at.
type word struct {
	text string
	at   int // its offset in the line
}

// statements cuts a text into statements.
func statements(text string) []statement {
	var all []statement
	for i, line := range strings.Split(text, "\n") {
		code, _, _ := strings.Cut(line, "#")
		for _, part := range split(word{text: code}, ";") {
			if words := fields(part); len(words) > 0 {
				all = append(all, statement{line: i + 1, text: line, words: words})
			}
		}
	}
	return all
}

// errorf returns an error that points at a word of the statement.
func (s statement) errorf(at word, format string, args ...any) error {
	code := strings.TrimLeft(s.text, " \t")
	indent := at.at - (len(s.text) - len(code))
	return fmt.Errorf("line %d: %s\n\t%s\n\t%s%s", s.line, fmt.Sprintf(format, args...),
		code, strings.Repeat(" ", indent), strings.Repeat("^", max(1, len(at.text))))
}

// fields cuts a word at white space.
func fields(w word) []word {
	var parts []word
	for _, part := range split(w, " ", "\t", "\r") {
		if part.text != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// split cuts a word at each of the separators, each a single byte.
func split(w word, separators ...string) []word {
	all := strings.Join(separators, "")
	var parts []word
	start := 0
	for i := range len(w.text) {
		if strings.IndexByte(all, w.text[i]) >= 0 {
			parts = append(parts, w.slice(start, i))
			start = i + 1
		}
	}
	return append(parts, w.slice(start, len(w.text)))
}

// cut cuts a word in two at the first separator.
func cut(w word, separator string) (before, after word, found bool) {
	i := strings.Index(w.text, separator)
	if i < 0 {
		return w, word{at: w.at + len(w.text)}, false
	}
	return w.slice(0, i), w.slice(i+len(separator), len(w.text)), true
}

func (w word) slice(from, to int) word { return word{text: w.text[from:to], at: w.at + from} }
