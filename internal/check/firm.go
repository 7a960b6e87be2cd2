package check

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/progress"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// firm is one firm among the files (W-1).
type firm struct {
	namespace string
	objects   roster.Objects
	view      *roster.Snapshot
	links     *roster.Links
	names     *names

	assistants map[string]bool // of accepted links
}

func newFirm(set *manifests.Set, namespace string) *firm {
	f := &firm{namespace: namespace, objects: byName(set.Objects(namespace))}
	f.view = roster.NewSnapshot(f.objects)
	f.links = roster.NewLinks(f.view)
	f.names = newNames(f.objects)
	f.assistants = map[string]bool{}
	for _, link := range f.objects.Links {
		if f.links.Judge(link).Accepted() {
			f.assistants[link.Spec.Assistant] = true
		}
	}
	return f
}

// byName sorts objects: findings tell of the first, whatever the order of files.
func byName(o roster.Objects) roster.Objects {
	return roster.Objects{Firm: o.Firm, Offices: sorted(o.Offices), Users: sorted(o.Users), Links: sorted(o.Links), Matters: sorted(o.Matters)}
}

func sorted[O client.Object](objects []O) []O {
	return slices.SortedFunc(slices.Values(objects), func(a, b O) int { return cmp.Compare(a.GetName(), b.GetName()) })
}

// The rules, each of which looks at one object.
var (
	firmRules = []func(*firm, *v1alpha1.Firm) []placed{
		(*firm).firmReferences, (*firm).administrators, (*firm).sameAdministrator, (*firm).window, (*firm).unitTree, (*firm).managers, (*firm).firmLedger,
	}
	officeRules = []func(*firm, *v1alpha1.Office) []placed{(*firm).officeAdministrator}
	userRules   = []func(*firm, *v1alpha1.FirmUser) []placed{
		(*firm).userReferences, (*firm).sharedIdentity, (*firm).nobodyActs, (*firm).loneRights, (*firm).officeless, (*firm).delegates,
	}
	linkRules   = []func(*firm, *v1alpha1.AssistantLink) []placed{(*firm).linkReferences, (*firm).notAccepted}
	matterRules = []func(*firm, *v1alpha1.Matter, *v1alpha1.MatterStatus) []placed{
		(*firm).matterReferences, (*firm).notParticipants, (*firm).excluded, (*firm).keptIn, (*firm).floating,
		(*firm).unknownConflicted, (*firm).caseOnAnotherSide, (*firm).followsAllTheSame, (*firm).systemsIgnored, (*firm).matterLedger,
	}
)

// firm applies every rule to every object.
func (r *report) firm(ctx context.Context, f *firm) {
	r.add(f.absent()...)
	if f.objects.Firm != nil {
		for _, rule := range firmRules {
			r.add(rule(f, f.objects.Firm)...)
		}
	}
	each(r, f, f.objects.Offices, officeRules)
	each(r, f, f.objects.Users, userRules)
	each(r, f, f.objects.Links, linkRules)
	r.matters(ctx, f)
	r.add(f.lonelySides()...)
}

func each[O any](r *report, f *firm, objects []O, rules []func(*firm, O) []placed) {
	for _, object := range objects {
		for _, rule := range rules {
			r.add(rule(f, object)...)
		}
	}
}

// matters derives the assets, several at once.
func (r *report) matters(ctx context.Context, f *firm) {
	found := make([][]placed, len(f.objects.Matters))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			positions := staffing.NewPositions(f.view)
			for i := range next {
				m := f.objects.Matters[i]
				status := positions.DeriveAll(m)
				for _, rule := range matterRules {
					found[i] = append(found[i], rule(f, m, &status)...)
				}
				progress.Add(ctx, 1)
			}
		})
	}
	for i := range f.objects.Matters {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	workers.Wait()
	r.add(slices.Concat(found...)...)
}

// first is the object by which a namespace is known.
func (f *firm) first() client.Object {
	switch o := f.objects; {
	case len(o.Offices) > 0:
		return o.Offices[0]
	case len(o.Users) > 0:
		return o.Users[0]
	case len(o.Links) > 0:
		return o.Links[0]
	}
	return f.objects.Matters[0]
}

// list joins names: a, b and c; of many the first ten.
func list(names []string) string {
	const most = 10
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
