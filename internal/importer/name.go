package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxName is how long a name may be (W-2).
const maxName = 63

// spelled are letters that are no plain letter with an accent, as people spell them
// where they have only plain ones.
var spelled = map[rune]string{
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss",
	'æ': "ae", 'ø': "oe", 'å': "aa", 'œ': "oe", 'þ': "th", 'ð': "d",
	'ł': "l", 'đ': "d", 'ħ': "h", 'ı': "i", 'ŋ': "ng", 'ŧ': "t",
	'\'': "", '’': "", 'ʼ': "", '`': "",
}

// nameOf makes the name of an object out of words: lower case, plain letters and
// digits, with - for all between them. It is the same whenever it is made. It returns
// false where a letter would be lost, or none is left.
func nameOf(words string) (string, bool) {
	var b strings.Builder
	gap := false
	put := func(text string) {
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteString(text)
	}
	for _, c := range strings.ToLower(norm.NFC.String(words)) {
		plain, known := spelled[c]
		switch {
		case known && plain == "":
		case known:
			put(plain)
		case c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c)):
			put(string(c))
		case unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.IsMark(c):
			if plain = bare(c); plain == "" {
				return "", false
			}
			put(plain)
		default:
			gap = true
		}
	}
	return shortened(b.String()), b.Len() > 0
}

// bare is a letter without its accents, empty if it is no plain letter or digit then.
func bare(c rune) string {
	var b strings.Builder
	for _, part := range norm.NFD.String(string(c)) {
		switch {
		case unicode.IsMark(part):
		case part < unicode.MaxASCII && (unicode.IsLetter(part) || unicode.IsDigit(part)):
			b.WriteRune(part)
		default:
			return ""
		}
	}
	return b.String()
}

// shortened cuts a name that is too long, and ends it with what tells it from others
// that begin like it.
func shortened(name string) string {
	if len(name) <= maxName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	end := "-" + hex.EncodeToString(sum[:4])
	return strings.TrimRight(name[:maxName-len(end)], "-.") + end
}

// local is the part of an email before the @.
func local(email string) string {
	name, _, _ := strings.Cut(email, "@")
	return name
}
