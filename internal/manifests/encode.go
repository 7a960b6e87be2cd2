package manifests

import (
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

// What aliases of YAML add to an object is bounded, in bytes of JSON and in number:
// ten lines of them can stand for a billion.
const (
	maxAliased = maxObject
	maxAliases = 100_000
)

// encoder writes nodes as JSON, duplicate fields and all.
type encoder struct {
	json    []byte
	written []written           // what is where, if noted
	note    bool                // whether to note it
	null    map[*yaml.Node]bool // what to write as null instead
	depth   int
	aliases int          // how many aliases there were
	within  []*yaml.Node // what the aliases stand for that we are in
	begun   int          // where the first of these began
	aliased int          // bytes that earlier ones have written
}

// written says at which offset of the JSON the value of a node begins.
type written struct {
	at   int
	node *yaml.Node
}

// nodeError says which node cannot be written as JSON, and why.
type nodeError struct {
	node *yaml.Node
	err  error
}

func (e *nodeError) Error() string { return e.err.Error() }

func (e *encoder) value(node *yaml.Node) error {
	e.depth++
	if e.depth > maxDepth {
		return &nodeError{node, fmt.Errorf("nested more than %d deep", maxDepth)}
	}
	defer func() { e.depth-- }()
	if e.note {
		e.written = append(e.written, written{len(e.json), node})
	}
	if e.null[node] {
		e.json = append(e.json, "null"...)
		return nil
	}
	switch node.Kind {
	case yaml.AliasNode:
		return e.alias(node, func() error { return e.value(node.Alias) })
	case yaml.MappingNode:
		e.json = append(e.json, '{')
		if err := e.fields(node, nil); err != nil {
			return err
		}
		e.json = append(e.json, '}')
		return nil
	case yaml.SequenceNode:
		e.json = append(e.json, '[')
		for i, item := range node.Content {
			if i > 0 {
				e.json = append(e.json, ',')
			}
			if err := e.value(item); err != nil {
				return err
			}
		}
		e.json = append(e.json, ']')
		return nil
	case yaml.DocumentNode, yaml.ScalarNode:
	}
	var err error
	if e.json, err = appendScalar(e.json, node); err != nil {
		return &nodeError{node, err}
	}
	return nil
}

// alias writes what an alias stands for, within bounds: both of what is written and
// of how often something is, as merging can write nothing at all.
func (e *encoder) alias(node *yaml.Node, write func() error) error {
	if slices.Contains(e.within, node.Alias) {
		return &nodeError{node, fmt.Errorf("*%s stands for what it is in itself", node.Value)}
	}
	if len(e.within) == 0 {
		e.begun = len(e.json)
	}
	e.within = append(e.within, node.Alias)
	e.aliases++
	err := write()
	if e.within = e.within[:len(e.within)-1]; err == nil && (e.aliased+len(e.json)-e.begun > maxAliased || e.aliases > maxAliases) {
		err = &nodeError{node, fmt.Errorf("aliases stand for more than %d KiB", maxAliased>>10)}
	}
	if len(e.within) == 0 {
		e.aliased += len(e.json) - e.begun
	}
	return err
}

// fields writes the fields of a mapping, those that it merges last, as its own
// come before them. Of what is merged only fields that are not there yet count.
func (e *encoder) fields(node *yaml.Node, there map[string]bool) error {
	var merges []*yaml.Node
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if isMerge(key) {
			merges = append(merges, value)
			continue
		}
		name, err := keyOf(key)
		if err != nil {
			return err
		}
		if there[name] {
			continue
		}
		if last := e.json[len(e.json)-1]; last != '{' {
			e.json = append(e.json, ',')
		}
		e.json = append(appendString(e.json, name), ':')
		if err := e.value(value); err != nil {
			return err
		}
	}
	if len(merges) == 0 {
		return nil
	}
	known := namesOf(node, there)
	for _, merged := range merges {
		if err := e.merge(merged, known); err != nil {
			return err
		}
	}
	return nil
}

// merge writes the fields of what stands behind a merge key: a mapping, or a list
// of them.
func (e *encoder) merge(node *yaml.Node, known map[string]bool) error {
	e.depth++
	if e.depth > maxDepth {
		return &nodeError{node, fmt.Errorf("nested more than %d deep", maxDepth)}
	}
	defer func() { e.depth-- }()
	switch node.Kind {
	case yaml.AliasNode:
		return e.alias(node, func() error { return e.merge(node.Alias, known) })
	case yaml.MappingNode:
		err := e.fields(node, known)
		for name := range namesOf(node, nil) {
			known[name] = true
		}
		return err
	case yaml.SequenceNode:
		for _, item := range node.Content {
			if err := e.merge(item, known); err != nil {
				return err
			}
		}
		return nil
	case yaml.DocumentNode, yaml.ScalarNode:
	}
	return &nodeError{node, errors.New("<< merges mappings only")}
}

func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Value == "<<" && key.Style == 0 && (key.Tag == "" || key.Tag == "!!merge")
}

// namesOf returns the names of a mapping's own fields, and those given.
func namesOf(node *yaml.Node, given map[string]bool) map[string]bool {
	names := make(map[string]bool, len(given)+len(node.Content)/2)
	for name := range given {
		names[name] = true
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if name, err := keyOf(node.Content[i]); err == nil && !isMerge(node.Content[i]) {
			names[name] = true
		}
	}
	return names
}

// keyOf returns the name of a field. A number or a truth is the name it is written
// with in JSON.
func keyOf(key *yaml.Node) (string, error) {
	if key.Kind == yaml.AliasNode {
		key = key.Alias
	}
	if key.Kind != yaml.ScalarNode {
		return "", &nodeError{key, errors.New("a field's name must be a string")}
	}
	text, err := appendScalar(nil, key)
	if err != nil {
		return "", &nodeError{key, err}
	}
	if text[0] == '"' {
		if key.Tag == "!!binary" {
			return "", &nodeError{key, errors.New("a field's name must be a string")}
		}
		return key.Value, nil
	}
	if string(text) == "null" {
		return "", &nodeError{key, errors.New("a field's name must be a string: quote it")}
	}
	return string(text), nil
}
