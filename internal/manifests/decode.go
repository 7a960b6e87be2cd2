package manifests

import (
	"bytes"
	stdjson "encoding/json"
	"sync"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/json"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// declared is an object and where it is.
type declared struct {
	client.Object

	source source
	built  []byte // the JSON that an overlay has built, where the object loses some of it
}

// found is what a part holds.
type found struct {
	objects  []declared
	problems []Problem

	kind, name string // of the object that was last looked at
}

func (f *found) wrong(problems ...Problem) { f.problems = append(f.problems, problems...) }

// read reads what a part holds.
func (f *found) read(p *part) {
	if p.json {
		f.readJSON(p, 0)
		return
	}
	node, wrong := p.tree()
	if wrong != nil {
		f.wrong(*wrong)
		return
	}
	if node != nil {
		f.readNode(p, node, 0)
	}
}

// readJSON reads a value of JSON: straight into its object, if nothing is wrong.
func (f *found) readJSON(p *part, depth int) {
	var h head
	_ = stdjson.Unmarshal(p.data, &h) // it is valid; what is no string there is no kind of ours
	field, _ := h.fault()
	ours := h.APIVersion == v1alpha1.GroupVersion.String()
	switch {
	case h.isList() && depth < maxDepth:
		if items, ok := p.items(); ok {
			for _, item := range items {
				f.readJSON(item, depth+1)
			}
			return
		}
	case field == "" && !ours:
		return
	case field == "" && len(p.data) <= maxObject:
		object := kinds[h.Kind]()
		if strict, err := json.UnmarshalStrict(p.data, object); err == nil && len(strict) == 0 {
			f.add(p, object, &yaml.Node{Line: 1, Column: 1})
			return
		}
	}
	node, wrong := p.tree()
	if wrong != nil {
		f.wrong(*wrong)
		return
	}
	f.readNode(p, node, depth)
}

// mayBeOurs says whether a text names our group at all.
func mayBeOurs(data []byte) bool { return bytes.Contains(data, []byte(v1alpha1.GroupVersion.Group)) }

// items returns the items of a list in JSON.
func (p *part) items() ([]*part, bool) {
	decoder := stdjson.NewDecoder(bytes.NewReader(p.data))
	at := cursor{part: p, line: 1, column: 1}
	var items []*part
	if _, err := decoder.Token(); err != nil {
		return nil, false
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, false
		}
		var skipped stdjson.RawMessage
		if key != "items" {
			if err := decoder.Decode(&skipped); err != nil {
				return nil, false
			}
			continue
		}
		if open, err := decoder.Token(); err != nil || open != stdjson.Delim('[') {
			return nil, false
		}
		for decoder.More() {
			if err := decoder.Decode(&skipped); err != nil {
				return nil, false
			}
			end := int(decoder.InputOffset())
			items = append(items, at.value(end-len(skipped), end))
		}
		if _, err := decoder.Token(); err != nil {
			return nil, false
		}
	}
	return items, true
}

// readNode reads what a node declares: an object, or those of a list.
func (f *found) readNode(p *part, node *yaml.Node, depth int) {
	at := p.position(node.Line, node.Column)
	if node.Kind == yaml.AliasNode && depth < maxDepth {
		f.readNode(p, node.Alias, depth+1)
		return
	}
	if node.Kind != yaml.MappingNode {
		if node.Kind == yaml.ScalarNode && node.Value != "" && node.Value != "null" {
			f.wrong(p.problem(at, Malformed, "this is no object: one begins with apiVersion and kind"))
		}
		if node.Kind == yaml.SequenceNode && mayBeOurs(p.data) {
			f.wrong(p.problem(at, Malformed, "a list of objects: write them as documents between lines of ---, or as items of a List"))
		}
		return
	}
	h := head{APIVersion: scalarOf(node, "apiVersion"), Kind: scalarOf(node, "kind")}
	f.kind = h.Kind
	if _, metadata := child(node, "metadata"); metadata != nil {
		f.name = scalarOf(metadata, "name")
	}
	field, message := h.fault()
	switch {
	case h.isList():
		f.readList(p, node, depth)
	case field != "":
		if key, _ := child(node, field); key != nil {
			at = p.position(key.Line, key.Column)
		}
		f.wrong(Problem{Position: at, Cause: UnknownKind, Field: field, Message: message})
	case h.APIVersion == v1alpha1.GroupVersion.String():
		f.readObject(p, node, h.Kind)
	}
}

func (f *found) readList(p *part, node *yaml.Node, depth int) {
	_, items := child(node, "items")
	if items == nil || items.Kind != yaml.SequenceNode || depth >= maxDepth {
		f.wrong(p.problem(p.position(node.Line, node.Column), Malformed, "a List without a list of items"))
		return
	}
	for _, item := range items.Content {
		f.readNode(p, item, depth+1)
	}
}

// buffers hold the JSON of objects while they are read.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// readObject reads an object from its node.
func (f *found) readObject(p *part, node *yaml.Node, kind string) {
	buffer, _ := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	e := encoder{json: (*buffer)[:0]}
	err := e.value(node)
	*buffer = e.json
	if err == nil && len(e.json) <= maxObject {
		object := kinds[kind]()
		strict, err := json.UnmarshalStrict(e.json, object)
		if err == nil && len(strict) == 0 {
			f.add(p, object, node)
			return
		}
	}
	if object := f.mend(p, node, kind); object != nil {
		f.add(p, object, node)
	}
}

// add takes an object that has a name of its own.
func (f *found) add(p *part, object client.Object, node *yaml.Node) {
	s := p.source(node.Line, node.Column)
	if object.GetName() == "" {
		field, message := "metadata.name", "missing: an object is known by its name"
		if object.GetGenerateName() != "" {
			field, message = "metadata.generateName", "what is declared has a name of its own: give metadata.name instead"
		}
		f.wrong(Problem{Position: s.locate(p, field), Cause: MissingName, Field: field, Message: message})
		return
	}
	if firm, is := object.(*v1alpha1.Firm); is && firm.Name != v1alpha1.FirmName {
		f.wrong(Problem{
			Position: s.locate(p, "metadata.name"), Cause: WrongName, Field: "metadata.name",
			Message: "W-2: the Firm of a namespace is named " + v1alpha1.FirmName + ", not " + firm.Name,
		})
		return
	}
	f.objects = append(f.objects, declared{Object: object, source: s})
}
