// Package render derives the statuses of whole firms and prints them as the cluster
// would hold them, the times of conditions aside: it calls what the controllers call.
package render

import (
	"cmp"
	"fmt"
	"iter"
	"runtime"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// Object is an object with its derived status, and nothing of what is declared.
type Object struct {
	metav1.TypeMeta `json:",inline"`

	Metadata Metadata `json:"metadata"`
	Status   any      `json:"status"`
}

// Metadata is what tells an object from all others.
type Metadata struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
}

// Task is an object whose status is to be derived.
type Task func(*worker) Object

// Tasks returns the objects of a firm whose statuses are to be derived: by kind, as
// Firm, Office, FirmUser, AssistantLink, Matter, and by name.
func Tasks(objects roster.Objects) iter.Seq[Task] {
	f := firmOf(objects)
	return func(yield func(Task) bool) {
		for o := range sorted(objects) {
			if !yield(func(w *worker) Object { return w.of(f).derived(o) }) {
				return
			}
		}
	}
}

// Known returns tasks that leave nothing to derive.
func Known(objects iter.Seq[Object]) iter.Seq[Task] {
	return func(yield func(Task) bool) {
		for o := range objects {
			if !yield(func(*worker) Object { return o }) {
				return
			}
		}
	}
}

// Firm derives the status of every object of a firm, on all processors, in the order
// of Tasks.
func Firm(objects roster.Objects) iter.Seq[Object] {
	return flat(inOrder(Tasks(objects), func() func([]Task) []Object {
		w := &worker{}
		return func(tasks []Task) []Object {
			derived := make([]Object, 0, len(tasks))
			for _, task := range tasks {
				derived = append(derived, task(w))
			}
			return derived
		}
	}))
}

// firm is what all workers know of a firm.
type firm struct {
	view      roster.View
	reached   *access.Reached
	positions chan *staffing.Positions // with what they know already, of which nobody makes use
}

func firmOf(objects roster.Objects) *firm {
	v := roster.NewSnapshot(objects)
	positions := make([]*staffing.Positions, runtime.GOMAXPROCS(0))
	for i := range positions {
		positions[i] = staffing.NewPositions(v)
	}
	f := &firm{view: v, reached: access.ReachedOn(v, objects.Matters, positions), positions: make(chan *staffing.Positions, len(positions))}
	for _, p := range positions {
		f.positions <- p
	}
	return f
}

// known returns positions for a worker alone.
func (f *firm) known() *staffing.Positions {
	select {
	case p := <-f.positions:
		return p
	default: // whoever goes through the tasks a second time
		return staffing.NewPositions(f.view)
	}
}

// worker derives on one processor.
type worker struct {
	*firm

	positions *staffing.Positions
	people    *profile.People
	room      *staffing.Room // of one who is done with an object before the next, else nil
}

// of turns to a firm. Of the same firm it knows what it has worked out before.
func (w *worker) of(f *firm) *worker {
	if w.firm != f {
		w.firm, w.positions = f, f.known()
		w.people = profile.PeopleReaching(f.view, w.positions.Links(), f.reached)
	}
	return w
}

func (w *worker) derived(o metav1.Object) Object {
	switch o := o.(type) {
	case *v1alpha1.Firm:
		return object("Firm", o, profile.Firm(w.view))
	case *v1alpha1.Office:
		return object("Office", o, profile.Office(w.view, o))
	case *v1alpha1.FirmUser:
		return object("FirmUser", o, w.people.User(o))
	case *v1alpha1.AssistantLink:
		return object("AssistantLink", o, w.people.Link(o))
	case *v1alpha1.Matter:
		if w.room != nil {
			return object("Matter", o, w.positions.DeriveIn(w.room, o))
		}
		return object("Matter", o, w.positions.Derive(o))
	}
	panic(fmt.Sprintf("a firm has no %T", o))
}

// sorted yields the objects of a firm by kind and name.
func sorted(objects roster.Objects) iter.Seq[metav1.Object] {
	return func(yield func(metav1.Object) bool) {
		if f := objects.Firm; f != nil && !yield(f) {
			return
		}
		_ = byName(objects.Offices, yield) && byName(objects.Users, yield) && byName(objects.Links, yield) && byName(objects.Matters, yield)
	}
}

// byName yields objects of a kind by name, and says whether to go on.
func byName[O metav1.Object](objects []O, yield func(metav1.Object) bool) bool {
	for _, o := range slices.SortedFunc(slices.Values(objects), func(a, b O) int { return cmp.Compare(a.GetName(), b.GetName()) }) {
		if !yield(o) {
			return false
		}
	}
	return true
}

var version = v1alpha1.GroupVersion.String()

func object(kind string, of metav1.Object, status any) Object {
	return Object{
		TypeMeta: metav1.TypeMeta{APIVersion: version, Kind: kind},
		Metadata: Metadata{Name: of.GetName(), Namespace: of.GetNamespace()},
		Status:   status,
	}
}
