package matrix_test

import (
	"testing"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/matrix"
)

// question is a row of the matrix, asked by one actor on a stage.
type question struct {
	row   matrix.Row
	by    asker
	stage *stage
	rule  string // that refuses it; empty if the actor may
	pure  authority.Decision

	// have is what is stored and want what is asked for; nil is no object.
	have, want *unstructured.Unstructured
}

// ask prepares a question: the change that the row makes of a firm, made of what
// is stored of that firm.
func ask(t *testing.T, row matrix.Row, by asker, s *stage) *question {
	t.Helper()
	there := row.Objects(t, by.name)
	change := row.Does(there)
	before, after := sides(change)
	view := roster.NewSnapshot(there)
	decision, err := authority.Decide(matrix.AtFirm(view, by.is), change, view)
	must(t, err)
	q := &question{row: row, by: by, stage: s, rule: row.RuleFor(by.name), pure: decision}
	switch {
	case before == nil:
		q.want = bare(t, after)
		q.want.SetNamespace(s.namespace)
	case after == nil:
		q.have = s.now[id(kindOf(before), before.GetName())]
	default:
		q.have = s.now[id(kindOf(before), before.GetName())]
		q.want = changed(t, q.have, bare(t, before), bare(t, after))
	}
	return q
}

// object is what the question is about, there or not.
func (q *question) object() *unstructured.Unstructured {
	if q.want != nil {
		return q.want
	}
	return q.have
}

// sides returns the two sides of a change, nil for no object.
func sides(change authority.Change) (before, after client.Object) {
	switch c := change.(type) {
	case authority.FirmChange:
		return some(c.Old), some(c.New)
	case authority.OfficeChange:
		return some(c.Old), some(c.New)
	case authority.FirmUserChange:
		return some(c.Old), some(c.New)
	case authority.AssistantLinkChange:
		return some(c.Old), some(c.New)
	case authority.MatterChange:
		return some(c.Old), some(c.New)
	}
	panic("no such change")
}

// some returns an object, or no object at all for a nil pointer.
func some[O interface {
	comparable
	client.Object
}](o O) client.Object {
	var none O
	if o == none {
		return nil
	}
	return o
}

// changed makes of what is stored what the row makes of its own object.
func changed(t *testing.T, stored, before, after *unstructured.Unstructured) *unstructured.Unstructured {
	t.Helper()
	patch, err := mergePatchOf(before, after)
	must(t, err)
	text, err := stored.MarshalJSON()
	must(t, err)
	text, err = jsonpatch.MergePatch(text, patch)
	must(t, err)
	want := &unstructured.Unstructured{}
	must(t, want.UnmarshalJSON(text))
	return want
}
