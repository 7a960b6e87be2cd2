package render

import (
	"bytes"
	"unicode/utf8"
)

// How a string is written in YAML.
const (
	plain = iota
	singleQuoted
	doubleQuoted
	strange // as the library finds
)

// meansSomething are the words that are no strings in YAML 1.1 unless quoted.
var meansSomething = func() map[string]bool {
	means := map[string]bool{}
	for _, word := range [...]string{"y", "yes", "true", "on", "n", "no", "false", "off", "null"} {
		means[word] = true
		means[string(bytes.ToUpper([]byte(word)))] = true
		means[string(word[0]-'a'+'A')+word[1:]] = true
	}
	return means
}()

// manner says how the library writes a string: sentences and names begin with a
// letter and are what they seem, but what looks like a key or a comment is quoted.
func manner(value []byte) int {
	if len(value) <= len("false") && meansSomething[string(value)] {
		return doubleQuoted
	}
	if len(value) == 0 || !isLetter(value[0]) || value[len(value)-1] == ' ' {
		return strange
	}
	as := plain
	for i := 0; i < len(value); {
		r, size := rune(value[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(value[i:])
		}
		if !isOrdinary(r) {
			return strange
		}
		next := byte(' ')
		if i+size < len(value) {
			next = value[i+size]
		}
		switch {
		case r == ' ' && next == ' ':
			return strange
		case r == ':' && next == ' ', r == ' ' && next == '#':
			as = singleQuoted
		}
		i += size
	}
	return as
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

// isOrdinary says whether a letter or sign is printed as it is, and takes a column.
func isOrdinary(r rune) bool {
	const lineSeparator, paragraphSeparator = 0x2028, 0x2029
	return r >= ' ' && r <= '~' || r > 0xA0 && r < 0xD000 && r != lineSeparator && r != paragraphSeparator
}
