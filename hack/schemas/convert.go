package main

import "strings"

// converted turns a structural schema into a JSON schema, in place, as kubeconform's
// openapi2jsonschema does: fields that have no name are refused, as kubectl refuses
// them; what may be null says so in its type, and what may be a number or a string says
// both. What only an API server understands, such as CEL, goes: check evaluates it.
//
// What stands in allOf, anyOf and oneOf of a structural schema only narrows what is
// said beside it, and is the same in both.
func converted(schema map[string]any) {
	open := schema["x-kubernetes-preserve-unknown-fields"] == true
	if schema["x-kubernetes-int-or-string"] == true {
		delete(schema, "type")
		delete(schema, "anyOf")
		schema["oneOf"] = []any{map[string]any{"type": "string"}, map[string]any{"type": "integer"}}
	}
	if schema["nullable"] == true {
		nullable(schema)
	}
	delete(schema, "nullable")
	for key := range schema {
		if strings.HasPrefix(key, "x-kubernetes-") {
			delete(schema, key)
		}
	}
	if properties, is := schema["properties"].(map[string]any); is {
		for _, property := range properties {
			inner(property)
		}
		if _, said := schema["additionalProperties"]; !said && !open {
			schema["additionalProperties"] = false
		}
	}
	inner(schema["items"])
	inner(schema["additionalProperties"])
}

// inner converts what may be a schema.
func inner(value any) {
	if schema, is := value.(map[string]any); is {
		converted(schema)
	}
}

// nullable lets null be a value.
func nullable(schema map[string]any) {
	switch {
	case schema["type"] != nil:
		schema["type"] = []any{schema["type"], "null"}
	case schema["oneOf"] != nil:
		schema["oneOf"] = append(list(schema["oneOf"]), map[string]any{"type": "null"})
	}
	if values := list(schema["enum"]); values != nil {
		schema["enum"] = append(values, nil)
	}
}
