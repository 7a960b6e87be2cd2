// Package watched reads what watches bring, in a third of the time that client-go takes.
// Half of what a manager does is to read: each status that it writes comes back, to it and
// to every replica. client-go goes through the text of an event six times before the
// object is read, and reads that as any JSON; of what an API server writes, once is enough.
//
// It decides nothing about what an event means: what internal/plainjson does not read is
// left to client-go as it is, and what it reads, client-go reads just so
// (FuzzObjects, FuzzEvents).
package watched

import (
	"bytes"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"

	"github.com/matterplane/matterplane/internal/plainjson"
)

// Serializer is what client-go reads objects of a group and version with, and writes them,
// where it is not asked to convert any.
func Serializer(scheme *runtime.Scheme, version schema.GroupVersion) runtime.NegotiatedSerializer {
	theirs := serializer.WithoutConversionCodecFactory{CodecFactory: serializer.NewCodecFactory(scheme)}
	types := slices.Clone(theirs.SupportedMediaTypes()) // those are shared
	for i := range types {
		if stream := types[i].StreamSerializer; stream != nil && types[i].MediaType == runtime.ContentTypeJSON {
			of := *stream
			of.Serializer, of.Framer = events{of.Serializer}, lines{of.Framer}
			types[i].StreamSerializer = &of
		}
	}
	return plain{NegotiatedSerializer: theirs, types: types, scheme: scheme, version: version}
}

type plain struct {
	runtime.NegotiatedSerializer

	types   []runtime.SerializerInfo
	scheme  *runtime.Scheme
	version schema.GroupVersion
}

// SupportedMediaTypes implements runtime.NegotiatedSerializer.
func (p plain) SupportedMediaTypes() []runtime.SerializerInfo { return p.types }

// DecoderToVersion implements runtime.NegotiatedSerializer.
func (p plain) DecoderToVersion(of runtime.Decoder, version runtime.GroupVersioner) runtime.Decoder {
	return objects{
		Decoder: p.NegotiatedSerializer.DecoderToVersion(of, version),
		begin:   []byte(`{"apiVersion":"` + p.version.String() + `","kind":"`),
		scheme:  p.scheme, version: p.version,
	}
}

// events reads what is around an object: what happened to it.
type events struct{ runtime.Serializer }

// Decode implements runtime.Decoder.
func (e events) Decode(text []byte, defaults *schema.GroupVersionKind, into runtime.Object) (runtime.Object, *schema.GroupVersionKind, error) {
	if event, is := into.(*metav1.WatchEvent); is {
		var read metav1.WatchEvent
		if plainjson.UnmarshalApart(text, &read) {
			*event = read
			return event, defaults, nil
		}
	}
	return e.Serializer.Decode(text, defaults, into)
}

// objects reads objects that begin as API servers begin them, into new ones.
type objects struct {
	runtime.Decoder

	begin   []byte // up to the name of the kind
	scheme  *runtime.Scheme
	version schema.GroupVersion
}

// Decode implements runtime.Decoder.
func (o objects) Decode(text []byte, defaults *schema.GroupVersionKind, into runtime.Object) (runtime.Object, *schema.GroupVersionKind, error) {
	if into == nil {
		if object, kind := o.read(text); object != nil {
			return object, kind, nil
		}
	}
	return o.Decoder.Decode(text, defaults, into)
}

// read returns the object, without its kind as all that are read without being converted,
// and the kind; nil if it is not read here.
func (o objects) read(text []byte) (runtime.Object, *schema.GroupVersionKind) {
	rest, begins := bytes.CutPrefix(text, o.begin)
	name, _, named := bytes.Cut(rest, []byte{'"'})
	if !begins || !named {
		return nil, nil
	}
	kind := o.version.WithKind(string(name))
	object, err := o.scheme.New(kind)
	if err != nil || !plainjson.UnmarshalApart(text, object) {
		return nil, nil
	}
	object.GetObjectKind().SetGroupVersionKind(schema.GroupVersionKind{})
	return object, &kind
}
