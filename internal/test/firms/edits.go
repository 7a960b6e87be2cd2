package firms

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/internal/roster"
)

// Edit is what a client writes of one object.
type Edit struct {
	// Says what that means, with the rule that carries it on.
	Says string
	// Object is as it is afterwards or, where it is deleted, as it was.
	Object metav1.Object
	// Delete says that the object goes.
	Delete bool
}

// Edits draws n edits of a firm, one after the other: teams, walls, links, accounts
// and settings change, matters are founded and deleted. Of five, two are taken back
// at once. What is drawn is valid, and leaves alone who runs the firm. The objects
// stay as they are.
func Edits(of roster.Objects, seed uint64, n int) []Edit {
	e := &editor{draw: newDraw(seed), there: map[string]metav1.Object{}, most: n}
	for o := range each(of) {
		e.there[key(o)] = o
	}
	for len(e.edits) < n {
		pick(e.draw, deeds)(e)
	}
	return e.edits
}

// editor edits a firm. Whoever changes an object changes a copy.
type editor struct {
	draw    *draw
	there   map[string]metav1.Object
	edits   []Edit
	most    int
	founded int
}

// write makes an edit, and now and then takes it back. Before or after is nil where
// the object is not there.
func (e *editor) write(says string, before, after metav1.Object) {
	e.put(says, before, after)
	if len(e.edits) < e.most && e.draw.chance(40) {
		e.put("that is taken back", after, before)
	}
}

func (e *editor) put(says string, before, after metav1.Object) {
	if after == nil {
		delete(e.there, key(before))
		e.edits = append(e.edits, Edit{Says: says, Object: before, Delete: true})
		return
	}
	e.there[key(after)] = after
	e.edits = append(e.edits, Edit{Says: says, Object: after})
}

func key(o metav1.Object) string { return fmt.Sprintf("%T/%s", o, o.GetName()) }

// among returns the objects of a kind that fit, by name.
func among[O metav1.Object](e *editor, fits func(O) bool) (found []O) {
	for _, o := range e.there {
		if typed, is := o.(O); is && fits(typed) {
			found = append(found, typed)
		}
	}
	slices.SortFunc(found, func(a, b O) int { return cmp.Compare(a.GetName(), b.GetName()) })
	return found
}

// copied is an object that can be deep-copied.
type copied[O any] interface {
	metav1.Object
	DeepCopy() O
}

// change edits one of the objects of a kind that fit, if there is any and it does
// change.
func change[O copied[O]](e *editor, says string, fits func(O) bool, how func(O)) {
	fitting := among(e, fits)
	if len(fitting) == 0 {
		return
	}
	before := pick(e.draw, fitting)
	after := before.DeepCopy()
	how(after)
	if !reflect.DeepEqual(before, after) {
		e.write(says, before, after)
	}
}
