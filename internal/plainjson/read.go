package plainjson

import (
	"reflect"
	"strings"
	"unicode/utf8"
)

// Unmarshal reads a text on top of what is there, as sigs.k8s.io/json does with keys
// in their case, and says whether it could; if not, nothing of it is read. Strings
// share the memory of the text. What is there must have nothing in the fields
// that the text tells of.
func Unmarshal[T any](from string, into *T) bool {
	value := *into
	r := reader{text: from}
	r.value(planOf(reflect.TypeFor[T]()), reflect.ValueOf(&value).Elem())
	if r.failed || r.at != len(from) {
		return false
	}
	*into = value
	return true
}

// reader goes through a text from its beginning to its end, or to where it is not plain.
type reader struct {
	text   string
	at     int
	failed bool
}

func (r *reader) value(p *plan, into reflect.Value) {
	switch p.form {
	case text:
		into.SetString(r.string())
	case truth:
		into.SetBool(r.truth())
	case number:
		into.SetInt(r.number())
	case own:
		from := r.at
		r.string()
		r.failed = r.failed || into.Addr().Interface().(unmarshaler).UnmarshalJSON([]byte(r.text[from:r.at])) != nil
	case pointer:
		of := reflect.New(p.elem.of)
		r.value(p.elem, of.Elem())
		into.Set(of)
	case slice:
		r.slice(p, into)
	case dictionary:
		r.dictionary(p, into)
	case object:
		r.object(p, into)
	case unknown:
		r.failed = true
	}
}

type unmarshaler interface{ UnmarshalJSON(text []byte) error }

func (r *reader) slice(p *plan, into reflect.Value) {
	if !r.is('[') || r.failed {
		r.failed = true
		return
	}
	if r.is(']') {
		into.Set(reflect.MakeSlice(p.of, 0, 0))
		return
	}
	list := reflect.New(p.of).Elem()
	for n := 0; ; n++ {
		if n == list.Cap() {
			list.Grow(max(1, n)) // many have one entry, and few have many
		}
		list.SetLen(n + 1)
		r.value(p.elem, list.Index(n))
		if !r.more(']') {
			break
		}
	}
	into.Set(list)
}

func (r *reader) dictionary(p *plan, into reflect.Value) {
	if !r.is('{') {
		r.failed = true
		return
	}
	all := reflect.MakeMapWithSize(p.of, p.elem.most(r.text[r.at:]))
	into.Set(all)
	if r.is('}') {
		return
	}
	element := reflect.New(p.elem.of).Elem()
	for n := 1; ; n++ {
		key := r.key()
		element.SetZero()
		r.value(p.elem, element)
		if r.failed {
			return
		}
		all.SetMapIndex(reflect.ValueOf(key), element)
		if all.Len() != n { // the key was there already
			r.failed = true
			return
		}
		if !r.more('}') {
			return
		}
	}
}

// most returns how many values there may be at least in a text, to make room for.
func (p *plan) most(text string) int {
	if p.form != object {
		return 0
	}
	return strings.Count(text, "},")
}

func (r *reader) object(p *plan, into reflect.Value) {
	if !r.is('{') {
		r.failed = true
		return
	}
	if r.is('}') {
		return
	}
	var read uint64
	for next := 0; ; next++ {
		i := p.find(r.key(), next)
		if r.failed || i < 0 || read&(1<<i) != 0 {
			r.failed = true
			return
		}
		read |= 1 << i
		f := &p.fields[i]
		r.value(f.plan, into.FieldByIndex(f.index))
		if next = i; !r.more('}') {
			return
		}
	}
}

// find returns which field has a name, -1 if none has. It looks first where the
// next is, were they written in the order of the type.
func (p *plan) find(name string, next int) int {
	for i := range p.fields {
		if at := (next + i) % len(p.fields); p.fields[at].name == name {
			return at
		}
	}
	return -1
}

// more says whether something comes after a value: a comma, or else what closes.
func (r *reader) more(closing byte) bool {
	if r.failed || r.is(closing) {
		return false
	}
	r.failed = !r.is(',')
	return !r.failed
}

// is passes over a letter, if it comes next.
func (r *reader) is(letter byte) bool {
	if r.at == len(r.text) || r.text[r.at] != letter {
		return false
	}
	r.at++
	return true
}

func (r *reader) key() string {
	key := r.string()
	r.failed = r.failed || !r.is(':')
	return key
}

func (r *reader) string() string {
	if !r.is('"') {
		r.failed = true
		return ""
	}
	from := r.at
	for ; r.at < len(r.text); r.at++ {
		switch letter := r.text[r.at]; {
		case letter == '"':
			r.at++
			return r.text[from : r.at-1]
		case letter == '\\' || letter >= utf8.RuneSelf:
			return r.escaped(from)
		case letter < ' ':
			r.failed = true
			return ""
		}
	}
	r.failed = true
	return ""
}

// escaped reads on in a string that began somewhere and is not made of plain letters
// alone.
func (r *reader) escaped(from int) string {
	var read strings.Builder
	read.Grow(r.end() - from)
	read.WriteString(r.text[from:r.at])
	for ; r.at < len(r.text); r.at++ {
		letter := r.text[r.at]
		switch {
		case letter == '"':
			r.at++
			r.failed = r.failed || !utf8.ValidString(read.String())
			return read.String()
		case letter == '\\' && r.at+1 < len(r.text) && (r.text[r.at+1] == '"' || r.text[r.at+1] == '\\'):
			r.at++
			letter = r.text[r.at]
		case letter == '\\' || letter < ' ':
			r.failed = true
			return ""
		}
		read.WriteByte(letter)
	}
	r.failed = true
	return ""
}

// end returns where the string ends in which we are.
func (r *reader) end() int {
	at := r.at
	for ; at < len(r.text) && r.text[at] != '"'; at++ {
		if r.text[at] == '\\' {
			at++
		}
	}
	return at
}

func (r *reader) truth() bool {
	is := strings.HasPrefix(r.text[r.at:], "true")
	switch {
	case is:
		r.at += len("true")
	case strings.HasPrefix(r.text[r.at:], "false"):
		r.at += len("false")
	default:
		r.failed = true
	}
	return is
}

// number reads a whole number that is not negative and has at most 15 digits.
func (r *reader) number() int64 {
	from, n := r.at, int64(0)
	for ; r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9'; r.at++ {
		n = n*10 + int64(r.text[r.at]-'0')
		if r.at-from == 15 {
			r.failed = true
			return 0
		}
	}
	r.failed = r.failed || r.at == from || r.text[from] == '0' && r.at > from+1
	return n
}
