package source

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/konfig"
)

// maxNaming bounds a file in which names of other files are looked for, in bytes.
const maxNaming = 1 << 20

// plugins are the lists of a kustomization whose files may name others.
var plugins = []string{"generators", "transformers", "validators"}

// takeOverlay writes what building an overlay may read: whatever a kustomization
// names, and what those name that it builds upon. A name too many does no harm; of
// one too few kustomize says that the file is missing.
func (c *checkout) takeOverlay(dir string) error {
	if c.overlaid[dir] {
		return nil
	}
	c.overlaid[dir] = true
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		file := path.Join(dir, name)
		if _, there := c.entries[file]; !there {
			continue
		}
		if err := c.takeFile(file); err != nil {
			return err
		}
		if err := c.takeNamed(dir, file, true); err != nil {
			return err
		}
	}
	return nil
}

// takeNamed writes what a file of an overlay names.
func (c *checkout) takeNamed(dir, file string, kustomization bool) error {
	at, err := c.follow(file)
	if err != nil || c.dirs[at] {
		return nil //nolint:nilerr // it is a problem already
	}
	text, err := c.blobs.text(c.entries[at].id, maxNaming)
	if err != nil {
		return nil //nolint:nilerr // too long to name files, or told when it was written
	}
	for name, further := range names(text, kustomization) {
		at, err := c.followed(dir, name, 0)
		switch {
		case err != nil:
			continue // no path, or kustomize says so
		case c.dirs[at]:
			err = c.takeOverlay(at)
		default:
			known := c.written[at]
			if err = c.takeFile(at); err == nil && further && !known {
				err = c.takeNamed(dir, at, false)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// names returns every word of a YAML text that could be a path, and whether what it
// names may name more.
func names(text string, kustomization bool) map[string]bool {
	found := map[string]bool{}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var document yaml.Node
		if decoder.Decode(&document) != nil || len(document.Content) == 0 {
			return found
		}
		root := document.Content[0]
		if !kustomization || root.Kind != yaml.MappingNode {
			addNames(found, root, false, 0)
			continue
		}
		for i := 0; i+1 < len(root.Content); i += 2 {
			addNames(found, root.Content[i+1], slices.Contains(plugins, root.Content[i].Value), 0)
		}
	}
}

func addNames(found map[string]bool, node *yaml.Node, further bool, depth int) {
	const deepest = 32
	if depth > deepest {
		return
	}
	if node.Kind == yaml.ScalarNode {
		if strings.Contains(node.Value, "\n") || strings.HasPrefix(node.Value, "{") { // YAML within YAML
			var inline yaml.Node
			if yaml.Unmarshal([]byte(node.Value), &inline) == nil {
				for _, within := range inline.Content {
					if within.Kind != yaml.ScalarNode {
						addNames(found, within, further, depth+1)
					}
				}
			}
			return
		}
		name := strings.TrimSpace(node.Value)
		found[name] = found[name] || further
		if _, file, keyed := strings.Cut(name, "="); keyed { // of a generator: key=file
			found[file] = found[file] || further
		}
		return
	}
	for _, within := range node.Content {
		addNames(found, within, further, depth+1)
	}
}
