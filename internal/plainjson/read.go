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
	if !r.all(reflect.ValueOf(&value).Elem()) {
		return false
	}
	*into = value
	return true
}

// UnmarshalApart reads a text into what a pointer points to, which must be empty, and says
// whether it could; if not, what is there is of no use. Strings have memory of their own,
// so that what is kept for long does not keep the whole text.
func UnmarshalApart(from []byte, into any) bool {
	r := reader{text: string(from), apart: true}
	return r.all(reflect.ValueOf(into).Elem())
}

// Whole says whether a text is one plain value, and nothing else.
func Whole(text []byte) bool {
	r := reader{text: string(text)}
	r.pass()
	return !r.failed && r.at == len(r.text)
}

// reader goes through a text from its beginning to its end, or to where it is not plain.
type reader struct {
	text   string
	at     int
	failed bool
	apart  bool // strings get memory of their own
	deep   int  // how many values pass is in
}

// all reads the whole text, and says whether it could.
func (r *reader) all(into reflect.Value) bool {
	r.value(planOf(into.Type()), into)
	return !r.failed && r.at == len(r.text)
}

func (r *reader) value(p *plan, into reflect.Value) {
	switch p.form {
	case text:
		into.SetString(r.kept(r.string()))
	case truth:
		into.SetBool(r.truth())
	case number:
		n := r.number()
		r.failed = r.failed || into.OverflowInt(n)
		into.SetInt(n)
	case own:
		from := r.at
		r.pass()
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

// Skipped is a part of an object that is not read, here or by another reader.
type Skipped struct{}

// UnmarshalJSON reads nothing.
func (*Skipped) UnmarshalJSON([]byte) error { return nil }

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
	list.Grow(r.entries())
	for n := 0; ; n++ {
		if n == list.Cap() {
			list.Grow(n)
		}
		list.SetLen(n + 1)
		r.value(p.elem, list.Index(n))
		if !r.more(']') {
			break
		}
	}
	into.Set(list)
}

// mostAtOnce is for how many entries room is made before one of them is read: no text is
// taken at its word for more.
const mostAtOnce = 1 << 10

// entries returns how many entries the list has whose first one comes next, at least one,
// so that room is made once and no more of it than is filled. It is exact of a plain list.
func (r *reader) entries() int {
	ahead := reader{text: r.text, at: r.at}
	n, depth := 1, 0
	for ; ahead.at < len(ahead.text) && n < mostAtOnce; ahead.at++ {
		switch ahead.text[ahead.at] {
		case '"':
			ahead.at++
			ahead.at = ahead.end()
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return n
			}
			depth--
		case ',':
			if depth == 0 {
				n++
			}
		}
	}
	return n
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
		all.SetMapIndex(reflect.ValueOf(r.kept(key)), element)
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

// deepest is how many values may be in each other where they are passed over. Who manages
// which field, the deepest there is, takes three times as many as the fields it tells of.
const deepest = 100

// pass passes over a value, whatever it is.
func (r *reader) pass() {
	if r.deep == deepest || r.at == len(r.text) {
		r.failed = true
		return
	}
	r.deep++
	defer func() { r.deep-- }()
	switch r.text[r.at] {
	case '"':
		r.string()
	case '{':
		r.passAll('}', func() { r.key(); r.pass() })
	case '[':
		r.passAll(']', r.pass)
	case 't', 'f':
		r.truth()
	default:
		r.number()
	}
}

// passAll passes over one value after the other, up to what closes.
func (r *reader) passAll(closing byte, pass func()) {
	r.at++
	if r.is(closing) {
		return
	}
	for more := true; more; more = r.more(closing) {
		pass()
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
	r.asItIs()
	if r.at == len(r.text) {
		r.failed = true
		return ""
	}
	if r.text[r.at] != '"' {
		return r.escaped(from)
	}
	r.at++
	return r.text[from : r.at-1]
}

// asItIs passes over those letters of a string that stand for themselves, and take a byte
// each.
func (r *reader) asItIs() {
	at := r.at
	for at < len(r.text) && isPlain[r.text[at]] {
		at++
	}
	r.at = at
}

// isPlain says of a byte whether it is such a letter.
var isPlain = func() (is [256]bool) {
	for letter := byte(' '); letter < utf8.RuneSelf; letter++ {
		is[letter] = letter != '"' && letter != '\\'
	}
	return is
}()

// kept is a text that may be kept for long.
func (r *reader) kept(text string) string {
	if r.apart {
		return strings.Clone(text)
	}
	return text
}

// escaped reads on in a string that began somewhere and is not made of plain letters
// alone.
func (r *reader) escaped(from int) string {
	var read strings.Builder
	read.Grow(r.end() - from)
	read.WriteString(r.text[from:r.at])
	for r.at < len(r.text) {
		letter := r.text[r.at]
		switch {
		case letter == '"':
			r.at++
			r.failed = r.failed || !utf8.ValidString(read.String())
			return read.String()
		case letter == '\\':
			if letter = r.escape(); r.failed {
				return ""
			}
		case letter < ' ':
			r.failed = true
			return ""
		}
		read.WriteByte(letter)
		r.at++
		plain := r.at
		r.asItIs()
		read.WriteString(r.text[plain:r.at])
	}
	r.failed = true
	return ""
}

// escapes are those that are read: of what must not be in a string by itself, and of what
// API servers escape lest a browser takes it for a tag.
var escapes = []struct {
	written string
	letter  byte
}{{`"`, '"'}, {`\`, '\\'}, {`n`, '\n'}, {`u0026`, '&'}, {`u003c`, '<'}, {`u003e`, '>'}}

// escape goes to the end of an escape, and returns what it stands for.
func (r *reader) escape() byte {
	for _, e := range escapes {
		if strings.HasPrefix(r.text[r.at+1:], e.written) {
			r.at += len(e.written)
			return e.letter
		}
	}
	r.failed = true
	return 0
}

// end returns where the string ends in which we are.
func (r *reader) end() int {
	for at := r.at; at < len(r.text); at++ {
		switch letter := r.text[at]; {
		case isPlain[letter]:
		case letter == '"':
			return at
		case letter == '\\':
			at++
		}
	}
	return len(r.text)
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

// number reads a whole number of at most 15 digits.
func (r *reader) number() int64 {
	negative := r.is('-')
	from, n := r.at, int64(0)
	for ; r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9'; r.at++ {
		n = n*10 + int64(r.text[r.at]-'0')
		if r.at-from == 15 {
			r.failed = true
			return 0
		}
	}
	r.failed = r.failed || r.at == from || r.text[from] == '0' && (r.at > from+1 || negative)
	if negative {
		return -n
	}
	return n
}
