package manifests

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxDepth bounds how deep values are nested: our kinds need six.
const maxDepth = 100

// tree returns the nodes of a part, nil for one without content. Their lines and
// columns are those within the part.
func (p *part) tree() (*yaml.Node, *Problem) {
	if p.json {
		node, err := p.jsonTree()
		if err != nil {
			return nil, new(p.problem(p.position(1, 1), Malformed, "broken JSON: %s", reason(err)))
		}
		return node, nil
	}
	if len(p.data) > maxDocument {
		return nil, new(p.problem(p.position(1, 1), TooLarge,
			"a document of more than %d MiB: write each object as a document of its own, or lists as JSON", maxDocument>>20))
	}
	root, err := only(p.data)
	if err != nil {
		return nil, new(p.broken(err))
	}
	return root, nil
}

// only returns the root of the one document that a text holds, nil if there is none.
func only(data []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, another yaml.Node
	err := decoder.Decode(&document)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err == nil {
		err = decoder.Decode(&another)
	}
	switch {
	case err == nil:
		return nil, errors.New("text after the end of a document")
	case !errors.Is(err, io.EOF):
		return nil, err
	}
	return document.Content[0], nil
}

// jsonTree returns the nodes of a value of JSON, which is known to be valid.
func (p *part) jsonTree() (*yaml.Node, error) {
	decoder := json.NewDecoder(bytes.NewReader(p.data))
	decoder.UseNumber()
	builder := &jsonBuilder{decoder: decoder, at: cursor{part: &part{text: p.text, data: p.data, line: 1, column: 1}, line: 1, column: 1}}
	return builder.node(0)
}

// jsonBuilder builds nodes from the tokens of JSON.
type jsonBuilder struct {
	decoder *json.Decoder
	at      cursor
}

func (b *jsonBuilder) node(depth int) (*yaml.Node, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("nested more than %d deep", maxDepth)
	}
	before := int(b.decoder.InputOffset())
	token, err := b.decoder.Token()
	if err != nil {
		return nil, err
	}
	from := before + len(b.at.data[before:]) - len(bytes.TrimLeft(b.at.data[before:], " \t\r\n,:"))
	place := b.at.value(from, from)
	node := &yaml.Node{Kind: yaml.ScalarNode, Line: place.line, Column: place.column}
	switch token := token.(type) {
	case json.Delim:
		node.Kind = yaml.SequenceNode
		if token == '{' {
			node.Kind = yaml.MappingNode
		}
		for b.decoder.More() {
			child, err := b.node(depth + 1)
			if err != nil {
				return nil, err
			}
			node.Content = append(node.Content, child)
		}
		_, err = b.decoder.Token()
	case string:
		node.Value, node.Style = token, yaml.DoubleQuotedStyle
	case json.Number:
		node.Value, node.Tag = token.String(), jsonNumber
	case bool:
		node.Value = fmt.Sprint(token)
	case nil:
		node.Value = "null"
	}
	return node, err
}

// jsonNumber is the tag of a number that goes into JSON as it is.
const jsonNumber = "!json"

// broken returns where YAML is broken. The parser tells where the value began in
// which it lost its way; the first line without which what is before is sound is
// closer to what a person has to mend.
func (p *part) broken(err error) Problem {
	line := p.firstUnsound()
	content := p.lineAt(line)
	trimmed := strings.TrimLeft(content, " ")
	column := 1 + len(content) - len(trimmed)
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	if told, rest, ok := strings.Cut(message, ": "); ok && strings.HasPrefix(told, "line ") {
		message = rest
	}
	switch {
	case strings.Contains(message, "document"):
		message += ": begin another document with a line of ---"
	case strings.HasPrefix(trimmed, "\t"):
		message = "a tab cannot indent: use spaces"
	}
	return p.problem(p.position(line, column), Malformed, "broken YAML: %s", message)
}

func (p *part) lineAt(line int) string {
	for content := range bytes.Lines(p.data) {
		line--
		if line == 0 {
			return string(content)
		}
	}
	return ""
}

// firstUnsound returns the line after the most lines that are sound on their own.
// It looks no longer than it takes to parse maxLooked bytes.
func (p *part) firstUnsound() int {
	const maxLooked = 8 << 20
	var ends []int
	end := 0
	for line := range bytes.Lines(p.data) {
		ends = append(ends, end)
		end += len(line)
	}
	looked := 0
	for i := len(ends) - 1; i > 0 && looked < maxLooked; i-- {
		if _, err := only(p.data[:ends[i]]); err == nil {
			return i + 1
		}
		looked += ends[i]
	}
	return 1
}
