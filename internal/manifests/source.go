package manifests

import (
	"hash/maphash"

	"go.yaml.in/yaml/v3"
)

// source is where the text of an object is. It is small: there is one an object.
type source struct {
	text         *text
	offset       int64  // of its part
	hash         uint64 // likewise
	length       int32  // likewise
	partLine     int32
	partColumn   int32
	line, column int32 // of the object within its part
	json         bool
	built        bool // by an overlay: what is there may say less, or something else
}

func (p *part) source(line, column int) source {
	if !p.hashed {
		p.hash, p.hashed = maphash.Bytes(seed, p.data), true
	}
	return source{
		text: p.text, offset: p.offset, length: int32(len(p.data)), hash: p.hash,
		partLine: int32(p.line), partColumn: int32(p.column), line: int32(line), column: int32(column), json: p.json,
	}
}

// part returns the part that holds the object, nil if its text has changed.
func (s source) part() *part {
	if s.line == 0 {
		return nil
	}
	data, same := s.text.again(s.offset, int(s.length), s.hash)
	if !same {
		return nil
	}
	return &part{text: s.text, data: data, offset: s.offset, line: int(s.partLine), column: int(s.partColumn), json: s.json}
}

// start returns the position of the object.
func (s source) start() Position {
	if s.line == 0 {
		return Position{File: s.text.name}
	}
	p := part{text: s.text, line: int(s.partLine), column: int(s.partColumn)}
	return p.position(int(s.line), int(s.column))
}

// locate returns where a field is written, or the closest that there is of what it
// is in.
func (s source) locate(p *part, path string) Position {
	root, wrong := p.tree()
	if wrong != nil || root == nil {
		return s.start()
	}
	return s.within(p, root, path)
}

// within does what locate does, in the tree of the part.
func (s source) within(p *part, root *yaml.Node, path string) Position {
	object := nodeAt(root, int(s.line), int(s.column))
	if object == nil {
		return s.start()
	}
	at, _ := locate(object, path)
	return p.position(at.Line, at.Column)
}
