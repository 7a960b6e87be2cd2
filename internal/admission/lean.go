package admission

import "bytes"

// lean returns the JSON of an object without its status and its managedFields.
// Admission reads neither, they are two thirds of an object, and passing over them
// here takes a tenth of the time that decoding them into nothing does. All else
// stays as it is. What is left out is JSON, because the object comes from a review
// that was read as such; what lean does not understand it returns as it is, for the
// decoder to refuse.
func lean(raw []byte) []byte {
	return members(raw, func(key string, value []byte) []byte {
		switch key {
		case `"status"`:
			return nil
		case `"metadata"`:
			return members(value, func(key string, value []byte) []byte {
				if key == `"managedFields"` {
					return nil
				}
				return value
			})
		}
		return value
	})
}

// members returns an object of JSON with the value of each member as change returns
// it, and without those of which that is nothing. Keys are in their quotes. What is
// not an object is returned as it is.
func members(raw []byte, change func(key string, value []byte) []byte) []byte {
	at := space(raw, 0)
	if at == len(raw) || raw[at] != '{' {
		return raw
	}
	object := append(make([]byte, 0, len(raw)/2+1), '{')
	for more := true; more; {
		key := value(raw, space(raw, at+1))
		colon := space(raw, space(raw, at+1)+len(key))
		if len(key) == 0 || key[0] != '"' || colon == len(raw) || raw[colon] != ':' {
			return raw
		}
		from := space(raw, colon+1)
		of := value(raw, from)
		if at = space(raw, from+len(of)); len(of) == 0 || at == len(raw) || (raw[at] != ',' && raw[at] != '}') {
			return raw
		}
		more = raw[at] == ','
		if of = change(string(key), of); of == nil {
			continue
		}
		if len(object) > 1 {
			object = append(object, ',')
		}
		object = append(append(append(object, key...), ':'), of...)
	}
	if space(raw, at+1) != len(raw) {
		return raw
	}
	return append(object, '}')
}

// value returns the value that begins at a place; nothing if none does.
func value(raw []byte, from int) []byte {
	at := from
	for depth := 0; at < len(raw); {
		switch raw[at] {
		case '"':
			if at = quoted(raw, at); at < 0 {
				return nil
			}
		case '{', '[':
			depth++
			at++
		case '}', ']', ',', ':', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return raw[from:at]
			}
			if raw[at] == '}' || raw[at] == ']' {
				depth--
			}
			at++
		default:
			at++
			continue
		}
		if depth == 0 {
			return raw[from:at]
		}
	}
	return raw[from:at]
}

// quoted returns where the string ends that begins at a place; -1 if it does not.
func quoted(raw []byte, from int) int {
	for at := from + 1; ; at++ {
		end := bytes.IndexByte(raw[at:], '"')
		if end < 0 {
			return -1
		}
		at += end
		escapes := 0
		for raw[at-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return at + 1
		}
	}
}

// space returns the place of the next byte that is not white space.
func space(raw []byte, at int) int {
	for at < len(raw) && (raw[at] == ' ' || raw[at] == '\t' || raw[at] == '\r' || raw[at] == '\n') {
		at++
	}
	return at
}
