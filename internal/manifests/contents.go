package manifests

import (
	"cmp"
	"context"
	"reflect"
	"runtime"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"
	apiruntime "k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/json"
)

// Contents calls do with every object and its content as it is written, or as an
// overlay has built it: what is empty is there, and fields that the kind does not
// have. Several calls run at once; the content is the callee's. Texts are read
// again for it; of one that has changed since, the content is what was read first.
func (s *Set) Contents(ctx context.Context, do func(object client.Object, content map[string]any)) error {
	parts := s.byPart()
	next := make(chan []client.Object)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for objects := range next {
				s.contents(objects, do)
			}
		})
	}
	for _, objects := range parts {
		if ctx.Err() != nil {
			break
		}
		next <- objects
	}
	close(next)
	workers.Wait()
	return ctx.Err()
}

// byPart returns the objects by the parts of texts in which they are declared.
func (s *Set) byPart() [][]client.Object {
	type place struct {
		text   *text
		offset int64
	}
	index := map[place]int{}
	var parts [][]client.Object
	for object, source := range s.sources {
		at := place{source.text, source.offset}
		i, known := index[at]
		if !known {
			i = len(parts)
			index[at], parts = i, append(parts, nil)
		}
		parts[i] = append(parts[i], object)
	}
	return parts
}

// contents calls do with objects of one part, which is taken apart once.
func (s *Set) contents(objects []client.Object, do func(client.Object, map[string]any)) {
	part := sync.OnceValue(func() *part { return s.sources[objects[0]].part() })
	root := sync.OnceValue(func() *yaml.Node {
		if part() == nil {
			return nil
		}
		root, _ := part().tree()
		return root
	})
	for _, object := range objects {
		var content map[string]any
		switch at := s.sources[object]; {
		case at.built:
			content = decoded(s.built[object])
		case at.json && at.line == 1 && at.column == 1 && part() != nil:
			content = decoded(part().data)
		default:
			content = asWritten(nodeAt(root(), int(at.line), int(at.column)))
		}
		if content == nil {
			content = typed(object)
		}
		do(object, content)
	}
}

// asWritten is what a node declares, nil if it cannot be written as JSON.
func asWritten(node *yaml.Node) map[string]any {
	var e encoder
	if node == nil || e.value(node) != nil {
		return nil
	}
	return decoded(e.json)
}

// decoded is what JSON holds, nil if that is no object.
func decoded(text []byte) map[string]any {
	var content map[string]any
	if len(text) == 0 || json.UnmarshalCaseSensitivePreserveInts(text, &content) != nil {
		return nil
	}
	return content
}

// typed is what an object holds, without what is empty.
func typed(object client.Object) map[string]any {
	content, err := apiruntime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		return map[string]any{}
	}
	return content
}

// loses says whether an object holds less than the JSON that it was read from, such
// as a field that is empty there.
func loses(object client.Object, text []byte) bool {
	return !reflect.DeepEqual(typed(object), decoded(text))
}

// nodeAt returns the mapping at a place, nil if there is none. Objects are at the
// top, or in lists.
func nodeAt(root *yaml.Node, line, column int) *yaml.Node {
	is := func(node *yaml.Node) bool {
		return node.Kind == yaml.MappingNode && node.Line == line && node.Column == column
	}
	for node := root; node != nil; {
		if is(node) {
			return node
		}
		i, _ := slices.BinarySearchFunc(node.Content, column, func(within *yaml.Node, column int) int {
			return cmp.Or(cmp.Compare(within.Line, line), cmp.Compare(within.Column, column), -1)
		})
		if i == 0 {
			break
		}
		node = node.Content[i-1] // the last that does not begin after it
	}
	return search(root, is) // values that are not there may stand anywhere
}

func search(node *yaml.Node, is func(*yaml.Node) bool) *yaml.Node {
	if node == nil || is(node) {
		return node
	}
	for _, within := range node.Content {
		if found := search(within, is); found != nil {
			return found
		}
	}
	return nil
}
