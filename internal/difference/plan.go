package difference

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// plan is the write that makes HEAD of BASE.
type plan struct {
	base    *moment
	end     ledger.Time    // of BASE
	objects roster.Objects // of HEAD
	head    names          // of the same

	links   []string // those that come, by name
	matters []string // the assets that are written: they come, change or go; by name
}

func planOf(base *moment, end ledger.Time, head roster.Objects) *plan {
	p := &plan{base: base, end: end, objects: head, head: namesOf(head)}
	for name, link := range p.head.links {
		if old := base.byName.links[name]; old == nil || old.Spec != link.Spec {
			p.links = append(p.links, name)
		}
	}
	for name, asset := range p.head.matters {
		if old := base.byName.matters[name]; old == nil || !reflect.DeepEqual(old.Spec, asset.Spec) {
			p.matters = append(p.matters, name)
		}
	}
	for name := range base.byName.matters {
		if p.head.matters[name] == nil {
			p.matters = append(p.matters, name)
		}
	}
	slices.Sort(p.links)
	slices.Sort(p.matters)
	return p
}

// written is what the writes of HEAD leave that specs do not tell.
type written struct {
	firm    ledger.Firm
	since   map[string]ledger.Time   // of the links that came
	ledgers map[string]ledger.Matter // of the assets that were written and are there
}

// step is one write: of the Firm, a link or an asset.
type step struct {
	kind stepKind
	name string
}

type stepKind int

const (
	linkStep stepKind = iota
	firmStep
	matterStep
	deletion // of an asset
	firmDeletion
)

// order returns the steps in the order in which Flux and Argo CD apply what they know
// no better order for: by kind, then by name, and deletions last.
func (p *plan) order() []step {
	var steps, deletions []step
	for _, name := range p.links {
		steps = append(steps, step{linkStep, name})
	}
	if p.objects.Firm != nil {
		steps = append(steps, step{kind: firmStep})
	}
	for _, name := range p.matters {
		if p.head.matters[name] == nil {
			deletions = append(deletions, step{deletion, name})
			continue
		}
		steps = append(steps, step{matterStep, name})
	}
	if p.objects.Firm == nil && p.base.objects.Firm != nil {
		deletions = append(deletions, step{kind: firmDeletion})
	}
	return slices.Concat(steps, deletions)
}

// world is the firm while HEAD is being written.
type world struct {
	plan *plan
	firm *v1alpha1.Firm
	kept ledger.Firm
	over map[string]*v1alpha1.Matter // what has been written, nil for deleted
	left written
}

// Firm implements ledger.Around.
func (w *world) Firm() (*v1alpha1.Firm, ledger.Firm) { return w.firm, w.kept }

// Matter implements ledger.Around.
func (w *world) Matter(name string) *v1alpha1.Matter {
	if asset, is := w.over[name]; is {
		return asset
	}
	return w.plan.base.byName.matters[name]
}

// Ledger implements ledger.Around.
func (w *world) Ledger(asset *v1alpha1.Matter) ledger.Matter {
	if _, is := w.over[asset.Name]; is {
		return w.left.ledgers[asset.Name]
	}
	return w.plan.base.Ledger(asset)
}

// write makes the writes in an order.
func (p *plan) write(steps []step) written {
	w := &world{plan: p, over: map[string]*v1alpha1.Matter{}, left: written{
		since: map[string]ledger.Time{}, ledgers: map[string]ledger.Matter{},
	}}
	w.firm, w.kept = p.base.Firm()
	for i, s := range steps {
		now := ledger.At(p.end.Add(time.Second + time.Duration(i)*time.Microsecond))
		switch s.kind {
		case linkStep:
			w.left.since[s.name] = now
		case firmStep:
			w.kept, w.firm = w.kept.Advance(&p.objects.Firm.Spec, false), p.objects.Firm
		case firmDeletion:
			w.kept, w.firm = ledger.Firm{}, nil
		case deletion:
			delete(w.left.ledgers, s.name)
			w.over[s.name] = nil
		case matterStep:
			asset := p.head.matters[s.name]
			if old := w.Matter(s.name); old != nil && old.Spec.Type != asset.Spec.Type {
				w.over[s.name] = nil // its type never changes: it goes, and comes again
			}
			w.left.ledgers[s.name] = p.next(asset, w, now)
			w.over[s.name] = asset
		}
	}
	w.left.firm = w.kept
	return w.left
}

// next returns the ledger that a write of an asset leaves (L-1): that of BASE,
// advanced. One that is new has none before, nor has one whose type changes, which can
// only be deleted and created anew. What a newer version wrote is kept, and counts as
// absent (L-8).
func (p *plan) next(asset *v1alpha1.Matter, around ledger.Around, now ledger.Time) ledger.Matter {
	old := p.base.byName.matters[asset.Name]
	if old == nil || old.Spec.Type != asset.Spec.Type {
		return ledger.Matter{}.Advance(&asset.Spec, around, now)
	}
	if errors.Is(p.base.LedgerFault(old), ledger.ErrNewerVersion) {
		return ledger.Matter{}.Completed(&asset.Spec, around)
	}
	return p.base.Ledger(old).Advance(&asset.Spec, around, now)
}

// after returns the firm as HEAD leaves it: its specs, the stamps of BASE for what was
// there, and for what comes those of the write (L-9). Whatever of ours HEAD carries
// itself, a write drops (L-8).
func (p *plan) after(left written) *moment {
	head := p.objects
	o := roster.Objects{
		Offices: kept(head.Offices, p.base.byName.offices, func(o *v1alpha1.Office) *v1alpha1.Office { return new(*o) }),
		Users:   kept(head.Users, p.base.byName.users, func(o *v1alpha1.FirmUser) *v1alpha1.FirmUser { return new(*o) }),
		Links:   kept(head.Links, p.base.byName.links, func(o *v1alpha1.AssistantLink) *v1alpha1.AssistantLink { return new(*o) }),
		Matters: kept(head.Matters, p.base.byName.matters, func(o *v1alpha1.Matter) *v1alpha1.Matter { return new(*o) }),
	}
	for _, link := range o.Links {
		if since, came := left.since[link.Name]; came {
			metav1.SetMetaDataAnnotation(&link.ObjectMeta, v1alpha1.SinceAnnotation, since.String())
		}
	}
	if head.Firm != nil {
		o.Firm = kept([]*v1alpha1.Firm{head.Firm}, byName(some(p.base.objects.Firm)), func(o *v1alpha1.Firm) *v1alpha1.Firm { return new(*o) })[0]
		metav1.SetMetaDataAnnotation(&o.Firm.ObjectMeta, v1alpha1.LedgerAnnotation, left.firm.Encode())
	}
	m := momentOf(o)
	for _, asset := range o.Matters {
		if next, is := left.ledgers[asset.Name]; is {
			m.ledgers[asset] = next
			continue
		}
		if now, known := p.base.ledgers[p.base.byName.matters[asset.Name]]; known {
			m.ledgers[asset] = now
		}
	}
	return m
}

func some(firm *v1alpha1.Firm) []*v1alpha1.Firm {
	if firm == nil {
		return nil
	}
	return []*v1alpha1.Firm{firm}
}

// ours are the annotations that the webhook keeps.
var ours = []string{v1alpha1.CreatedByAnnotation, v1alpha1.FirstUserAnnotation, v1alpha1.LedgerAnnotation, v1alpha1.SinceAnnotation}

// kept returns objects with what of ours those of BASE under the same names have.
func kept[O metav1.Object](head []O, base map[string]O, shallow func(O) O) []O {
	objects := make([]O, 0, len(head))
	for _, o := range head {
		o = shallow(o)
		annotations := maps.Clone(o.GetAnnotations())
		if annotations == nil {
			annotations = map[string]string{}
		}
		for _, key := range ours {
			delete(annotations, key)
		}
		if old, there := base[o.GetName()]; there {
			for _, key := range ours {
				if value, has := old.GetAnnotations()[key]; has {
					annotations[key] = value
				}
			}
			o.SetCreationTimestamp(old.GetCreationTimestamp())
		} else {
			o.SetCreationTimestamp(metav1.Time{})
		}
		o.SetAnnotations(annotations)
		objects = append(objects, o)
	}
	return objects
}
