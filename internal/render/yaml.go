package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"unicode/utf8"

	"sigs.k8s.io/yaml"
)

// YAML returns an object as YAML, byte for byte as kubectl would print it.
//
// The library takes the JSON apart into maps and puts these together again, which
// takes longer than to read and derive a firm. What statuses are made of, words and
// sentences, needs none of its care: it is printed here, and all else there.
func YAML(o Object) ([]byte, error) {
	text, err := JSON(o)
	if err != nil {
		return nil, err
	}
	if printed, ok := plainYAML(text); ok {
		return printed, nil
	}
	if text, err = yaml.JSONToYAML(text); err != nil {
		return nil, fmt.Errorf("printing %s %s: %w", o.Kind, o.Metadata.Name, err)
	}
	return text, nil
}

// plainYAML prints an object of JSON, if it holds nothing but what it knows how the
// library prints.
func plainYAML(text []byte) ([]byte, bool) {
	if len(text) == 0 || text[0] != '{' {
		return nil, false
	}
	nodes, _ := spare.Get().(*[]node)
	defer spare.Put(nodes)
	d := document{json: text, yaml: make([]byte, 0, len(text)+len(text)/4), nodes: append((*nodes)[:0], node{scalar: []byte("null")})}
	defer func() { *nodes = d.nodes }()
	root := d.value() // the first node is nobody's
	if d.strange || d.at != len(text) || d.nodes[root].first == 0 {
		return nil, false
	}
	d.object(root, 0, true)
	return append(d.yaml, '\n'), !d.strange
}

// spare are nodes to be used again.
var spare = sync.Pool{New: func() any { return new([]node) }}

// document is JSON that becomes YAML.
type document struct {
	json    []byte
	at      int // what is to be read of it
	nodes   []node
	yaml    []byte
	line    int  // where its last line begins
	strange bool // it is for the library
}

// node is a value of JSON.
type node struct {
	key         []byte
	scalar      []byte // as it is written; empty for objects and lists
	list        bool
	first, next int // the first value in it and the next one beside it; 0 for none
}

// value reads a value, and returns its node. The JSON is valid and has no spaces.
func (d *document) value() int {
	at := len(d.nodes)
	d.nodes = append(d.nodes, node{})
	switch d.json[d.at] {
	case '{', '[':
		d.nodes[at].list = d.json[d.at] == '['
		d.members(at)
	default:
		d.nodes[at].scalar = d.scalar()
	}
	return at
}

// members reads what is in an object or a list, up to its end.
func (d *document) members(of int) {
	list, last := d.nodes[of].list, 0
	for d.at++; d.json[d.at] != '}' && d.json[d.at] != ']'; {
		var key []byte
		if !list {
			key = bytes.Trim(d.scalar(), `"`)
			d.strange = d.strange || !isPlainKey(key)
			d.at++ // the colon
		}
		member := d.value()
		d.nodes[member].key = key
		if last == 0 {
			d.nodes[of].first = member
		} else {
			d.nodes[last].next = member
		}
		last = member
		if d.json[d.at] == ',' {
			d.at++
		}
	}
	d.at++
}

// scalar reads a string, a number or a word.
func (d *document) scalar() []byte {
	from := d.at
	if d.json[from] != '"' {
		for d.json[d.at] != ',' && d.json[d.at] != ']' && d.json[d.at] != '}' {
			d.at++
		}
		return d.json[from:d.at]
	}
	for d.at++; d.json[d.at] != '"'; d.at++ {
		if d.json[d.at] == '\\' {
			d.at++
		}
	}
	d.at++
	return d.json[from:d.at]
}

// isPlainKey says whether a key is of letters alone, and not a word that means
// something in YAML.
func isPlainKey(key []byte) bool {
	for _, b := range key {
		if !isLetter(b) {
			return false
		}
	}
	return len(key) > 0 && len(key) <= 64 && !meansSomething[string(key)]
}

// object prints the members of an object by their keys. The first may stand where
// the line is already begun.
func (d *document) object(of, indent int, begun bool) {
	members := make([]int, 0, 8)
	for m := d.nodes[of].first; m != 0; m = d.nodes[m].next {
		members = append(members, m)
	}
	slices.SortFunc(members, func(a, b int) int { return bytes.Compare(d.nodes[a].key, d.nodes[b].key) })
	for i, m := range members {
		if i > 0 || !begun {
			d.newLine(indent)
		}
		d.yaml = append(append(d.yaml, d.nodes[m].key...), ':')
		d.member(m, indent)
	}
}

// member prints what stands behind a key.
func (d *document) member(at, indent int) {
	n := &d.nodes[at]
	switch {
	case n.scalar != nil || n.first == 0:
		d.yaml = append(d.yaml, ' ')
		d.small(at, indent)
	case n.list:
		for m := n.first; m != 0; m = d.nodes[m].next {
			d.newLine(indent)
			d.yaml = append(d.yaml, "- "...)
			d.item(m, indent)
		}
	default:
		d.object(at, indent+2, false)
	}
}

// item prints an item of a list, where its dash is already.
func (d *document) item(at, indent int) {
	n := &d.nodes[at]
	switch {
	case n.scalar != nil || n.first == 0:
		d.small(at, indent)
	case n.list:
		d.strange = true
	default:
		d.object(at, indent+2, true)
	}
}

// small prints a scalar, or an object or a list in which there is nothing.
func (d *document) small(at, indent int) {
	n := &d.nodes[at]
	switch {
	case n.scalar == nil && n.list:
		d.yaml = append(d.yaml, "[]"...)
	case n.scalar == nil:
		d.yaml = append(d.yaml, "{}"...)
	case n.scalar[0] == '"':
		d.text(n.scalar, indent+2)
	case n.scalar[0] <= '9' && (len(n.scalar) > 15 || bytes.ContainsAny(n.scalar, ".eE")):
		d.strange = true // a number that is not whole, or large
	default:
		d.yaml = append(d.yaml, n.scalar...)
	}
}

// newLine ends the line, unless it is the first, and begins another one.
func (d *document) newLine(indent int) {
	if len(d.yaml) > 0 {
		d.yaml = append(d.yaml, '\n')
	}
	d.line = len(d.yaml)
	for range indent {
		d.yaml = append(d.yaml, ' ')
	}
}

// text prints a string of JSON; where it is long it goes on in lines that are
// indented so far.
func (d *document) text(quoted []byte, indent int) {
	value := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(value, '\\') >= 0 {
		var s string
		if json.Unmarshal(quoted, &s) != nil {
			d.strange = true
			return
		}
		value = []byte(s)
	}
	switch manner(value) {
	case plain:
		d.folded(value, indent, false)
	case singleQuoted:
		d.yaml = append(d.yaml, '\'')
		d.folded(value, indent, true)
		d.yaml = append(d.yaml, '\'')
	case doubleQuoted:
		d.yaml = append(append(append(d.yaml, '"'), value...), '"')
	case strange:
		d.strange = true
	}
}

// width is after how many columns the library begins a new line at the next space.
const width = 80

// folded prints words, those in quotes with their own quotes twice.
func (d *document) folded(value []byte, indent int, inQuotes bool) {
	column := utf8.RuneCount(d.yaml[d.line:])
	for i, b := range value {
		// It begins and ends with no space, and no two stand together.
		if b == ' ' && column > width {
			d.newLine(indent)
			column = indent
			continue
		}
		if b == '\'' && inQuotes {
			d.yaml = append(d.yaml, '\'')
			column++
		}
		d.yaml = append(d.yaml, value[i])
		if utf8.RuneStart(b) {
			column++
		}
	}
}
