package cli

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// maxNear is how many words are proposed.
const maxNear = 3

// near returns which of the words somebody may have meant who wrote one that there is
// not: ", did you mean M-12 or M-1?".
func near(word string, words []string) string {
	type candidate struct {
		word     string
		distance int
	}
	var candidates []candidate
	for _, w := range words {
		d := distance(letters(word), letters(w))
		if d <= max(1, len(w)/4) {
			candidates = append(candidates, candidate{w, d})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var meant []string
	for _, c := range candidates[:min(len(candidates), maxNear)] {
		if c.distance > 0 && candidates[0].distance == 0 {
			break // it was that one
		}
		meant = append(meant, c.word)
	}
	if len(meant) == 0 {
		return "; see --help"
	}
	return ", did you mean " + strings.Join(meant, " or ") + "?"
}

// letters is a word as it sounds: M-12 and m12 are the same.
func letters(word string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, word))
}

// distance is how many letters it takes to change, add or take away to make b of a.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for i := range row {
		row[i] = i
	}
	for _, x := range a {
		corner := row[0]
		row[0]++
		for j, y := range b {
			change := corner
			if x != y {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}
