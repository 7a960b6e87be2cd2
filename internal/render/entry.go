package render

import (
	"reflect"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Nearly all that is printed are entries of a few types. These are printed without
// looking at them through reflection, which takes a third longer; a test compares
// them with what the library prints, whatever fields the types come to have.

// typed are the types of such entries, and what prints the fields of one, by key, of
// a pointer to it.
var typed = map[reflect.Type]func(*entry, any){
	reflect.TypeFor[v1alpha1.Member]():         as((*entry).member),
	reflect.TypeFor[v1alpha1.ConflictedUser](): as((*entry).conflicted),
	reflect.TypeFor[v1alpha1.Origin]():         as((*entry).origin),
	reflect.TypeFor[v1alpha1.ClientAccess]():   as((*entry).clientAccess),
	reflect.TypeFor[metav1.Condition]():        as((*entry).condition),
}

func as[T any](fields func(*entry, *T)) func(*entry, any) {
	return func(e *entry, of any) {
		typed, _ := of.(*T)
		fields(e, typed)
	}
}

// entry is the item of a list that is being printed in a document, which has room for
// one: so none is made.
type entry struct {
	d      *document
	indent int  // of its fields
	begun  bool // a field of it is printed
}

// entry begins the item of a list, behind its dash.
func (d *document) entry(indent int) *entry {
	d.item = entry{d: d, indent: indent}
	return &d.item
}

func (e *entry) member(m *v1alpha1.Member) {
	e.text("access", string(m.Access))
	names(e, "exclusions", m.Exclusions)
	names(e, "exemptions", m.Exemptions)
	names(e, "includedSystems", m.IncludedSystems)
	e.text("matterRole", string(m.MatterRole))
	e.origins(m.Origins)
	e.text("staffingType", string(m.StaffingType))
	e.text("user", m.User)
}

func (e *entry) conflicted(c *v1alpha1.ConflictedUser) {
	e.origins(c.Origins)
	e.text("user", c.User)
}

func (e *entry) origin(o *v1alpha1.Origin) {
	if o.More != 0 {
		e.behind("more")
		e.d.number(int64(o.More))
	}
	e.text("set", o.Set)
	e.text("type", string(o.Type))
	names(e, "via", o.Via)
}

func (e *entry) clientAccess(c *v1alpha1.ClientAccess) {
	e.yes("administer", c.Administer)
	e.text("client", c.Client)
	e.yes("matters", c.Matters)
	e.yes("postInvoices", c.PostInvoices)
	e.text("viewInvoices", string(c.ViewInvoices))
}

func (e *entry) condition(c *metav1.Condition) {
	e.d.strange = e.d.strange || !c.LastTransitionTime.IsZero()
	e.always("message", c.Message)
	if c.ObservedGeneration != 0 {
		e.behind("observedGeneration")
		e.d.number(c.ObservedGeneration)
	}
	e.always("reason", c.Reason)
	e.always("status", string(c.Status))
	e.always("type", c.Type)
}

// origins prints what every entry with origins has, be they none.
func (e *entry) origins(all []v1alpha1.Origin) {
	e.key("origins")
	switch {
	case all == nil:
		e.d.yaml = append(e.d.yaml, " null"...)
	case len(all) == 0:
		e.d.yaml = append(e.d.yaml, " []"...)
	}
	for i := range all {
		e.d.yaml = append(e.d.yaml, dashes[e.indent]...)
		e.indent, e.begun = e.indent+2, false
		e.origin(&all[i])
		e.end()
		e.indent, e.begun = e.indent-2, true
	}
}

// end ends an entry, of which nothing may be printed.
func (e *entry) end() {
	if !e.begun {
		e.d.yaml = append(e.d.yaml, "{}"...)
	}
}

// key prints a key. The first stands behind the dash.
func (e *entry) key(key string) {
	if e.begun {
		e.d.yaml = append(e.d.yaml, lines[e.indent]...)
	}
	e.begun = true
	e.d.yaml = append(append(e.d.yaml, key...), ':')
}

// behind prints the key of a value on the same line.
func (e *entry) behind(key string) {
	e.key(key)
	e.d.yaml = append(e.d.yaml, ' ')
}

func (e *entry) always(key, value string) {
	e.behind(key)
	e.d.text(value, e.indent+2, e.indent+len(key)+len(": "))
}

func (e *entry) text(key, value string) {
	if value != "" {
		e.always(key, value)
	}
}

func (e *entry) yes(key string, value bool) {
	if value {
		e.behind(key)
		e.d.truth(value)
	}
}

// names prints a list of names, as document.names does.
func names[S ~string](e *entry, key string, all []S) {
	if len(all) == 0 {
		return
	}
	e.key(key)
	dash := dashes[e.indent]
	e.d.once(&all[0], len(all), dash, func() {
		for _, name := range all {
			e.d.yaml = append(e.d.yaml, dash...)
			e.d.text(string(name), e.indent+2, e.indent+2)
		}
	})
}
