package watched_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/runtime/serializer/streaming"
	"k8s.io/apimachinery/pkg/watch"
	clientwatch "k8s.io/client-go/rest/watch"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firms"
	"github.com/matterplane/matterplane/internal/watched"
)

// managed is who manages which field, as API servers tell it.
const managed = `[{"apiVersion":"matterplane.dev/v1alpha1","fieldsType":"FieldsV1",` +
	`"fieldsV1":{"f:spec":{".":{},"f:staffing":{".":{},"k:{\"user\":\"anna\"}":{"f:user":{}}}}},"manager":"kubectl","operation":"Update","time":"2026-11-22T10:49:17Z"}]`

// frames are events as API servers write them, and as they do not.
func frames(tb testing.TB) []string {
	tb.Helper()
	frames := []string{
		`{"type":"BOOKMARK","object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Matter","metadata":{"annotations":{"k8s.io/initial-events-end":"true"},"creationTimestamp":null,"resourceVersion":"12"},"spec":{"type":""},"status":{}}}`,
		`{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}}`,
		`{"type":"DELETED","object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Office","metadata":{"name":"o","managedFields":` + managed + `}}}`,
		`{"type":"MODIFIED","object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Firm","metadata":{"name":"firm"},"spec":{"inventedLater":true}}}`,
		`{"type":"MODIFIED","object":{"apiVersion":"matterplane.dev/v1beta1","kind":"Firm","metadata":{"name":"firm"}}}`,
		`{"type":"MODIFIED","object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Unknown","metadata":{"name":"firm"}}}`,
		`{"type":"MODIFIED","object":{"kind":"Firm","apiVersion":"matterplane.dev/v1alpha1","metadata":{"name":"firm"}}}`,
		`{"type":"MODIFIED","object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Firm","kind":"Matter","metadata":{"name":"x"}}}`,
		`{"type":"MODIFIED","object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Firm","metadata":{"name":"a","name":"b"}}}`,
		`{"type":"MODIFIED","object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Firm","metadata":{"name":"M\u00fcller \ud83d\ude00 \n"}}}`,
		`{"type":"MODIFIED","object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Firm","metadata":{"name":1}}}`,
		`{"type":"MODIFIED","object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Firm"},"object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Office"}}`,
		`{"type":"INVENTED","object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Firm"}}`,
		`{"type":"ADDED"}`, `{"type":"ADDED","object":null}`, `{"type":"ADDED","object":12}`, `{}`, `[]`, `{"type":`, ``,
		"{\n  \"type\": \"ADDED\",\n  \"object\": {\"apiVersion\": \"matterplane.dev/v1alpha1\", \"kind\": \"Firm\"}\n}",
	}
	for i, o := range append(typical(), everything()...) {
		frames = append(frames, fmt.Sprintf(`{"type":%q,"object":%s}`, []watch.EventType{watch.Added, watch.Modified, watch.Deleted}[i%3], stored(tb, o)))
	}
	return frames
}

// typical is a firm before anybody has written a status; everything has those.
func typical() []client.Object {
	return cluster.ObjectsOf(firms.Applied(firms.Generate(firms.Shape{Matters: 20, Seed: 7}), time.Unix(1_750_000_000, 0)))
}

// everything is an object of each kind with something in every field.
func everything() []client.Object {
	all := []client.Object{&v1alpha1.Firm{}, &v1alpha1.Office{}, &v1alpha1.FirmUser{}, &v1alpha1.AssistantLink{}, &v1alpha1.Matter{}}
	for _, o := range all {
		fill(reflect.ValueOf(o).Elem())
	}
	return all
}

func fill(value reflect.Value) {
	switch of := value.Addr().Interface().(type) {
	case *metav1.Time:
		*of = metav1.Unix(1_750_000_000, 0)
		return
	case *metav1.FieldsV1:
		of.SetRawString(`{"f:spec":{}}`)
		return
	}
	switch value.Kind() {
	case reflect.String:
		value.SetString("Müller & <\"Söhne\">\n\\")
	case reflect.Bool:
		value.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		value.SetInt(-7)
	case reflect.Pointer:
		value.Set(reflect.New(value.Type().Elem()))
		fill(value.Elem())
	case reflect.Slice:
		value.Set(reflect.MakeSlice(value.Type(), 2, 2))
		fill(value.Index(0))
		fill(value.Index(1))
	case reflect.Map:
		element := reflect.New(value.Type().Elem()).Elem()
		fill(element)
		value.Set(reflect.MakeMap(value.Type()))
		value.SetMapIndex(reflect.ValueOf("key").Convert(value.Type().Key()), element)
	case reflect.Struct:
		for _, field := range value.Fields() {
			fill(field)
		}
	default:
		panic("no value is known for a " + value.Type().String())
	}
}

// stored is an object as an API server writes it: keys in order, white space none.
func stored(tb testing.TB, object client.Object) []byte {
	tb.Helper()
	kinds, _, err := schemeOf().ObjectKinds(object)
	if err != nil {
		tb.Fatal(err)
	}
	object.GetObjectKind().SetGroupVersionKind(kinds[0])
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		tb.Fatal(err)
	}
	if meta := content["metadata"].(map[string]any); meta["managedFields"] == nil {
		meta["managedFields"] = json.RawMessage(managed)
	}
	text, err := json.Marshal(content)
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

func schemeOf() *runtime.Scheme {
	s := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(s); err != nil {
		panic(err) // the types of this program are always known
	}
	metav1.AddToGroupVersion(s, schema.GroupVersion{Version: "v1"})
	return s
}

// theirs is what client-go reads with unless it is told otherwise, ours what informers of
// the manager do.
var (
	theirs = sync.OnceValue(func() runtime.NegotiatedSerializer {
		return serializer.WithoutConversionCodecFactory{CodecFactory: serializer.NewCodecFactory(schemeOf())}
	})
	ours = sync.OnceValue(func() runtime.NegotiatedSerializer { return watched.Serializer(schemeOf(), v1alpha1.GroupVersion) })
)

// event is what came of an event.
type event struct {
	Type   watch.EventType
	Object runtime.Object
	Fails  bool
}

// read reads the events of a stream until one fails, as a watch does.
func read(tb testing.TB, by runtime.NegotiatedSerializer, stream string) []event {
	tb.Helper()
	objects, events, framer, err := runtime.NewClientNegotiator(by, v1alpha1.GroupVersion).StreamDecoder(runtime.ContentTypeJSON, nil)
	if err != nil {
		tb.Fatal(err)
	}
	decoder := clientwatch.NewDecoder(streaming.NewDecoder(framer.NewFrameReader(io.NopCloser(strings.NewReader(stream))), events), objects)
	var all []event
	for {
		what, object, err := decoder.Decode()
		if errors.Is(err, io.EOF) {
			return all
		}
		all = append(all, event{what, object, err != nil})
		if err != nil {
			return all
		}
	}
}

// TestEvents: a watch brings what it brings client-go, one event after the other.
func TestEvents(t *testing.T) {
	t.Parallel()
	var good strings.Builder
	for _, frame := range frames(t) {
		want := read(t, theirs(), frame)
		if diff := cmp.Diff(want, read(t, ours(), frame)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", frame, diff)
		}
		if len(want) == 1 && !want[0].Fails {
			good.WriteString(frame + "\n")
		}
	}
	for _, strange := range []string{"\n", " ", "\r\n", "{\n}\n", `{"type":"ADDED"}{"type":"ADDED"}` + "\n"} {
		stream := good.String() + strange + good.String()
		if diff := cmp.Diff(read(t, theirs(), stream), read(t, ours(), stream)); diff != "" {
			t.Errorf("with %q in its midst (-want +got):\n%s", strange, diff)
		}
	}
	want := read(t, theirs(), good.String())
	if diff := cmp.Diff(want, read(t, ours(), good.String())); diff != "" || len(want) < 40 {
		t.Errorf("a stream of %d events (-want +got):\n%s", len(want), diff)
	}
}

// TestAtOnce: an event is told as soon as it is there, whether or not its line has ended, and
// however it is cut into pieces.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	const event = `{"type":"DELETED","object":{"apiVersion":"matterplane.dev/v1alpha1","kind":"Office","metadata":{"name":"o"}}}`
	objects, events, framer, err := runtime.NewClientNegotiator(ours(), v1alpha1.GroupVersion).StreamDecoder(runtime.ContentTypeJSON, nil)
	if err != nil {
		t.Fatal(err)
	}
	from, to := io.Pipe()
	written := make(chan string, 100)
	go func() {
		for piece := range written {
			_, _ = io.WriteString(to, piece) // who reads too little fails below
		}
		_ = to.CloseWithError(io.ErrUnexpectedEOF)
	}()
	decoder := clientwatch.NewDecoder(streaming.NewDecoder(framer.NewFrameReader(from), events), objects)
	for _, pieces := range [][]string{{event}, {event[:60], event[60:]}, {"\n"}, {event + "\n"}, {event[:9], event[9:] + "\n" + event}, {""}, {event, "\n\n"}, {event}} {
		for _, piece := range pieces {
			written <- piece
		}
		for range strings.Count(strings.Join(pieces, ""), "DELETED") {
			if what, object, err := decoder.Decode(); what != watch.Deleted || err != nil {
				t.Fatalf("%q: %s, %v, %v", pieces, what, object, err)
			}
		}
	}
	close(written)
	if _, _, err := decoder.Decode(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut off: %v", err)
	}
}

// TestObjects: objects and lists by themselves, and that a firm is read here, and not
// left to client-go.
func TestObjects(t *testing.T) {
	t.Parallel()
	untold := errors.New("left to client-go")
	alone := ours().DecoderToVersion(failing{untold}, v1alpha1.GroupVersion)
	var matters []string
	for _, o := range append(typical(), everything()...) {
		text := stored(t, o)
		if _, _, err := alone.Decode(text, nil, nil); err != nil {
			t.Errorf("%.200s: %v", text, err)
		}
		sameObject(t, text)
		if o.GetObjectKind().GroupVersionKind().Kind == "Matter" {
			matters = append(matters, string(text))
		}
	}
	sameObject(t, []byte(`{"apiVersion":"matterplane.dev/v1alpha1","kind":"MatterList","metadata":{"continue":"x","remainingItemCount":3,"resourceVersion":"9"},"items":[`+strings.Join(matters, ",")+`]}`))
	sameObject(t, []byte(`{"apiVersion":"matterplane.dev/v1alpha1","items":[],"kind":"MatterList","metadata":{}}`))
}

type failing struct{ err error }

func (f failing) Decode([]byte, *schema.GroupVersionKind, runtime.Object) (runtime.Object, *schema.GroupVersionKind, error) {
	return nil, nil, f.err
}

// sameObject wants an object to be read as client-go reads it.
func sameObject(tb testing.TB, text []byte) {
	tb.Helper()
	decode := func(by runtime.NegotiatedSerializer) (runtime.Object, error) {
		info, _ := runtime.SerializerInfoForMediaType(by.SupportedMediaTypes(), runtime.ContentTypeJSON)
		object, _, err := by.DecoderToVersion(info.Serializer, v1alpha1.GroupVersion).Decode(bytes.Clone(text), nil, nil)
		return object, err
	}
	want, wrong := decode(theirs())
	got, err := decode(ours())
	if diff := cmp.Diff(want, got); diff != "" || (err == nil) != (wrong == nil) {
		tb.Errorf("%s: %v, want %v (-want +got):\n%s", text, err, wrong, diff)
	}
}

// FuzzEvents: whatever a stream holds, its events are those that client-go reads.
func FuzzEvents(f *testing.F) {
	for _, frame := range frames(f) {
		f.Add(frame)
	}
	f.Fuzz(func(t *testing.T, stream string) {
		if diff := cmp.Diff(read(t, theirs(), stream), read(t, ours(), stream)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", stream, diff)
		}
	})
}

// FuzzObjects: whatever an object is, it is what client-go reads.
func FuzzObjects(f *testing.F) {
	for _, o := range append(typical(), everything()...) {
		f.Add(stored(f, o))
	}
	f.Fuzz(func(t *testing.T, text []byte) { sameObject(t, text) })
}

// BenchmarkEvent reads events of a matter with a status of twelve members, here and by
// client-go.
func BenchmarkEvent(b *testing.B) {
	m := firms.Generate(firms.Shape{Matters: 1, Seed: 1}).Matters[0]
	for i := range 12 {
		user := fmt.Sprintf("user-%d", i)
		m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: user, MatterRole: v1alpha1.MatterRoleEditor})
		m.Status.Staffing = append(m.Status.Staffing, v1alpha1.Member{
			User: user, MatterRole: v1alpha1.MatterRoleEditor, Origins: []v1alpha1.Origin{{Type: "Direct"}, {Type: "Collection", Set: "c", Via: []string{"a"}}},
		})
	}
	m.Status.Conditions = []metav1.Condition{{Type: "Ready", Status: metav1.ConditionTrue, Reason: "Derived", Message: "12 members", LastTransitionTime: metav1.Unix(1_750_000_000, 0)}}
	stream := strings.Repeat(fmt.Sprintf("{\"type\":\"MODIFIED\",\"object\":%s}\n", stored(b, m)), 100)
	for name, by := range map[string]runtime.NegotiatedSerializer{"ours": ours(), "client-go": theirs()} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(stream)))
			b.ReportAllocs()
			for b.Loop() {
				if got := read(b, by, stream); len(got) != 100 || got[99].Fails {
					b.Fatalf("%+v", got)
				}
			}
		})
	}
}
