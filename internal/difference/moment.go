package difference

import (
	"errors"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// moment is a firm as it stands at one moment: what is stored, with the ledgers of
// its assets (section L).
type moment struct {
	*roster.Snapshot

	objects roster.Objects
	ledgers map[*v1alpha1.Matter]ledger.Matter
	byName  names
}

// names finds objects by their names.
type names struct {
	offices map[string]*v1alpha1.Office
	users   map[string]*v1alpha1.FirmUser
	links   map[string]*v1alpha1.AssistantLink
	matters map[string]*v1alpha1.Matter
}

func momentOf(objects roster.Objects) *moment {
	return &moment{
		Snapshot: roster.NewSnapshot(objects), objects: objects,
		ledgers: make(map[*v1alpha1.Matter]ledger.Matter, len(objects.Matters)),
		byName:  namesOf(objects),
	}
}

func namesOf(o roster.Objects) names {
	return names{offices: byName(o.Offices), users: byName(o.Users), links: byName(o.Links), matters: byName(o.Matters)}
}

func byName[O metav1.Object](objects []O) map[string]O {
	named := make(map[string]O, len(objects))
	for _, o := range objects {
		named[o.GetName()] = o
	}
	return named
}

// empty says whether there is nothing.
func (m *moment) empty() bool {
	o := m.objects
	return o.Firm == nil && len(o.Offices)+len(o.Users)+len(o.Links)+len(o.Matters) == 0
}

// Ledger implements roster.View: as the writes up to this moment left it.
func (m *moment) Ledger(asset *v1alpha1.Matter) ledger.Matter {
	if kept, known := m.ledgers[asset]; known {
		return kept
	}
	return m.Snapshot.Ledger(asset)
}

// baseOf returns the firm as BASE has it: the ledgers of the annotations, those
// that are missing or lag completed as the controllers would by the end (L-7).
func baseOf(base roster.Objects, end ledger.Time) *moment {
	m := momentOf(base)
	for _, asset := range base.Matters {
		stored, err := ledger.DecodeMatter(asset.Annotations[v1alpha1.LedgerAnnotation])
		switch {
		case errors.Is(err, ledger.ErrNewerVersion): // as whoever derives from it reads it (L-8)
		case stored.Complete(&asset.Spec):
			m.ledgers[asset] = stored
		default:
			m.ledgers[asset] = stored.Complement(&asset.Spec, m.Snapshot, end)
		}
	}
	return m
}

// endOf returns a moment that is no earlier than anything that the objects know of:
// what HEAD writes comes after it (L-6, L-9).
func endOf(base roster.Objects) ledger.Time {
	var end ledger.Time
	see := func(t ledger.Time) {
		if t.After(end) {
			end = t
		}
	}
	seeAll(base.Offices, see)
	seeAll(base.Users, see)
	seeAll(base.Links, see)
	seeAll(base.Matters, see)
	if base.Firm != nil {
		see(roster.Since(base.Firm))
	}
	for _, asset := range base.Matters {
		stored, err := ledger.DecodeMatter(asset.Annotations[v1alpha1.LedgerAnnotation])
		if err != nil {
			continue
		}
		for _, list := range ledger.ListNames {
			for _, left := range stored.Of(list).Left {
				see(left.Time)
			}
		}
	}
	return end
}

func seeAll[O metav1.Object](objects []O, see func(ledger.Time)) {
	for _, o := range objects {
		see(roster.Since(o))
	}
}
