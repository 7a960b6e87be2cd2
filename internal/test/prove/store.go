package prove

import (
	"k8s.io/apimachinery/pkg/api/equality"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/model"
)

// store is what the API server would hold: objects with ledgers and stamps, kept
// as the mutating webhook keeps them.
type store struct {
	bound   ledger.Bound
	firm    *v1alpha1.Firm
	offices map[string]*v1alpha1.Office
	users   map[string]*v1alpha1.FirmUser
	links   map[string]*v1alpha1.AssistantLink
	matters map[string]*v1alpha1.Matter
}

func newStore(bound int) *store {
	return &store{
		bound:   ledger.Bound(bound),
		offices: map[string]*v1alpha1.Office{},
		users:   map[string]*v1alpha1.FirmUser{},
		links:   map[string]*v1alpha1.AssistantLink{},
		matters: map[string]*v1alpha1.Matter{},
	}
}

func (s *store) apply(w model.Write) {
	name := w.Object.GetName()
	switch o := w.Object.(type) {
	case *v1alpha1.Firm:
		s.firm = s.nextFirm(o.DeepCopy(), w.Delete)
	case *v1alpha1.Office:
		put(s.offices, name, o.DeepCopy(), w.Delete)
	case *v1alpha1.FirmUser:
		put(s.users, name, o.DeepCopy(), w.Delete)
	case *v1alpha1.AssistantLink:
		link := o.DeepCopy()
		link.Annotations = map[string]string{v1alpha1.SinceAnnotation: ledger.At(w.At).String()}
		put(s.links, name, link, w.Delete)
	case *v1alpha1.Matter:
		if old, there := s.matters[name]; !there || w.Delete || !equality.Semantic.DeepEqual(old.Spec, o.Spec) {
			put(s.matters, name, s.nextMatter(o.DeepCopy(), ledger.At(w.At)), w.Delete)
		} // else it is no write of the matter (L-4)
	}
}

func (s *store) nextFirm(firm *v1alpha1.Firm, gone bool) *v1alpha1.Firm {
	if gone {
		return nil
	}
	var before ledger.Firm
	if s.firm != nil {
		before, _ = ledger.DecodeFirm(s.firm.Annotations[v1alpha1.LedgerAnnotation])
	}
	firm.Annotations = map[string]string{v1alpha1.LedgerAnnotation: before.Advance(&firm.Spec, false).Encode()}
	return firm
}

func (s *store) nextMatter(m *v1alpha1.Matter, at ledger.Time) *v1alpha1.Matter {
	var before ledger.Matter
	if old, there := s.matters[m.Name]; there {
		before, _ = ledger.DecodeMatter(old.Annotations[v1alpha1.LedgerAnnotation])
	}
	m.Annotations = map[string]string{v1alpha1.LedgerAnnotation: s.advance(before, &m.Spec, at).Encode()}
	return m
}

// advance goes the way that production does wherever the bound is that of L-10.
func (s *store) advance(before ledger.Matter, spec *v1alpha1.MatterSpec, at ledger.Time) ledger.Matter {
	if s.bound == model.DefaultLeftBound {
		return before.Advance(spec, s, at)
	}
	return s.bound.Advance(before, spec, s, at)
}

// Firm implements ledger.Around.
func (s *store) Firm() (*v1alpha1.Firm, ledger.Firm) {
	if s.firm == nil {
		return nil, ledger.Firm{}
	}
	return s.firm, ledger.OfFirm(s.firm)
}

// Matter implements ledger.Around.
func (s *store) Matter(name string) *v1alpha1.Matter { return s.matters[name] }

// Ledger implements ledger.Around.
func (s *store) Ledger(asset *v1alpha1.Matter) ledger.Matter { return ledger.Of(asset, s) }

func (s *store) objects() roster.Objects {
	return roster.Objects{
		Firm:    s.firm,
		Offices: values(s.offices),
		Users:   values(s.users),
		Links:   values(s.links),
		Matters: values(s.matters),
	}
}

func put[T any](objects map[string]T, name string, object T, gone bool) {
	if gone {
		delete(objects, name)
		return
	}
	objects[name] = object
}

func values[T any](objects map[string]T) []T {
	list := make([]T, 0, len(objects))
	for _, object := range objects {
		list = append(list, object)
	}
	return list
}
