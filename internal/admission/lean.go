package admission

import (
	"bytes"
	"strings"
)

// lean returns the JSON of an object without its status and its managedFields.
// Admission reads neither, they are two thirds of an object, and passing over them
// here takes a tenth of the time that decoding them into nothing does. All else
// stays as it is. What is left out is JSON, because the object comes from a review
// that was read as such; what lean does not understand it returns as it is, for the
// decoder to refuse.
func lean(raw []byte) string {
	members, ok := membersOf(raw, nil)
	if !ok {
		return string(raw)
	}
	return textOf(members, (*member).isRead)
}

// member is a member of an object of JSON, of its metadata or of its spec.
type member struct {
	in         part
	key, value []byte // the key in its quotes; no value where the metadata or the spec begins, neither where it ends
	shared     bool   // see twins
}

// part is in what of an object a member is.
type part string

// The parts that are told apart, by their keys.
const (
	top      part = ""
	metadata part = `"metadata"`
	spec     part = `"spec"`
)

// isRead says whether admission reads a member.
func (m *member) isRead() bool {
	return !(m.in == top && string(m.key) == `"status"` || m.in == metadata && string(m.key) == `"managedFields"`)
}

// textOf returns an object of those members that are kept.
func textOf(members []member, keep func(*member) bool) string {
	size := len("{}")
	for i := range members {
		if keep(&members[i]) {
			size += len(members[i].key) + len(members[i].value) + len(`,:{}`)
		}
	}
	var text strings.Builder
	text.Grow(size)
	separator := "{"
	for i := range members {
		m := &members[i]
		switch {
		case m.key == nil:
			text.WriteString("}")
			separator = ","
			continue
		case m.value != nil && !keep(m):
			continue
		}
		text.WriteString(separator)
		text.Write(m.key)
		text.WriteString(":")
		separator = ","
		if m.value == nil {
			text.WriteString("{")
			separator = ""
		}
		text.Write(m.value)
	}
	if separator == "{" {
		text.WriteString("{")
	}
	text.WriteString("}")
	return text.String()
}

// membersOf returns the members of an object of JSON, in their order, and
// whether it is one as far as it looks. Those of one like it help to find where
// values end.
func membersOf(raw []byte, like []member) ([]member, bool) {
	s := scanner{raw: raw, like: like, members: make([]member, 0, 32)}
	s.space()
	ok := s.object(top)
	s.space()
	return s.members, ok && s.at == len(raw)
}

// scanner finds members.
type scanner struct {
	raw     []byte
	at      int
	like    []member
	members []member
}

// object passes over an object, if one begins here.
func (s *scanner) object(in part) bool {
	if !s.is('{') {
		return false
	}
	if s.is('}') {
		return true
	}
	for {
		m := member{in: in, key: s.value(nil)}
		if len(m.key) == 0 || m.key[0] != '"' || !s.is(':') || !s.of(&m) {
			return false
		}
		if s.is('}') {
			return true
		}
		if !s.is(',') {
			return false
		}
	}
}

// of passes over the value of a member, and notes it.
func (s *scanner) of(m *member) bool {
	nested := part(m.key)
	if m.in == top && (nested == metadata || nested == spec) && s.at < len(s.raw) && s.raw[s.at] == '{' {
		s.members = append(s.members, *m)
		ok := s.object(nested)
		s.members = append(s.members, member{in: nested})
		return ok
	}
	m.value = s.value(find(s.like, m))
	s.members = append(s.members, *m)
	return len(m.value) > 0
}

// find returns the member of the same key, if there is one.
func find(members []member, like *member) *member {
	for i := range members {
		if m := &members[i]; m.in == like.in && m.value != nil && bytes.Equal(m.key, like.key) {
			return m
		}
	}
	return nil
}

// is passes over white space and a letter, if that comes next, and the white space
// behind it.
func (s *scanner) is(letter byte) bool {
	s.space()
	if s.at == len(s.raw) || s.raw[s.at] != letter {
		return false
	}
	s.at++
	s.space()
	return true
}

func (s *scanner) space() {
	for s.at < len(s.raw) && (s.raw[s.at] == ' ' || s.raw[s.at] == '\t' || s.raw[s.at] == '\r' || s.raw[s.at] == '\n') {
		s.at++
	}
}

// value passes over the value that begins here; nothing if none does. A member may
// have the same one: if that says itself where it ends, this ends there too.
func (s *scanner) value(like *member) []byte {
	from := s.at
	if like != nil && bytes.IndexByte([]byte(`{["`), like.value[0]) >= 0 && bytes.HasPrefix(s.raw[from:], like.value) {
		s.at += len(like.value)
	} else {
		s.at = valueEnd(s.raw, from)
	}
	return s.raw[from:s.at:s.at]
}

// valueEnd returns where the value ends that begins at a place: there, if none does.
func valueEnd(raw []byte, from int) int {
	depth := 0
	for at := from; at < len(raw); at++ {
		if !tells[raw[at]] {
			continue
		}
		switch raw[at] {
		case '"':
			if at = quotedEnd(raw, at); at < 0 {
				return from
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth == 0 {
				return at
			}
			depth--
		default:
			if depth == 0 {
				return at
			}
			continue
		}
		if depth == 0 {
			return at + 1
		}
	}
	return len(raw)
}

// tells are the letters that tell of where values begin and end.
var tells = func() (tells [256]bool) {
	for _, letter := range "\"{}[],: \t\r\n" {
		tells[letter] = true
	}
	return tells
}()

// quotedEnd returns where the string has its last quote that begins at a place; -1 if
// it has none. Most are too short for looking for it with more cunning.
func quotedEnd(raw []byte, from int) int {
	for at := from + 1; at < len(raw); at++ {
		switch raw[at] {
		case '"':
			return at
		case '\\':
			at++
		}
	}
	return -1
}
