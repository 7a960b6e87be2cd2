package render

import "unicode/utf8"

// How a string is written in YAML.
const (
	plain = iota
	singleQuoted
	doubleQuoted
	strange // as the library finds
)

// meansSomething says whether a word is no string in YAML 1.1 unless quoted.
func meansSomething(word string) bool {
	switch word {
	case "y", "yes", "true", "on", "n", "no", "false", "off", "null",
		"Y", "Yes", "True", "On", "N", "No", "False", "Off", "Null",
		"YES", "TRUE", "ON", "NO", "FALSE", "OFF", "NULL":
		return true
	}
	return false
}

// manner says how the library writes a string: sentences and names begin with a
// letter and are what they seem, but what looks like a key or a comment is quoted.
func manner(value string) int {
	if value == "" || !isLetter(value[0]) || value[len(value)-1] == ' ' {
		return strange
	}
	if meansSomething(value) {
		return doubleQuoted
	}
	as := plain
	for i := 1; i < len(value); i++ {
		if isInName[value[i]] {
			continue
		}
		r, size := rune(value[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(value[i:])
		}
		i += size - 1
		if !isOrdinary(r) {
			return strange
		}
		next := byte(' ')
		if i+1 < len(value) {
			next = value[i+1]
		}
		switch {
		case r == ' ' && next == ' ':
			return strange
		case r == ':' && next == ' ', r == ' ' && next == '#':
			as = singleQuoted
		}
	}
	return as
}

// isInName are the letters of names and words, which mean nothing anywhere in them.
var isInName = func() (is [256]bool) {
	for _, b := range []byte("-./_@0123456789") {
		is[b] = true
	}
	for b := range is {
		is[b] = is[b] || isLetter(byte(b))
	}
	return is
}()

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

// isOrdinary says whether a letter or sign is printed as it is, and takes a column.
func isOrdinary(r rune) bool {
	const lineSeparator, paragraphSeparator = 0x2028, 0x2029
	return r >= ' ' && r <= '~' || r > 0xA0 && r < 0xD000 && r != lineSeparator && r != paragraphSeparator
}
