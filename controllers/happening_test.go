package controllers

import (
	"maps"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// happening returns the event of a statement at a firm, and all objects before it
// and after. Beside those of package firm, a statement may be
//
//	comes firm                                   which creates the Firm as it is
//	patch user dan {givenName: Dan}              which changes fields of a spec
//	patch firm {displayName: Bench}              likewise, of the Firm
//	anew matter m2 {type: Case}                  likewise, of an object deleted and created anew unseen
//	ledger matter m2 {defaults: null}            which changes parts of a ledger
//	annotate user dan {example.com/note: seen}   which changes annotations
func happening(t firm.T, firmBefore, statement string) (e change, before, after map[string]client.Object) {
	t.Helper()
	objects := firm.Written(t, firmBefore)
	before = byID(objects)
	verb, rest, _ := strings.Cut(statement, " ")
	if verb == "comes" {
		after = maps.Clone(before)
		delete(before, rest+" "+v1alpha1.FirmName)
		return difference(before, after), before, after
	}
	edit, known := edits[verb]
	if !known {
		after = byID(firm.Written(t, firmBefore+"\n"+statement))
		return difference(before, after), before, after
	}
	if statement, ofFirm := strings.CutPrefix(rest, "firm "); ofFirm {
		rest = "firm " + v1alpha1.FirmName + " " + statement
	}
	words := strings.SplitN(rest, " ", 3)
	var fields map[string]any
	if err := yaml.Unmarshal([]byte(words[2]), &fields); err != nil {
		t.Fatal(statement, err)
	}
	was := before[words[0]+" "+words[1]]
	is := clone(was)
	if err := edit(is, fields, roster.NewSnapshot(objects)); err != nil {
		t.Fatal(statement, err)
	}
	after = maps.Clone(before)
	after[idOf(is)] = is
	return change{before: was, after: is}, before, after
}

// difference returns the one event that makes of a firm another.
func difference(before, after map[string]client.Object) (e change) {
	for id, o := range after {
		if before[id] == nil || !equality.Semantic.DeepEqual(before[id], o) {
			e = change{before: before[id], after: o}
		}
	}
	for id, o := range before {
		if after[id] == nil {
			e = change{before: o}
		}
	}
	return e
}

// edits change an object as their statements say.
var edits = map[string]func(o client.Object, fields map[string]any, v roster.View) error{
	"patch": func(o client.Object, fields map[string]any, v roster.View) error {
		if err := merge(o, map[string]any{"spec": fields}); err != nil {
			return err
		}
		o.SetGeneration(o.GetGeneration() + 1)
		if m, ok := o.(*v1alpha1.Matter); ok {
			stored, err := ledger.DecodeMatter(m.Annotations[v1alpha1.LedgerAnnotation])
			m.Annotations[v1alpha1.LedgerAnnotation] = stored.Advance(&m.Spec, v, firm.At(59)).Encode()
			return err
		}
		return nil
	},
	"anew": func(o client.Object, fields map[string]any, _ roster.View) error {
		o.SetUID("anew")
		firm.Stamp(o, 59)
		return merge(o, map[string]any{"spec": fields})
	},
	"ledger": func(o client.Object, fields map[string]any, _ roster.View) error {
		var parts map[string]any
		if err := yaml.Unmarshal([]byte(o.GetAnnotations()[v1alpha1.LedgerAnnotation]), &parts); err != nil {
			return err
		}
		encoded, err := yaml.Marshal(merged(parts, fields))
		if err == nil {
			encoded, err = yaml.YAMLToJSON(encoded)
		}
		o.GetAnnotations()[v1alpha1.LedgerAnnotation] = string(encoded)
		return err
	},
	"annotate": func(o client.Object, fields map[string]any, _ roster.View) error {
		return merge(o, map[string]any{"metadata": map[string]any{"annotations": fields}})
	},
}

// merge changes fields of an object; null removes one, and a list replaces another.
func merge(o client.Object, fields map[string]any) error {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(o)
	if err != nil {
		return err
	}
	reflect.ValueOf(o).Elem().SetZero() // what is removed must not stay
	return runtime.DefaultUnstructuredConverter.FromUnstructured(merged(content, fields), o)
}

func merged(to, fields map[string]any) map[string]any {
	if to == nil {
		to = map[string]any{}
	}
	for key, value := range fields {
		inner, isMap := value.(map[string]any)
		switch {
		case value == nil:
			delete(to, key)
		case isMap:
			old, _ := to[key].(map[string]any)
			to[key] = merged(old, inner)
		default:
			to[key] = value
		}
	}
	return to
}
