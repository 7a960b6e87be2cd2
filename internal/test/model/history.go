package model

import (
	"fmt"
	"maps"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Write is one write of one object: it is created, replaced as a whole, or deleted.
type Write struct {
	// At is when, to the microsecond; never before the write before it, sometimes
	// at the same time.
	At time.Time

	// Object is a *v1alpha1.Firm, FirmUser, Office, AssistantLink or Matter with
	// its name and its spec, and nothing else. Copy it before changing it.
	Object metav1.Object

	// Delete says that the object, which is there and as given, goes.
	Delete bool
}

// Apply writes to the World.
func (x Write) Apply(w *World) {
	name := x.Object.GetName()
	switch object := x.Object.(type) {
	case *v1alpha1.Firm:
		if x.Delete {
			w.DeleteFirm()
			return
		}
		w.PutFirm(object.Spec)
	case *v1alpha1.FirmUser:
		if x.Delete {
			w.DeleteUser(name)
			return
		}
		w.PutUser(name, object.Spec)
	case *v1alpha1.Office:
		if x.Delete {
			w.DeleteOffice(name)
			return
		}
		w.PutOffice(name)
	case *v1alpha1.AssistantLink:
		if x.Delete {
			w.DeleteLink(name)
			return
		}
		w.CreateLink(name, object.Spec, x.At)
	case *v1alpha1.Matter:
		if x.Delete {
			w.DeleteMatter(name)
			return
		}
		w.PutMatter(name, object.Spec, x.At)
	default:
		panic(fmt.Sprintf("a firm has no %T", object))
	}
}

// History draws the writes of a small firm, from its founding on: its settings,
// users and links, and on eight assets what a busy firm does in a year. What is
// drawn are intents, which mean something whatever happened before, and nothing
// where nothing can be done: so a history shrinks by leaving intents out.
func History(t *rapid.T) []Write { return draft(t, &author{world: New(), now: beginning}) }

// AdmittedHistory is a History as an API server with webhooks takes it: links that
// admission would reject are not made, and no two writes are at the same time.
func AdmittedHistory(t *rapid.T) []Write {
	return draft(t, &author{world: New(), now: beginning, admitted: true})
}

// draft draws, and lets the author write.
func draft(t *rapid.T, a *author) []Write {
	a.found(rapid.Custom(drawFounding).Draw(t, "founding"))
	for _, i := range rapid.SliceOfN(rapid.Custom(drawIntent), 24, 72).Draw(t, "intents") {
		a.now = a.now.Add(i.later)
		a.act(i)
	}
	return a.writes
}

// author turns intents into writes, and knows what is there.
type author struct {
	world    *World
	now      time.Time
	admitted bool
	writes   []Write
}

// beginning is close to a new second: times are compared to the microsecond, not as text.
var beginning = time.Date(2026, 1, 1, 0, 0, 0, 999990000, time.UTC)

// found makes the firm's first writes.
func (a *author) found(f founding) {
	for _, i := range f.early {
		a.act(i)
	}
	for _, name := range slices.Sorted(maps.Keys(f.people)) {
		a.putUser(name, f.people[name])
	}
	for _, name := range slices.Sorted(maps.Keys(f.links)) {
		a.now = a.now.Add(time.Microsecond)
		a.link(name, f.links[name])
	}
	if f.firm != nil {
		a.put(&v1alpha1.Firm{Spec: *f.firm.DeepCopy()}, v1alpha1.FirmName)
	}
}

// act does what somebody means to do, if it can be done.
func (a *author) act(i intent) {
	w := a.world
	switch i.deed {
	case nothing: // and nothing happens
	case writeAsset:
		a.edit(i)
	case deleteAsset:
		if at, there := w.assets[i.asset]; there {
			a.drop(&v1alpha1.Matter{Spec: *at.spec.DeepCopy()}, i.asset)
		}
	case makeLink:
		a.unlink(i.link)
		a.link(i.link, i.pair)
	case deleteLink:
		a.unlink(i.link)
	case renewLinks:
		a.renew(i.user)
	case putUser:
		a.putUser(i.user, i.person)
	case deleteUser:
		if spec, there := w.users[i.user]; there {
			a.drop(&v1alpha1.FirmUser{Spec: *spec.DeepCopy()}, i.user)
		}
	case putFirm:
		a.put(&v1alpha1.Firm{Spec: *i.firm.DeepCopy()}, v1alpha1.FirmName)
	case deleteFirm:
		if w.firm != nil {
			a.drop(&v1alpha1.Firm{Spec: *w.firm.spec.DeepCopy()}, v1alpha1.FirmName)
		}
	case toggleOffice:
		if w.offices[office] {
			a.drop(&v1alpha1.Office{}, office)
		} else {
			a.put(&v1alpha1.Office{}, office)
		}
	}
}

func (a *author) putUser(name string, spec v1alpha1.FirmUserSpec) {
	a.put(&v1alpha1.FirmUser{Spec: *spec.DeepCopy()}, name)
}

func (a *author) link(name string, pair v1alpha1.AssistantLinkSpec) {
	if a.admitted && a.world.Accepts(pair) != v1alpha1.ReasonAccepted {
		return
	}
	a.put(&v1alpha1.AssistantLink{Spec: pair}, name)
}

func (a *author) unlink(name string) {
	if k, there := a.world.links[name]; there {
		pair := v1alpha1.AssistantLinkSpec{Assistant: k.assistant, Timekeeper: k.timekeeper}
		a.drop(&v1alpha1.AssistantLink{Spec: pair}, name)
	}
}

// renew deletes the links of a user and makes them anew.
func (a *author) renew(user string) {
	for _, name := range a.world.Links() {
		if k := a.world.links[name]; k.assistant == user || k.timekeeper == user {
			a.unlink(name)
			a.link(name, v1alpha1.AssistantLinkSpec{Assistant: k.assistant, Timekeeper: k.timekeeper})
		}
	}
}

func (a *author) put(object metav1.Object, name string) { a.write(object, name, false) }

func (a *author) drop(object metav1.Object, name string) { a.write(object, name, true) }

func (a *author) write(object metav1.Object, name string, gone bool) {
	object.SetName(name)
	if a.admitted {
		a.now = a.now.Add(time.Microsecond)
	}
	x := Write{At: a.now, Object: object, Delete: gone}
	x.Apply(a.world)
	a.writes = append(a.writes, x)
}
