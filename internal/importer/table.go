package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/matterplane/matterplane/internal/manifests"
)

// The bounds of a table.
const (
	// MaxBytes is the size of a table.
	MaxBytes = 64 << 20
	maxRows  = 200_000
	maxField = 32 << 10
	// maxFaults is how many rows of a table that cannot be read are told.
	maxFaults = 1000
)

// Table is a table as it was exported.
type Table struct {
	Kind Kind
	// File is how it is called in findings.
	File string
	Data []byte
}

// cell is what a row says in a column, and where.
type cell struct {
	header string // as the table has it; empty for a row as a whole
	text   string
	at     manifests.Position
}

// row is what a table says of one thing.
type row struct {
	kind  Kind
	at    *cell
	cells map[string]*cell // by the names of the columns; those that say something
	heads map[string]*cell // the headers that there are, likewise
	whole bool             // all its cells are in their columns
}

// get returns what a row says in a column, nil if it says nothing.
func (r row) get(column string) *cell { return r.cells[column] }

// reader takes a table apart.
type reader struct {
	*Import

	table  Table
	csv    *csv.Reader
	starts []int // where lines begin in the text
	first  int   // how many lines stood before the header
	heads  []head
	read   map[string]*cell // the headers of columns that are read, by the columns' names
}

// head is the header of a column.
type head struct {
	cell

	column *Column // nil where the column is not read
	left   bool    // what is below is left out, as it was said to be
	wrong  bool    // what is below has no name: it must be empty
}

// rows returns the rows of a table that say anything.
func (m *Import) rows(t Table) []row {
	r := &reader{Import: m, table: t}
	text, ok := r.plain(t.Data)
	if !ok {
		return nil
	}
	delimiter, text := r.delimiter(text)
	r.starts = []int{0}
	for i, b := range text {
		if b == '\n' {
			r.starts = append(r.starts, i+1)
		}
	}
	r.csv = csv.NewReader(bytes.NewReader(text))
	r.csv.Comma, r.csv.FieldsPerRecord, r.csv.ReuseRecord = delimiter, -1, true
	header, err := r.csv.Read()
	if err != nil {
		r.wrong(r.place(1, 1), "Malformed", "there is no header: the first line must name the columns", columnsCure(t.Kind))
		return nil
	}
	if !r.header(header, text) {
		return nil
	}
	return r.body(text)
}

// plain returns the text without a byte order mark, and whether it is text in UTF-8.
func (r *reader) plain(data []byte) ([]byte, bool) {
	const cure = "Save the table as CSV UTF-8."
	switch {
	case len(data) > MaxBytes:
		r.wrong(r.place(0, 0), "TooLarge", fmt.Sprintf("is larger than %d MiB", MaxBytes>>20), "Import it in parts.")
		return nil, false
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		r.wrong(r.place(0, 0), "Malformed", "is text in UTF-16", cure)
		return nil, false
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		r.wrong(r.place(0, 0), "Malformed", "is a workbook, not a table in text", cure)
		return nil, false
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(data, '\n') < 0 { // as the oldest spreadsheets end lines
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	for line, at := 1, 0; at < len(data); line++ {
		end := bytes.IndexByte(data[at:], '\n') + 1
		if end == 0 {
			end = len(data) - at
		}
		if text := data[at : at+end]; !utf8.Valid(text) {
			valid := 0
			for c, size := utf8.DecodeRune(text); c != utf8.RuneError || size > 1; c, size = utf8.DecodeRune(text[valid:]) {
				valid += size
			}
			r.wrong(r.place(line, utf8.RuneCount(text[:valid])+1), "Malformed", "is no text in UTF-8: letters would be lost", cure)
			return nil, false
		}
		at += end
	}
	return data, true
}

// delimiter returns what separates cells: what was said, what the first line says, or
// what lets the header name most columns.
func (r *reader) delimiter(text []byte) (rune, []byte) {
	if line, rest, _ := bytes.Cut(text, []byte("\n")); len(bytes.TrimRight(line, "\r")) == 5 && bytes.HasPrefix(line, []byte("sep=")) {
		r.first = 1
		return rune(line[4]), rest
	}
	if r.options.Delimiter != 0 {
		return r.options.Delimiter, text
	}
	best, most := ',', 0
	for _, delimiter := range []rune{',', ';', '\t'} {
		first := csv.NewReader(bytes.NewReader(text))
		first.Comma = delimiter
		header, err := first.Read()
		known := 0
		for _, name := range header {
			if err == nil && column(r.table.Kind, name) != nil {
				known++
			}
		}
		if known > most {
			best, most = delimiter, known
		}
	}
	return best, text
}

// place is a place in the table.
func (r *reader) place(line, column int) *cell {
	return &cell{at: manifests.Position{File: r.table.File, Line: line, Column: column}}
}

// pos is where the cell begins that was read last as the i-th. Columns count characters.
func (r *reader) pos(i int, text []byte) manifests.Position {
	line, column := r.csv.FieldPos(i)
	start := r.starts[min(line, len(r.starts))-1]
	end := min(start+column-1, len(text))
	return manifests.Position{File: r.table.File, Line: line + r.first, Column: utf8.RuneCount(text[start:end]) + 1}
}

// body reads the rows below the header.
func (r *reader) body(text []byte) []row {
	var rows []row
	for faults := 0; faults < maxFaults; {
		record, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		fault, is := errors.AsType[*csv.ParseError](err)
		if err != nil && !is {
			r.wrong(r.place(0, 0), "Malformed", err.Error(), "")
			return rows
		}
		if is {
			faults++
			r.wrong(r.place(fault.Line+r.first, 0), "Malformed", "is no row: "+fault.Err.Error(),
				`Put a cell that has quotation marks into quotation marks, and double its own: "the ""Star"" matter".`)
			continue
		}
		if len(rows) == maxRows {
			r.wrong(&cell{at: r.pos(0, text)}, "TooLarge", fmt.Sprintf("has more than %d rows", maxRows), "Import it in parts.")
			return rows
		}
		if read, says := r.row(record, text); says {
			rows = append(rows, read)
		}
	}
	return rows
}

// row reads a row, and says whether it says anything.
func (r *reader) row(record []string, text []byte) (row, bool) {
	read := row{kind: r.table.Kind, at: &cell{at: r.pos(0, text)}, cells: make(map[string]*cell, len(record)), heads: r.read}
	read.whole = true
	says := false
	for i, content := range record {
		if strings.TrimSpace(content) == "" {
			continue
		}
		says = true
		if i >= len(r.heads) {
			break
		}
		h := r.heads[i]
		c := &cell{header: h.text, at: r.pos(i, text)}
		var fault string
		switch c.text, fault = clean(content); {
		case h.left:
		case h.wrong:
			r.wrong(c, "UnknownField", "stands in a column without a header: nobody can tell what it says", "Name the column in the first line, or empty it.")
		case fault != "":
			r.wrong(c, "Malformed", fault, "Type it anew.")
		case h.column != nil:
			read.cells[h.column.Name] = c
		}
	}
	if says && len(record) != len(r.heads) {
		r.wrong(read.at, "Malformed", fmt.Sprintf("the row has %d cells, and the header %d: what it says may stand in the wrong column", len(record), len(r.heads)),
			"Quote cells that hold what separates cells, and write empty ones too.")
		read.whole = false
		maps.DeleteFunc(read.cells, func(column string, _ *cell) bool { return !slices.Contains(identity, column) })
	}
	return read, says
}

// identity are the columns by which others know a row: of one that cannot be trusted
// they are all that is read, so that nobody is told to be missing who is there.
var identity = []string{colObjectName, colEmail, colGivenName, colFamilyName, colFullName, colNumber, colDisplayName}

// clean returns what a cell says, with single blanks for all that is blank, and what is
// wrong with it, if anything is: what cannot be seen must not tell names apart.
func clean(content string) (text, fault string) {
	if len(content) > maxField {
		return "", fmt.Sprintf("is longer than %d KiB", maxField>>10)
	}
	text = strings.Join(strings.Fields(content), " ")
	for _, c := range text {
		if !unicode.IsGraphic(c) || c == utf8.RuneError {
			return "", fmt.Sprintf("holds a character that cannot be seen: %U", c)
		}
	}
	return text, ""
}
