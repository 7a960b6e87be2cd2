package importer

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/matterplane/matterplane/internal/manifests"
)

// directory finds objects by whatever people call them: by name, by email or number,
// and by full name. Of several whom a word can mean it takes none.
type directory struct {
	what   string // such as user
	byWord map[string][]string
	names  []string
	asked  int // how often it was asked what else could be meant
}

func newDirectory(what string) *directory {
	return &directory{what: what, byWord: map[string][]string{}}
}

// add makes an object known by its name and other words.
func (d *directory) add(name string, words ...string) {
	d.names = append(d.names, name)
	for _, word := range append(words, name) {
		if key := folded(word); key != "" && !slices.Contains(d.byWord[key], name) {
			d.byWord[key] = append(d.byWord[key], name)
		}
	}
}

// folded is a word as it sounds: case, blanks and how accents are stored do not count.
func folded(word string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFC.String(word))), " ")
}

// maxAsked is how many names that lead nowhere are told what they may mean.
const maxAsked = 100

// find returns the name of what a cell means, empty if that is nothing or several; the
// rule says what then has no effect.
func (m *Import) find(d *directory, c *cell, rule string) string {
	if c == nil {
		return ""
	}
	found := d.byWord[folded(c.text)]
	switch len(found) {
	case 1:
		return found[0]
	case 0:
		m.wrong(c, rule, fmt.Sprintf("there is no %s called %q", d.what, c.text), d.instead(c.text))
	default:
		slices.Sort(found)
		m.wrong(c, rule, fmt.Sprintf("%q can mean %s", c.text, strings.Join(found, " or ")), "Write that name, or the email or number.")
	}
	return ""
}

func (d *directory) instead(word string) string {
	cure := fmt.Sprintf("Add the %s, or take it out here.", d.what)
	if len(d.names) == 0 {
		return fmt.Sprintf("No %ss are known: import their table too, or name the files that declare them with -f.", d.what)
	}
	d.asked++
	if d.asked > maxAsked {
		return cure
	}
	if name, ok := nameOf(local(word)); ok {
		if meant := manifests.Closest(name, d.names); meant != "" {
			return "Did you mean " + meant + "? " + cure
		}
	}
	return cure
}

// findAll returns the names of what the parts of a cell mean, each with its part.
func (m *Import) findAll(d *directory, c *cell, rule string) []item {
	var all []item
	for _, part := range list(c) {
		if name := m.find(d, part, rule); name != "" {
			all = append(all, item{part, name})
		}
	}
	return all
}
