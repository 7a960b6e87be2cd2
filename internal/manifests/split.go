package manifests

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// part is a document in a text: one of YAML, one value of JSON, or an item of a
// list in JSON.
type part struct {
	text   *text
	data   []byte
	offset int64
	line   int // of its first character, from 1
	column int // likewise
	json   bool

	hash   uint64 // of data, once it is asked for
	hashed bool
}

// position returns the position of a line and column within the part.
func (p *part) position(line, column int) Position {
	if line == 1 {
		column += p.column - 1
	}
	return Position{File: p.text.name, Line: p.line + line - 1, Column: column}
}

// after returns the position of the character at an offset within the part.
func (p *part) after(offset int) Position {
	before := p.data[:min(offset, len(p.data))]
	line := bytes.LastIndexByte(before, '\n') + 1
	return p.position(1+bytes.Count(before, newline), 1+utf8.RuneCount(before[line:]))
}

func (p *part) problem(at Position, cause Cause, format string, args ...any) Problem {
	return Problem{Position: at, Cause: cause, Message: fmt.Sprintf(format, args...)}
}

var (
	newline      = []byte("\n")
	marker       = []byte("---")
	byteOrder    = []byte("\xef\xbb\xbf")
	byteOrders16 = [][]byte{[]byte("\xff\xfe"), []byte("\xfe\xff")}
)

// split takes a text apart into its documents. What is not a text is a problem.
func split(t *text, data []byte) ([]*part, []Problem) {
	whole := &part{text: t, data: data, line: 1, column: 1}
	for _, mark := range byteOrders16 {
		if bytes.HasPrefix(data, mark) {
			return nil, []Problem{whole.problem(whole.position(1, 1), Unreadable, "UTF-16: save it as UTF-8")}
		}
	}
	if bytes.HasPrefix(data, byteOrder) {
		whole.data, whole.offset = data[len(byteOrder):], int64(len(byteOrder))
	}
	var parts []*part
	var problems []Problem
	for _, document := range documents(whole) {
		if at := notText(document.data); at >= 0 {
			problems = append(problems, document.problem(document.after(at), Unreadable, "not UTF-8"))
			continue
		}
		found, wrong := values(document)
		parts, problems = append(parts, found...), append(problems, wrong...)
	}
	return parts, problems
}

// documents cuts at lines that begin with ---. Such a line begins a document; it is
// nowhere else in YAML or JSON.
func documents(whole *part) []*part {
	var parts []*part
	begin, beginLine, line := 0, 1, 1
	cut := func(end int) {
		if !blank(whole.data[begin:end]) {
			parts = append(parts, &part{text: whole.text, data: whole.data[begin:end], offset: whole.offset + int64(begin), line: beginLine, column: 1})
		}
		begin, beginLine = end, line
	}
	for at := 0; at < len(whole.data); {
		if bytes.HasPrefix(whole.data[at:], marker) && at > begin {
			cut(at)
		}
		end := bytes.IndexByte(whole.data[at:], '\n')
		if end < 0 {
			break
		}
		at += end + 1
		line++
	}
	cut(len(whole.data))
	return parts
}

// blank says whether there is nothing but comments, spaces and a line of ---.
func blank(document []byte) bool {
	for line := range bytes.Lines(bytes.TrimPrefix(document, marker)) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			return false
		}
	}
	return true
}

// notText returns the offset of the first byte that is not UTF-8, -1 if all is.
func notText(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// values returns a document of YAML as it is, and one of JSON as its values: of
// lists their items, each on its own, as a firm in one list is large.
func values(document *part) ([]*part, []Problem) {
	data := bytes.TrimLeft(document.data, " \t\r\n")
	if len(data) == 0 || data[0] != '{' {
		return []*part{document}, nil
	}
	begin := len(document.data) - len(data)
	var parts []*part
	at := cursor{part: document, line: 1, column: 1}
	for decoder := json.NewDecoder(bytes.NewReader(data)); ; {
		var value json.RawMessage
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && document.text.isJSON() {
			return parts, []Problem{document.problem(document.after(begin+failedAt(err, decoder, len(data))), Malformed, "broken JSON: %s", reason(err))}
		}
		if err != nil { // YAML can look like JSON at first
			return []*part{document}, nil
		}
		end := begin + int(decoder.InputOffset())
		parts = append(parts, at.value(end-len(value), end))
	}
	return parts, nil
}

// cursor goes through a part from value to value.
type cursor struct {
	*part

	at, line, column int
}

// value returns the value of JSON from an offset, which is after those before, to
// another.
func (c *cursor) value(from, to int) *part {
	skipped := c.data[c.at:from]
	if lines := bytes.Count(skipped, newline); lines > 0 {
		c.line, c.column = c.line+lines, 1
		skipped = skipped[bytes.LastIndexByte(skipped, '\n')+1:]
	}
	c.column += utf8.RuneCount(skipped)
	c.at = from
	position := c.position(c.line, c.column)
	return &part{text: c.text, data: c.data[from:to], offset: c.offset + int64(from), line: position.Line, column: position.Column, json: true}
}

// failedAt returns the offset at which JSON is broken.
func failedAt(err error, decoder *json.Decoder, length int) int {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return max(int(syntax.Offset)-1, 0)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return length
	}
	return int(decoder.InputOffset())
}

func reason(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "it ends in the middle of a value"
	}
	return err.Error()
}
