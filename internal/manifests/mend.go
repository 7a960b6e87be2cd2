package manifests

import (
	stdjson "encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/json"
)

// maxMended bounds how many values of one object are told to be wrong.
const maxMended = 50

// mend reads an object of which something is wrong, tells all of it, and returns
// the object without what it cannot hold; nil if there is no object in it.
func (f *found) mend(p *part, node *yaml.Node, kind string) client.Object {
	at := p.position(node.Line, node.Column)
	e := encoder{note: true, null: map[*yaml.Node]bool{}}
	for range maxMended {
		e = encoder{note: true, null: e.null}
		err := e.value(node)
		if err == nil && len(e.json) > maxObject {
			f.wrong(p.problem(at, TooLarge, "%d KiB: an API server stores no object of more than %d KiB", len(e.json)>>10, maxObject>>10))
			return nil
		}
		object, strict := kinds[kind](), []error(nil)
		if err == nil {
			strict, err = json.UnmarshalStrict(e.json, object)
		}
		if err == nil {
			f.tellStrict(p, node, object, strict)
			return object
		}
		wrong, problem := e.blame(p, node, err)
		f.wrong(problem)
		if wrong == nil || e.null[wrong] {
			return nil
		}
		e.null[wrong] = true
	}
	return nil
}

// blame says which node is to blame for an error, nil if that cannot be told.
func (e *encoder) blame(p *part, object *yaml.Node, err error) (*yaml.Node, Problem) {
	if bad, is := errors.AsType[*nodeError](err); is {
		field, _ := pathTo(object, bad.node, "", 0)
		return bad.node, Problem{Position: p.position(bad.node.Line, bad.node.Column), Cause: Malformed, Field: field, Message: bad.Error()}
	}
	mismatch, is := errors.AsType[*stdjson.UnmarshalTypeError](err)
	if !is {
		return nil, p.problem(p.position(object.Line, object.Column), WrongType, "%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	i, _ := slices.BinarySearchFunc(e.written, int(mismatch.Offset), func(w written, at int) int { return w.at - at })
	node := e.written[max(i-1, 0)].node
	field, known := pathTo(object, node, "", 0)
	if !known {
		field = mismatch.Field
	}
	message := "must be " + wanted(mismatch.Type) + ", not " + given(mismatch.Value, node)
	if mismatch.Type.Kind() == reflect.String && node.Kind == yaml.ScalarNode && node.Style == 0 {
		message += ": quote it"
	}
	return node, Problem{Position: p.position(node.Line, node.Column), Cause: WrongType, Field: field, Message: message}
}

// wanted says what a type holds, in the words of YAML.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Struct, reflect.Map, reflect.Pointer:
		return "a mapping"
	default:
		return "a whole number in range"
	}
}

// given says what encoding/json calls a value, in the words of YAML.
func given(value string, node *yaml.Node) string {
	kind, _, _ := strings.Cut(value, " ")
	switch kind {
	case "array":
		return "a list"
	case "object":
		return "a mapping"
	case "bool":
		return "true or false"
	case "number":
		return "the number " + node.Value
	}
	return "a " + kind
}

// tellStrict tells of fields that are unknown or there twice.
func (f *found) tellStrict(p *part, object *yaml.Node, kind client.Object, strict []error) {
	for _, err := range strict {
		var about json.FieldError
		if !errors.As(err, &about) {
			continue
		}
		path := about.FieldPath()
		nodes, closest := lookUp(object, path)
		if len(nodes) == 0 {
			nodes = []*yaml.Node{closest}
		}
		first, last := nodes[0], nodes[len(nodes)-1]
		problem := Problem{Position: p.position(last.Line, last.Column), Cause: UnknownField, Field: path, Message: "unknown field"}
		if strings.HasPrefix(err.Error(), "duplicate") {
			problem.Cause, problem.Other = DuplicateField, p.position(first.Line, first.Column)
			problem.Message = "is there twice: first at " + problem.Other.String()
		} else if name := closestField(reflect.TypeOf(kind), path); name != "" {
			problem.Message += ": did you mean " + name + "?"
		}
		f.wrong(problem)
	}
}
