package admission

import (
	"context"
	"fmt"

	admissionv1 "k8s.io/api/admission/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/plainjson"
)

// write is one write of one object: what becomes what, and who asks for it.
type write[T client.Object] struct {
	requester

	namespace string
	create    bool
	deletes   bool
	// old is the stored object, nil on a create; new is the one that is asked for,
	// nil on a deletion. Neither has its status or managedFields: admission needs
	// neither, and they are most of an object.
	old, new T
	now      ledger.Time

	around *surroundings
}

// kind is how to tell and read the objects of one kind.
type kind[T client.Object] struct {
	name   string
	decode func(raw []byte) (T, error)
	// twins reads two at once, if it can; see there.
	twins func(changed, stored []byte) (after, before T, ok bool)
	// change is what authority is asked about: nil stands for no object.
	change func(before, after T) authority.Change
}

var (
	firmKind = kindOf("Firm", func(meta metav1.ObjectMeta, spec v1alpha1.FirmSpec) *v1alpha1.Firm {
		return &v1alpha1.Firm{ObjectMeta: meta, Spec: spec}
	}, func(before, after *v1alpha1.Firm) authority.Change {
		return authority.FirmChange{Old: before, New: after}
	})
	officeKind = kindOf("Office", func(meta metav1.ObjectMeta, spec v1alpha1.OfficeSpec) *v1alpha1.Office {
		return &v1alpha1.Office{ObjectMeta: meta, Spec: spec}
	}, func(before, after *v1alpha1.Office) authority.Change {
		return authority.OfficeChange{Old: before, New: after}
	})
	firmUserKind = kindOf("FirmUser", func(meta metav1.ObjectMeta, spec v1alpha1.FirmUserSpec) *v1alpha1.FirmUser {
		return &v1alpha1.FirmUser{ObjectMeta: meta, Spec: spec}
	}, func(before, after *v1alpha1.FirmUser) authority.Change {
		return authority.FirmUserChange{Old: before, New: after}
	})
	matterKind = kindOf("Matter", func(meta metav1.ObjectMeta, spec v1alpha1.MatterSpec) *v1alpha1.Matter {
		return &v1alpha1.Matter{ObjectMeta: meta, Spec: spec}
	}, func(before, after *v1alpha1.Matter) authority.Change {
		return authority.MatterChange{Old: before, New: after}
	})
	linkKind = kindOf("AssistantLink", func(meta metav1.ObjectMeta, spec v1alpha1.AssistantLinkSpec) *v1alpha1.AssistantLink {
		return &v1alpha1.AssistantLink{ObjectMeta: meta, Spec: spec}
	}, func(before, after *v1alpha1.AssistantLink) authority.Change {
		return authority.AssistantLinkChange{Old: before, New: after}
	})
)

func kindOf[T client.Object, S any](
	name string, object func(metav1.ObjectMeta, S) T, change func(before, after T) authority.Change,
) kind[T] {
	made := func(p parts[S]) (T, error) {
		if p.Kind != name || p.APIVersion != v1alpha1.GroupVersion.String() {
			var none T
			return none, fmt.Errorf("it is a %q of %q, not a %s of %s", p.Kind, p.APIVersion, name, v1alpha1.GroupVersion)
		}
		return object(p.Metadata.ObjectMeta, p.Spec), nil
	}
	return kind[T]{
		name: name, change: change,
		decode: func(raw []byte) (T, error) {
			var p parts[S]
			if err := decode(lean(raw), &p); err != nil {
				var none T
				return none, err
			}
			return made(p)
		},
		twins: func(changed, stored []byte) (after, before T, ok bool) {
			a, b, ok := twins[parts[S]](changed, stored)
			if !ok {
				return after, before, false
			}
			after, notAfter := made(a)
			before, notBefore := made(b)
			return after, before, notAfter == nil && notBefore == nil
		},
	}
}

// parts are the parts of an object that admission reads.
type parts[S any] struct {
	metav1.TypeMeta

	Metadata struct {
		metav1.ObjectMeta

		ManagedFields plainjson.Skipped `json:"managedFields"`
	} `json:"metadata"`
	Spec S `json:"spec"`
}

// decode reads JSON on top of what is there, keys in their case.
func decode[T any](text string, into *T) error {
	if plainjson.Unmarshal(text, into) {
		return nil
	}
	return json.Unmarshal([]byte(text), into)
}

// read returns the write for which a request asks. A request that the API server
// would not send is an error.
func (k kind[T]) read(ctx context.Context, d *desk, req *admission.Request) (*write[T], error) {
	create, deletes := req.Operation == admissionv1.Create, req.Operation == admissionv1.Delete
	if !create && !deletes && req.Operation != admissionv1.Update {
		return nil, fmt.Errorf("operation %q is not one that is asked about", req.Operation)
	}
	if req.Kind.Group != v1alpha1.GroupVersion.Group || req.Kind.Kind != k.name || req.SubResource != "" {
		return nil, fmt.Errorf("a %s of %q with subresource %q is not what is asked about", req.Kind.Kind, req.Kind.Group, req.SubResource)
	}
	if req.Namespace == "" {
		return nil, fmt.Errorf("a %s is in a namespace, and none is named", k.name)
	}
	w := &write[T]{
		requester: d.requester(&req.UserInfo),
		namespace: req.Namespace,
		create:    create,
		deletes:   deletes,
		now:       ledger.At(d.Clock()),
		around:    d.around(ctx, req.Namespace),
	}
	if err := k.objects(w, req); err != nil {
		return nil, err
	}
	if err := w.fits(req); err != nil {
		return nil, err
	}
	return w, nil
}

// objects reads the objects of a request.
func (k kind[T]) objects(w *write[T], req *admission.Request) (err error) {
	if !w.create && !w.deletes {
		var ok bool
		if w.new, w.old, ok = k.twins(req.Object.Raw, req.OldObject.Raw); ok {
			return nil
		}
	}
	if !w.deletes {
		if w.new, err = k.decode(req.Object.Raw); err != nil {
			return fmt.Errorf("reading the object: %w", err)
		}
	}
	if !w.create {
		if w.old, err = k.decode(req.OldObject.Raw); err != nil {
			return fmt.Errorf("reading the stored object: %w", err)
		}
	}
	return nil
}

// fits says whether a request is about one object, by one name in one namespace.
// The server may have yet to make a new one's name; a deletion of a whole
// collection names nobody.
func (w *write[T]) fits(req *admission.Request) error {
	var objects []T
	if !w.deletes {
		objects = append(objects, w.new)
	}
	if !w.create {
		objects = append(objects, w.old)
	}
	for _, o := range objects {
		if in := o.GetNamespace(); in != "" && in != req.Namespace {
			return fmt.Errorf("an object of namespace %q in a request about %q", in, req.Namespace)
		}
		if name := o.GetName(); req.Name != "" && name != "" && name != req.Name {
			return fmt.Errorf("an object with the name %q in a request about %q", name, req.Name)
		}
	}
	if !w.create && !w.deletes && w.old.GetName() != w.new.GetName() {
		return fmt.Errorf("an object with the name %q becomes one with the name %q", w.old.GetName(), w.new.GetName())
	}
	return nil
}

// object returns the object that the write is about: its name is there, whatever
// the request says (a deletion of a whole collection names nobody).
func (w *write[T]) object() T {
	if w.deletes {
		return w.old
	}
	return w.new
}
