package expect

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/matterplane/matterplane/internal/manifests"
)

// decoder reads nodes strictly, and notes what is wrong with its place.
type decoder struct {
	file     string
	problems []manifests.Problem
}

func (d *decoder) at(node *yaml.Node) manifests.Position {
	return manifests.Position{File: d.file, Line: node.Line, Column: node.Column}
}

func (d *decoder) wrong(node *yaml.Node, field string, cause manifests.Cause, format string, args ...any) {
	d.problems = append(d.problems, manifests.Problem{
		Position: d.at(node), Cause: cause, Field: field, Message: fmt.Sprintf(format, args...),
	})
}

// fields are those that a mapping can have, by name.
type fields map[string]func(value *yaml.Node, field string)

// mapping reads the fields of a mapping. One that is not known or there twice is wrong.
func (d *decoder) mapping(node *yaml.Node, field string, known fields) {
	node = followed(node)
	if node.Kind != yaml.MappingNode {
		d.wrong(node, field, manifests.WrongType, "must be a mapping")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], followed(node.Content[i+1])
		path := within(field, key.Value)
		read := known[key.Value]
		switch {
		case read == nil:
			d.wrong(key, path, manifests.UnknownField, "unknown field: it is one of %s", strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		case seen[key.Value]:
			d.wrong(key, path, manifests.DuplicateField, "is there twice")
		default:
			seen[key.Value] = true
			read(value, path)
		}
	}
}

// list reads the items of a list, which has at least one.
func (d *decoder) list(node *yaml.Node, field string, item func(node *yaml.Node, field string)) {
	switch {
	case node.Kind != yaml.SequenceNode:
		d.wrong(node, field, manifests.WrongType, "must be a list")
	case len(node.Content) == 0:
		d.wrong(node, field, manifests.WrongType, "is empty: nothing is expected")
	}
	if node.Kind != yaml.SequenceNode {
		return
	}
	for i, n := range node.Content {
		item(followed(n), fmt.Sprintf("%s[%d]", field, i))
	}
}

// oneOrMore reads a list, or a word that stands for a list of one.
func (d *decoder) oneOrMore(node *yaml.Node, field string, item func(node *yaml.Node, field string)) {
	if node.Kind == yaml.ScalarNode {
		item(node, field)
		return
	}
	d.list(node, field, item)
}

// text reads a string, empty for what is none.
func (d *decoder) text(node *yaml.Node, field string) string {
	if node.Kind != yaml.ScalarNode || node.ShortTag() != "!!str" {
		d.wrong(node, field, manifests.WrongType, "must be a string")
		return ""
	}
	if strings.TrimSpace(node.Value) == "" {
		d.wrong(node, field, manifests.WrongType, "is empty")
	}
	return node.Value
}

// isTrue reads true or false.
func (d *decoder) isTrue(node *yaml.Node, field string) bool {
	if node.Kind != yaml.ScalarNode || node.ShortTag() != "!!bool" {
		d.wrong(node, field, manifests.WrongType, "must be true or false")
	}
	return node.Value == "true"
}

// names reads names, each once.
func (d *decoder) names(node *yaml.Node, field string) []Name {
	return d.namesBy(d.list, node, field)
}

func (d *decoder) namesBy(read func(*yaml.Node, string, func(*yaml.Node, string)), node *yaml.Node, field string) []Name {
	var names []Name
	read(node, field, func(node *yaml.Node, field string) {
		name := Name{Name: d.text(node, field), At: d.at(node)}
		if slices.ContainsFunc(names, func(n Name) bool { return n.Name == name.Name }) {
			d.wrong(node, field, manifests.DuplicateField, "%s is there twice", name.Name)
			return
		}
		names = append(names, name)
	})
	return names
}

// anyOf reads one or more of some words.
func anyOf[W ~string](d *decoder, into *[]W, of ...W) func(*yaml.Node, string) {
	return func(node *yaml.Node, field string) {
		d.oneOrMore(node, field, func(node *yaml.Node, field string) {
			word := W(d.text(node, field))
			if !slices.Contains(of, word) {
				d.wrong(node, field, manifests.WrongType, "%q is none of %v", word, of)
			}
			*into = append(*into, word)
		})
	}
}

// anyNamed reads one or more names.
func (d *decoder) anyNamed(into *[]Name) func(*yaml.Node, string) {
	return func(node *yaml.Node, field string) { *into = d.namesBy(d.oneOrMore, node, field) }
}

func within(field, name string) string {
	if field == "" {
		return name
	}
	return field + "." + name
}

// followed returns what an alias stands for.
func followed(node *yaml.Node) *yaml.Node {
	for node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	return node
}
