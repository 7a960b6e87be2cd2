package manifests

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// plainWords are the plain scalars of YAML 1.1 that are no strings, as JSON has
// them; an empty one is null too.
var plainWords = func() map[string]string {
	words := map[string]string{"": "null", "~": "null"}
	for word, value := range map[string]string{
		"null": "null", "true": "true", "yes": "true", "on": "true", "y": "true",
		"false": "false", "no": "false", "off": "false", "n": "false",
	} {
		words[word], words[strings.ToUpper(word)], words[strings.ToUpper(word[:1])+word[1:]] = value, value, value
	}
	return words
}()

var yamlFloat = regexp.MustCompile(`^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$`)

// appendScalar appends a scalar as JSON has it: a plain one as YAML 1.1 resolves
// it, which is what kubectl does.
func appendScalar(into []byte, node *yaml.Node) ([]byte, error) {
	switch {
	case node.Tag == jsonNumber:
		return append(into, node.Value...), nil
	case node.Tag == "!!binary":
		data, err := base64.StdEncoding.DecodeString(node.Value)
		if err != nil {
			return into, fmt.Errorf("!!binary is not base64: %w", err)
		}
		return appendString(into, string(data)), nil
	case node.Style&yaml.TaggedStyle != 0:
		return appendTagged(into, node)
	case node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return appendString(into, node.Value), nil
	}
	return appendPlain(into, node.Value)
}

// appendTagged appends a scalar with a tag of its own; what it cannot be is an error.
func appendTagged(into []byte, node *yaml.Node) ([]byte, error) {
	wanted := map[string]string{"!!bool": "tf", "!!int": "-0123456789", "!!float": "-0123456789", "!!null": "n"}[node.ShortTag()]
	if wanted == "" {
		return appendString(into, node.Value), nil
	}
	value, err := appendPlain(nil, node.Value)
	if err == nil && !strings.ContainsRune(wanted, rune(value[0])) {
		err = fmt.Errorf("%q is no %s", node.Value, node.ShortTag())
	}
	return append(into, value...), err
}

func appendPlain(into []byte, value string) ([]byte, error) {
	if len(value) <= len("false") {
		if word, ok := plainWords[value]; ok {
			return append(into, word...), nil
		}
	}
	first := value[0]
	if first != '.' && first != '-' && first != '+' && (first < '0' || first > '9') {
		return appendString(into, value), nil
	}
	switch strings.ToLower(strings.TrimLeft(value, "+-")) {
	case ".inf", ".nan":
		return into, fmt.Errorf("%s has no place in JSON, which the API server is sent", value)
	}
	if number, ok := numeral(value); ok {
		return append(into, number...), nil
	}
	return appendString(into, value), nil
}

// numeral returns a number of YAML 1.1 as JSON has it.
func numeral(value string) (string, bool) {
	if value[0] == '.' {
		return float(value)
	}
	plain := strings.ReplaceAll(value, "_", "")
	if n, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return strconv.FormatInt(n, 10), true
	}
	if n, err := strconv.ParseUint(plain, 0, 64); err == nil {
		return strconv.FormatUint(n, 10), true
	}
	if !yamlFloat.MatchString(plain) {
		return "", false
	}
	return float(plain)
}

func float(value string) (string, bool) {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return "", false
	}
	text, err := json.Marshal(f)
	return string(text), err == nil
}

// appendString appends a string as JSON has it.
func appendString(into []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			text, _ := json.Marshal(s) //nolint:errchkjson // a string always can be
			return append(into, text...)
		}
	}
	into = append(into, '"')
	into = append(into, s...)
	return append(into, '"')
}
