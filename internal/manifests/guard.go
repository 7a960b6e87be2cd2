package manifests

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	sigsyaml "sigs.k8s.io/yaml"
)

const (
	// maxRead bounds what one overlay reads, in bytes and in files.
	maxRead  = maxText
	maxFiles = 200_000
)

// guard is the disk as an overlay gets to read it. Kustomize fetches what is named
// as an address, and asks nobody before. It learns of names from the files that it
// reads: guard reads them first, and withholds those with an address in them.
type guard struct {
	filesys.FileSystem

	ctx          context.Context //nolint:containedctx // kustomize takes none, and a guard lives as long as one build
	root         string
	read         map[string]bool // files by their absolute names
	bytes        int
	plugins      bool // whether files may configure transformers from here on
	wantsOrigins bool // whether the overlay asks for what we ask for in its place
	refused      *Problem
}

func newGuard(ctx context.Context, root string) *guard {
	return &guard{FileSystem: filesys.MakeFsOnDisk(), ctx: ctx, root: root, read: map[string]bool{}}
}

// ReadFile implements filesys.FileSystem.
func (g *guard) ReadFile(path string) ([]byte, error) {
	if err := g.ctx.Err(); err != nil {
		return nil, err
	}
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	g.read[absolute(path)] = true
	if g.bytes += len(data); g.bytes > maxRead || len(g.read) > maxFiles {
		return nil, g.refuse(path, nil, errTooLong)
	}
	isKustomization := slices.Contains(konfig.RecognizedKustomizationFileNames(), filepath.Base(path))
	if !isKustomization && !g.plugins {
		return data, nil
	}
	if err := g.inspect(path, data, isKustomization); err != nil {
		return nil, err
	}
	if isKustomization && filepath.Dir(path) == g.root {
		return g.askForOrigins(data), nil
	}
	return data, nil
}

// refuse notes the first reason why something is withheld: kustomize takes a
// withheld file for a missing one.
func (g *guard) refuse(path string, node *yaml.Node, err error) error {
	if g.refused == nil {
		g.refused = &Problem{Position: Position{File: path}, Cause: BadOverlay, Message: err.Error()}
		if node != nil {
			g.refused.Position.Line, g.refused.Position.Column = node.Line, node.Column
			g.refused.Message = node.Value + " " + g.refused.Message
		}
	}
	return err
}

// inspect refuses a file with an address where kustomize would follow it.
func (g *guard) inspect(path string, data []byte, isKustomization bool) error {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var document yaml.Node
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil || len(document.Content) == 0 { // kustomize reads YAML by another parser: it might see more
			return g.refuse(path, nil, fmt.Errorf("cannot be looked into: %w", err))
		}
		root := document.Content[0]
		if isKustomization {
			for _, list := range []string{"generators", "transformers", "validators"} {
				if key, _ := child(root, list); key != nil {
					g.plugins = true
				}
			}
		}
		if address := addressIn(root, isKustomization, 0); address != nil {
			return g.refuse(path, address, errRemote)
		}
	}
}

// freeText are the fields of a kustomization in which an address is only words.
var freeText = []string{"commonAnnotations", "commonLabels", "labels", "metadata", "patch", "literals", "images", "imageTags", "options"}

// addressIn returns the first value that kustomize might fetch.
func addressIn(node *yaml.Node, isKustomization bool, depth int) *yaml.Node {
	if node = resolved(node); depth > maxDepth {
		return node
	}
	if node.Kind == yaml.ScalarNode {
		return address(node)
	}
	for i, within := range node.Content {
		if node.Kind == yaml.MappingNode && (i%2 == 0 || isKustomization && slices.Contains(freeText, node.Content[i-1].Value)) {
			continue
		}
		if found := addressIn(within, isKustomization, depth+1); found != nil {
			return found
		}
	}
	return nil
}

// addresses are how everything begins that kustomize takes for one.
var addresses = regexp.MustCompile(`(?i)^(git::)?([a-z][a-z0-9-]*@|github\.com[/:]|https?:|ssh:|file:)`)

// address returns the scalar if it, or a value in it where it is itself YAML, is
// an address.
func address(node *yaml.Node) *yaml.Node {
	value := strings.TrimSpace(node.Value)
	if node.ShortTag() == "!!binary" || addresses.MatchString(value) || strings.Contains(value, "://") && !strings.Contains(value, "\n") {
		return node
	}
	if !strings.Contains(value, "\n") && !strings.HasPrefix(value, "{") {
		return nil
	}
	decoder := yaml.NewDecoder(strings.NewReader(node.Value))
	for {
		var inline yaml.Node
		if err := decoder.Decode(&inline); err != nil || len(inline.Content) == 0 {
			return nil
		}
		if scalarOf(inline.Content[0], "apiVersion") == "builtin" && addressIn(inline.Content[0], false, 1) != nil {
			return node
		}
	}
}

// askForOrigins has the overlay say of each object which file it comes from.
func (g *guard) askForOrigins(data []byte) []byte {
	var content map[string]any
	if err := sigsyaml.Unmarshal(data, &content); err != nil {
		return data
	}
	asked, _ := content["buildMetadata"].([]any)
	if slices.Contains(asked, any(types.OriginAnnotations)) {
		g.wantsOrigins = true
		return data
	}
	content["buildMetadata"] = append(asked, types.OriginAnnotations)
	asking, err := sigsyaml.Marshal(content)
	if err != nil {
		return data
	}
	return asking
}
