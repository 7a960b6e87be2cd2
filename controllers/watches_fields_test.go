package controllers

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// TestEveryFieldHasARow fails when a field comes to a spec or a ledger, or a stamp
// to the annotations, and no row of TestWhoIsAffectedByAnEvent says whom a change
// of it touches. The row changes nothing else, unless it touches nobody.
func TestEveryFieldHasARow(t *testing.T) {
	t.Parallel()
	rowless := map[string]bool{}
	for kind, o := range map[string]client.Object{
		"firm": &v1alpha1.Firm{}, "office": &v1alpha1.Office{}, "user": &v1alpha1.FirmUser{},
		"link": &v1alpha1.AssistantLink{}, "matter": &v1alpha1.Matter{},
	} {
		for path := range leavesOf(factsOf(t, o)) {
			rowless[kind+" "+path] = true
		}
		for _, event := range []string{"comes", "goes", "changes"} {
			rowless[kind+" "+event] = true
		}
	}
	for _, stamp := range []string{v1alpha1.SinceAnnotation, v1alpha1.FirstUserAnnotation, v1alpha1.CreatedByAnnotation} {
		rowless["user annotations["+stamp+"]"] = true
	}
	rowless["link annotations["+v1alpha1.SinceAnnotation+"]"] = true
	delete(rowless, "matter ledger.v") // another format is another ledger: there are rows for that

	for _, row := range rows {
		e, _, _ := happening(t, bench, row.event)
		kind := kindOf(e.object())
		switch {
		case e.before == nil:
			delete(rowless, kind+" comes")
		case e.after == nil:
			delete(rowless, kind+" goes")
		default:
			delete(rowless, kind+" changes")
			if changed := changedIn(t, e); len(changed) == 1 || row.touched+row.vain == "" {
				for _, path := range changed {
					delete(rowless, kind+" "+path)
				}
			}
		}
	}
	for fact := range rowless {
		t.Errorf("no row says whom a change touches that changes only %s", fact)
	}
}

// facts are what watches may look at: the spec, and the ledger.
type facts struct{ Spec, Ledger any }

func factsOf(t *testing.T, o client.Object) facts {
	t.Helper()
	switch o := o.(type) {
	case *v1alpha1.Firm:
		kept, _ := ledger.DecodeFirm(o.Annotations[v1alpha1.LedgerAnnotation])
		return facts{o.Spec, kept}
	case *v1alpha1.Office:
		return facts{o.Spec, nil}
	case *v1alpha1.FirmUser:
		return facts{o.Spec, nil}
	case *v1alpha1.AssistantLink:
		return facts{o.Spec, nil}
	case *v1alpha1.Matter:
		kept, _ := ledger.DecodeMatter(o.Annotations[v1alpha1.LedgerAnnotation])
		return facts{o.Spec, kept}
	}
	t.Fatalf("a %T is of no kind of ours", o)
	return facts{}
}

// changedIn returns the paths that an update changes. A ledger that a write of the
// spec moves along is no change of its own.
func changedIn(t *testing.T, e change) []string {
	t.Helper()
	before, after := factsOf(t, e.before), factsOf(t, e.after)
	changed := differ(leavesOf(facts{before.Spec, nil}), leavesOf(facts{after.Spec, nil}))
	if len(changed) == 0 {
		changed = differ(leavesOf(facts{nil, before.Ledger}), leavesOf(facts{nil, after.Ledger}))
	}
	for _, stamp := range differ(e.before.GetAnnotations(), e.after.GetAnnotations()) {
		if stamp != v1alpha1.LedgerAnnotation && (stamp != v1alpha1.SinceAnnotation || e.before.GetUID() == e.after.GetUID()) {
			changed = append(changed, "annotations["+stamp+"]")
		}
	}
	slices.Sort(changed)
	return changed
}

// leavesOf returns every path of some facts that holds no other, with what is there.
func leavesOf(f facts) map[string][]string {
	leaves := map[string][]string{}
	for at, part := range map[string]any{"spec": f.Spec, "ledger": f.Ledger} {
		if part != nil {
			collect(leaves, at, reflect.TypeOf(part), reflect.ValueOf(part))
		}
	}
	return leaves
}

// collect walks a type, and a value of it while there is one.
func collect(into map[string][]string, path string, of reflect.Type, value reflect.Value) {
	switch {
	case of.Kind() == reflect.Pointer:
		collect(into, path, of.Elem(), elem(value))
	case of == reflect.TypeFor[ledger.Time]() || !nested(of):
		if into[path] == nil {
			into[path] = []string{}
		}
		if value.IsValid() && !value.IsZero() {
			into[path] = append(into[path], fmt.Sprint(value))
		}
	case of.Kind() == reflect.Struct:
		for i := range of.NumField() {
			name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			inner := reflect.Value{}
			if value.IsValid() {
				inner = value.Field(i)
			}
			collect(into, path+"."+name, of.Field(i).Type, inner)
		}
	default: // a list or a map
		collect(into, path+"[]", of.Elem(), reflect.Value{})
		for _, inner := range elements(value) {
			collect(into, path+"[]", of.Elem(), inner)
		}
	}
}

// nested says whether values of a type hold others.
func nested(t reflect.Type) bool {
	return slices.Contains([]reflect.Kind{reflect.Struct, reflect.Slice, reflect.Map}, t.Kind())
}

func elem(pointer reflect.Value) reflect.Value {
	if !pointer.IsValid() || pointer.IsNil() {
		return reflect.Value{}
	}
	return pointer.Elem()
}

// elements returns the values of a list, or those of a map by their keys.
func elements(of reflect.Value) []reflect.Value {
	if !of.IsValid() {
		return nil
	}
	var all []reflect.Value
	if of.Kind() == reflect.Slice {
		for i := range of.Len() {
			all = append(all, of.Index(i))
		}
		return all
	}
	byKey := map[string]reflect.Value{}
	for _, key := range of.MapKeys() {
		byKey[key.String()] = of.MapIndex(key)
	}
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		all = append(all, byKey[key])
	}
	return all
}
