package manifests

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// locate returns the node at which a field begins: its name, or for an item of a
// list the item. Where there is no such field it returns the closest that there is
// of those around it, and false.
//
// Paths are written as field.Error writes them: spec.staffing[3].user, with an
// item's key spec.staffing[amira-khan], with a map's key
// metadata.annotations[matterplane.dev/since], or .matterplane.dev/since.
func locate(object *yaml.Node, path string) (at *yaml.Node, exact bool) {
	found, closest := lookUp(object, path)
	if len(found) == 0 {
		return closest, false
	}
	return found[0], true
}

// lookUp returns all nodes at which a field begins, several where it is there
// twice, and the closest that there is if there are none.
func lookUp(node *yaml.Node, path string) (found []*yaml.Node, closest *yaml.Node) {
	closest = node
	for steps := 0; path != "" && steps < maxDepth; steps++ {
		var next *yaml.Node
		found, next, path = step(resolved(node), strings.TrimPrefix(path, "."))
		if len(found) == 0 {
			return nil, closest
		}
		node, closest = next, found[0]
	}
	if len(found) == 0 {
		found = []*yaml.Node{node}
	}
	return found, closest
}

// step goes one step along a path, and returns where it has come to, the value
// there and the rest of the path.
func step(node *yaml.Node, path string) (found []*yaml.Node, value *yaml.Node, rest string) {
	switch node.Kind {
	case yaml.MappingNode:
		return fieldStep(node, path)
	case yaml.SequenceNode:
		return itemStep(node, path)
	case yaml.DocumentNode, yaml.ScalarNode, yaml.AliasNode:
	}
	return nil, nil, path
}

// fieldStep takes the longest name of a field with which a path can begin: names
// may have dots.
func fieldStep(node *yaml.Node, path string) (found []*yaml.Node, value *yaml.Node, rest string) {
	longest := -1
	for _, in := range append([]*yaml.Node{node}, merged(node, 0)...) {
		for i := 0; i+1 < len(in.Content); i += 2 {
			key := in.Content[i]
			after, is := cutName(path, key.Value)
			if !is || len(key.Value) < longest {
				continue
			}
			if len(key.Value) > longest {
				longest, found, value, rest = len(key.Value), nil, in.Content[i+1], after
			}
			found = append(found, key)
		}
		if longest >= 0 {
			break // a mapping's own fields come first
		}
	}
	return found, value, rest
}

// cutName cuts a field's name off a path: name, [name] or ["name"].
func cutName(path, name string) (rest string, is bool) {
	for _, written := range [...]string{"[" + name + "]", `["` + name + `"]`} {
		if rest, is := strings.CutPrefix(path, written); is {
			return rest, true
		}
	}
	rest, is = strings.CutPrefix(path, name)
	return rest, is && name != "" && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// itemStep takes an item by its number, by its key or, of plain values, by itself.
func itemStep(node *yaml.Node, path string) (found []*yaml.Node, value *yaml.Node, rest string) {
	inner, rest, is := strings.Cut(strings.TrimPrefix(path, "["), "]")
	if i, err := strconv.Atoi(inner); is && err == nil && i >= 0 && i < len(node.Content) {
		return node.Content[i : i+1], node.Content[i], rest
	}
	for _, item := range node.Content {
		if rest, is := cutName(path, keyOfItem(resolved(item))); is && strings.HasPrefix(path, "[") {
			found = append(found, item)
			value = found[0]
			return found, value, rest
		}
	}
	return nil, nil, path
}

// itemKeys are the fields by which the items of our lists are known.
var itemKeys = [...]string{"user", "set", "name", "type"}

func keyOfItem(item *yaml.Node) string {
	if item.Kind == yaml.ScalarNode {
		return item.Value
	}
	for _, name := range itemKeys {
		if value := scalarOf(item, name); value != "" {
			return value
		}
	}
	return ""
}

// pathTo returns the path of a node within another, as strict decoding writes it.
func pathTo(from, to *yaml.Node, path string, depth int) (string, bool) {
	if from == to {
		return path, true
	}
	if depth > maxDepth {
		return "", false
	}
	for i, within := range from.Content {
		next := path
		switch {
		case from.Kind == yaml.SequenceNode:
			next += "[" + strconv.Itoa(i) + "]"
		case i%2 == 0:
			continue
		case path != "":
			next += "." + from.Content[i-1].Value
		default:
			next = from.Content[i-1].Value
		}
		if found, ok := pathTo(within, to, next, depth+1); ok {
			return found, true
		}
	}
	return "", false
}

// child returns the name and the value of a field of a mapping, its own before
// those it merges.
func child(node *yaml.Node, name string) (key, value *yaml.Node) {
	for _, in := range append([]*yaml.Node{node}, merged(node, 0)...) {
		for i := 0; i+1 < len(in.Content); i += 2 {
			if in.Content[i].Value == name {
				return in.Content[i], resolved(in.Content[i+1])
			}
		}
	}
	return nil, nil
}

// scalarOf returns what a field of a mapping holds, empty if that is no scalar.
func scalarOf(node *yaml.Node, name string) string {
	if node.Kind != yaml.MappingNode {
		return ""
	}
	_, value := child(node, name)
	if value == nil || value.Kind != yaml.ScalarNode {
		return ""
	}
	return value.Value
}

// maxMerged bounds how many mappings a mapping merges that is looked into.
const maxMerged = 100

// merged returns the mappings that a mapping merges, in the order in which they count.
func merged(node *yaml.Node, depth int) []*yaml.Node {
	var all []*yaml.Node
	for i := 0; i+1 < len(node.Content) && depth < 10; i += 2 {
		if !isMerge(node.Content[i]) {
			continue
		}
		values := []*yaml.Node{node.Content[i+1]}
		if list := resolved(values[0]); list.Kind == yaml.SequenceNode {
			values = list.Content
		}
		for _, value := range values {
			if value = resolved(value); value.Kind == yaml.MappingNode && len(all) < maxMerged {
				all = append(append(all, value), merged(value, depth+1)...)
			}
		}
	}
	return all[:min(len(all), maxMerged)]
}

// resolved returns what an alias stands for.
func resolved(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}
