package plainjson_test

import (
	stdjson "encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/json"

	"github.com/matterplane/matterplane/internal/plainjson"
)

// sample has something of every form, an embedded struct and a field that hides another.
type sample struct {
	metav1.TypeMeta

	Metadata struct {
		metav1.ObjectMeta

		ManagedFields hidden `json:"managedFields"`
	} `json:"metadata"`
	Text   word             `json:"text"`
	Truth  bool             `json:"truth"`
	Number int64            `json:"number"`
	Small  int32            `json:"small"`
	Maybe  *inner           `json:"maybe,omitempty"`
	List   []inner          `json:"list"`
	Words  []word           `json:"words"`
	Map    map[string]inner `json:"map"`
	Any    any              `json:"any"`
	Bytes  []byte           `json:"bytes"`
}

type word string

type inner struct {
	A string  `json:"a"`
	B int     `json:"b,omitzero"`
	C *sample `json:"c"`
}

type hidden struct{}

// UnmarshalJSON reads nothing.
func (*hidden) UnmarshalJSON([]byte) error { return nil }

// plain are texts that are read, others texts that are left to others.
var (
	plain = []string{
		`{}`,
		`{"apiVersion":"v1","kind":"Sample","metadata":{"name":"n","generation":12,"creationTimestamp":"2026-11-22T10:49:17Z","annotations":{"a":"{\"b\":\"\\\\\"}"}}}`,
		`{"text":"Müller & <Söhne>","truth":true,"number":0,"list":[{"a":"1","b":7},{},{"b":8}],"words":[],"map":{}}`,
		`{"text":"a \u0026 b \u003cc\u003e\nd\\n\"","words":["\\","\\u0026"]}`,
		`{"small":2147483647}`, `{"small":-2147483648}`, `{"number":-1,"list":[{"b":-999999999999999}]}`,
		`{"map":{"x":{"a":"y"},"z":{}},"maybe":{"a":"b"},"truth":false,"words":["a","b","c","d","e"]}`,
		`{"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"k","name":"n","uid":"u","controller":true}],"deletionGracePeriodSeconds":30,"managedFields":"x"}}`,
		`{"metadata":{"managedFields":[]}}`, `{"metadata":{"managedFields":[{"a":{"b":[true,false,12,"\"",{}]}},{},[[]]]}}`,
	}
	others = []string{
		``, `{`, `null`, `[]`, `{} `, ` {}`, `{}{}`, `{"text":null}`, `{"Text":"x"}`, `{"unknown":1}`, `{"text":"x","text":"y"}`,
		`{"text":"\r"}`, `{"text":"\u000a"}`, `{"text":"\u002`, `{"text":"\u0041"}`, `{"te\u0078t":"x"}`, "{\"text\":\"\xff\"}", "{\"text\":\"a\nb\"}", `{"text":"x}`, `{"text":"x\"}`,
		`{"text":1}`, `{"truth":"true"}`, `{"truth":truer}`, `{"number":01}`, `{"number":-}`, `{"small":2147483648}`, `{"small":-2147483649}`, `{"number":-0}`, `{"number":-01}`, `{"number":1.0}`, `{"number":1e3}`, `{"number":}`,
		`{"number":9999999999999999}`, `{"number":"1"}`, `{"list":[{}`, `{"list":[{},]}`, `{"list":{}}`, `{"list":[}`, `{"words":["a" ,"b"]}`,
		`{"map":{"x":{},"x":{}}}`, `{"map":{"x":{}},}`, `{"map":[]}`, `{"maybe":{"c":{}}}`, `{"maybe":null}`, `{"any":1}`, `{"bytes":"AAAA"}`,
		`{"metadata":{"creationTimestamp":"yesterday"}}`, `{"metadata":{"managedFields":[}}`, `{"metadata":{"managedFields":{"a"}}}`, `{"metadata":{"managedFields":[1 ]}}`,
		`{"metadata":{"managedFields":{"a":{"b":1}]}}`, `{"metadata":{"managedFields":` + strings.Repeat("[", 101) + strings.Repeat("]", 101) + `}}`,
		`{"metadata":{"managedFields":` + strings.Repeat(`{"a":`, 1_000_000), `{"text":"x"`, `{"text" :"x"}`, `{,}`, `{"text":"x",}`,
	}
)

func TestWhatIsPlain(t *testing.T) {
	t.Parallel()
	for _, text := range plain {
		if !checked(t, text) {
			t.Errorf("%s is not read", text)
		}
	}
	for _, text := range others {
		if checked(t, text) {
			t.Errorf("%s is read", text)
		}
	}
}

// TestOnTop: what is there stays, and stays whole if the text is not plain.
func TestOnTop(t *testing.T) {
	t.Parallel()
	var got sample
	got.Metadata.Name, got.Words = "n", []word{"w"}
	want := got
	if plainjson.Unmarshal(`{"metadata":{"generation":2},"text":"x"} `, &got) {
		t.Error("white space is read")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what is not plain leaves (-want +got):\n%s", diff)
	}
	want.Metadata.Generation, want.Text = 2, "x"
	if !plainjson.Unmarshal(`{"metadata":{"generation":2},"text":"x"}`, &got) {
		t.Error("it is not read")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read on top of it (-want +got):\n%s", diff)
	}
}

// TestApart: what is read is the same, whoever owns its memory.
func TestApart(t *testing.T) {
	t.Parallel()
	for _, text := range plain {
		var got, want sample
		if !plainjson.UnmarshalApart([]byte(text), &got) {
			t.Errorf("%s is not read", text)
		}
		plainjson.Unmarshal(text, &want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// FuzzUnmarshal: what is read, sigs.k8s.io/json reads strictly and just so.
func FuzzUnmarshal(f *testing.F) {
	for _, text := range append(plain, others...) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checked(t, text) })
}

// checked says whether a text is read, and wants that it is read as by others.
func checked(t *testing.T, text string) bool {
	t.Helper()
	var got, want sample
	read := plainjson.Unmarshal(text, &got)
	if read {
		strict, err := json.UnmarshalStrict([]byte(text), &want)
		if err != nil || len(strict) > 0 {
			t.Errorf("%s is read, and is wrong: %v, %v", text, err, strict)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", text, diff)
	}
	if plainjson.Whole([]byte(text)) && !stdjson.Valid([]byte(text)) {
		t.Errorf("%s is no value", text)
	}
	if read && !plainjson.Whole([]byte(text)) {
		t.Errorf("%s is read, and is no value", text)
	}
	return read
}
