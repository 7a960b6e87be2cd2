package manifests

import (
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// declaredAt is what a file says of an object, whether it is an object or half of one.
type declaredAt struct {
	head

	name   string
	source source
	part   *part
}

// declaredIn returns where an object that was built is declared in the file that it
// comes from, nil if that cannot be told. The overlay may have changed its name.
func (b *build) declaredIn(origin, kind, name string) *declaredAt {
	if origin == "" {
		return nil
	}
	path := filepath.Join(b.root, origin)
	if _, known := b.files[path]; !known {
		b.files[path] = declarations(path, b.named(path))
	}
	var best *declaredAt
	for i := range b.files[path] {
		at := &b.files[path][i]
		if at.Kind != kind || !strings.Contains(name, at.name) {
			continue
		}
		if best == nil || len(at.name) > len(best.name) {
			best = at
		}
	}
	return best
}

// declarations returns what a file declares.
func declarations(path, name string) []declaredAt {
	data, err := readFile(path)
	if err != nil {
		return nil
	}
	var all []declaredAt
	parts, _ := split(&text{name: name, path: path}, data)
	for _, p := range parts {
		if root, _ := p.tree(); root != nil {
			all = p.declarations(all, root, 0)
		}
	}
	return all
}

func (p *part) declarations(all []declaredAt, node *yaml.Node, depth int) []declaredAt {
	if node = resolved(node); node.Kind != yaml.MappingNode || depth > 2 {
		return all
	}
	h := head{APIVersion: scalarOf(node, "apiVersion"), Kind: scalarOf(node, "kind")}
	if _, items := child(node, "items"); h.isList() && items != nil {
		for _, item := range items.Content {
			all = p.declarations(all, item, depth+1)
		}
		return all
	}
	name := ""
	if _, metadata := child(node, "metadata"); metadata != nil {
		name = scalarOf(metadata, "name")
	}
	return append(all, declaredAt{head: h, name: name, source: p.source(node.Line, node.Column), part: p})
}
