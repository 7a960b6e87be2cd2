package expect

// mapping has these fields and no others.
func mapping(description string, fields object, required ...string) object {
	m := object{"type": "object", "description": description, "properties": fields, "additionalProperties": false}
	if len(required) > 0 {
		m["required"] = required
	}
	return m
}

// some is a mapping that says something.
func some(m object) object {
	m["minProperties"] = 1
	return m
}

func needs(field string) object { return object{"required": []any{field}} }

// ref is what is defined once.
func ref(definition string) object { return object{"$ref": "#/definitions/" + definition} }

// described says what something is for: beside a reference, nothing else counts.
func described(description string, what object) object {
	return object{"description": description, "allOf": []any{what}}
}

func listOf(item object) object {
	return object{"type": "array", "minItems": 1, "items": item}
}

// each is a list of what is there once.
func each(item object) object {
	list := listOf(item)
	list["uniqueItems"] = true
	return list
}

// word is what has more than blanks in it.
func word() object { return object{"type": "string", "pattern": `\S`} }

func text(description string) object { return described(description, ref("name")) }

func words[W ~string](of []W) object {
	values := make([]any, 0, len(of))
	for _, w := range of {
		values = append(values, string(w))
	}
	return object{"type": "string", "enum": values}
}

// oneOrMore is one, or a list of them, each once.
func oneOrMore(definition string) object {
	return object{"anyOf": []any{ref(definition), each(ref(definition))}}
}

// anyWord may say a word twice: it picks the same.
func anyWord[W ~string](of []W) object { return object{"anyOf": []any{words(of), listOf(words(of))}} }
