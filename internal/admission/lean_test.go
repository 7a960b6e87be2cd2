package admission

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// leanExamples are objects, what lean leaves of them, and what it does not understand.
var leanExamples = map[string]string{
	`{"a":1,"status":{"b":[1,"}"]},"spec":{"status":2}}`:                       `{"a":1,"spec":{"status":2}}`,
	`{"metadata":{"name":"m","managedFields":[{"a":{}}],"uid":"u"},"spec":{}}`: `{"metadata":{"name":"m","uid":"u"},"spec":{}}`,
	`{"metadata":{"managedFields":null}}`:                                      `{"metadata":{}}`,
	`{"status":1}`:                                                             `{}`,
	` { "status" : "a\\\"}" , "spec" : { "x" : "\\" } } `:                      `{"spec":{"x":"\\"}}`,
	`{"managedFields":1,"metadata":2,"Status":3,"stat\u0075s":4}`:              `{"managedFields":1,"metadata":2,"Status":3,"stat\u0075s":4}`,
	`{"spec":1,"spec":2,"status":3,"status":4}`:                                `{"spec":1,"spec":2}`,
	`{"a":-1.5e3,"b":true,"c":null,"d":[],"status":null}`:                      `{"a":-1.5e3,"b":true,"c":null,"d":[]}`,
	`{}`: `{}`, `null`: `null`, ``: ``, `[]`: `[]`, `"status"`: `"status"`, `{`: `{`, `{"a"`: `{"a"`, `{"a":`: `{"a":`, `{"a":1`: `{"a":1`,
	`{"a":1,}`: `{"a":1,}`, `{"status":1}x`: `{"status":1}x`, `{"status":"}`: `{"status":"}`, `{"status" 1}`: `{"status" 1}`, `{status:1}`: `{status:1}`,
	`{"status":,"a":1}`: `{"status":,"a":1}`, `{"status":1 2}`: `{"status":1 2}`,
}

func TestLean(t *testing.T) {
	for raw, want := range leanExamples {
		if got := lean([]byte(raw)); got != want {
			t.Errorf("of %s is left %s, want %s", raw, got, want)
		}
	}
}

// FuzzLean: of every object of JSON all is left but its status and managedFields,
// and what is no JSON becomes none.
func FuzzLean(f *testing.F) {
	for raw := range leanExamples {
		f.Add([]byte(raw))
	}
	f.Add([]byte(strings.Repeat(`{"status":[`, 50) + strings.Repeat(`]}`, 50)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		left := lean(raw)
		var before, after any
		err := json.Unmarshal(raw, &before)
		if err != nil {
			return // its object is never read: the review was refused
		}
		if err := json.Unmarshal([]byte(left), &after); err != nil {
			t.Fatalf("of %s is left %s: %v", raw, left, err)
		}
		if diff := cmp.Diff(read(before), read(after)); diff != "" {
			t.Fatalf("of %s is left %s (-want +got):\n%s", raw, left, diff)
		}
	})
}

// read returns of an object what admission reads.
func read(object any) any {
	if object, is := object.(map[string]any); is {
		delete(object, "status")
		if metadata, is := object["metadata"].(map[string]any); is {
			delete(metadata, "managedFields")
		}
	}
	return object
}
