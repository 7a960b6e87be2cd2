package cacheview

import (
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// The indexes. Their keys are those of roster, in the object's namespace.
const (
	byFirm       = "firm"
	byOffice     = "office"
	byRole       = "system-role"
	byIdentity   = "identity"
	byStamp      = "first-user"
	byDelegate   = "delegate"
	byAssistant  = "assistant"
	byTimekeeper = "timekeeper"
	byGroup      = "group"
	byAwaited    = "awaited"
	bySet        = "set"
	byUser       = "user"
	byUnit       = "unit"
	byRight      = "right"
	byClient     = "client"
)

var (
	officeIndexes = toolscache.Indexers{
		byFirm: index(func(*v1alpha1.Office) []string { return []string{""} }),
	}

	userIndexes = toolscache.Indexers{
		byFirm:     index(func(*v1alpha1.FirmUser) []string { return []string{""} }),
		byOffice:   index(func(u *v1alpha1.FirmUser) []string { return []string{u.Spec.Office} }),
		byRole:     index(func(u *v1alpha1.FirmUser) []string { return []string{string(u.Spec.SystemRole)} }),
		byIdentity: index(roster.IdentitiesOf),
		byDelegate: index(func(u *v1alpha1.FirmUser) []string { return u.Spec.Delegates }),
		byUnit:     index(func(u *v1alpha1.FirmUser) []string { return u.Spec.BusinessUnits }),
		byRight:    index(rightsOf),
		byStamp: index(func(u *v1alpha1.FirmUser) []string {
			if !roster.IsStampedFirstUser(u) {
				return nil
			}
			return []string{""}
		}),
	}

	linkIndexes = toolscache.Indexers{
		byAssistant:  index(func(l *v1alpha1.AssistantLink) []string { return []string{l.Spec.Assistant} }),
		byTimekeeper: index(func(l *v1alpha1.AssistantLink) []string { return []string{l.Spec.Timekeeper} }),
	}

	matterIndexes = toolscache.Indexers{
		byFirm:    index(func(*v1alpha1.Matter) []string { return []string{""} }),
		byOffice:  index(func(m *v1alpha1.Matter) []string { return some(m.Spec.Office) }),
		byGroup:   index(roster.GroupsOf),
		byAwaited: index(awaitedBy),
		bySet:     index(roster.SetsOf),
		byUser:    index(roster.UsersNamedBy),
		byUnit:    index(func(m *v1alpha1.Matter) []string { return some(m.Spec.BusinessUnit) }),
		byClient:  index(func(m *v1alpha1.Matter) []string { return some(m.Spec.Client) }),
	}
)

// some returns a list of a name, of none if it is empty.
func some(name string) []string {
	if name == "" {
		return nil
	}
	return []string{name}
}

func rightsOf(u *v1alpha1.FirmUser) []string {
	rights := make([]string, 0, len(u.Spec.Rights))
	for _, right := range u.Spec.Rights {
		rights = append(rights, string(right))
	}
	return rights
}

// awaitedBy returns the cases that the entries of an asset's ledger await; they
// may be others than the one that its spec names now (L-4).
func awaitedBy(m *v1alpha1.Matter) []string {
	stored := m.Annotations[v1alpha1.LedgerAnnotation]
	if !ledger.MayAwait(stored) {
		return nil // as nearly always; this is asked at every event
	}
	kept, err := ledger.DecodeMatter(stored)
	if err != nil {
		return nil
	}
	var awaited []string
	for _, list := range ledger.ListNames {
		for _, joined := range kept.Of(list).Joined {
			if joined.Awaits != nil && joined.Awaits.Case != "" {
				awaited = append(awaited, joined.Awaits.Case)
			}
		}
	}
	return awaited
}

// index returns an index function over the keys of one kind.
func index[T client.Object](keys func(T) []string) toolscache.IndexFunc {
	return func(o any) ([]string, error) {
		object, ok := o.(T)
		if !ok {
			return nil, nil
		}
		under := keys(object)
		full := make([]string, len(under))
		for i, k := range under {
			full[i] = key(object.GetNamespace(), k)
		}
		return full, nil
	}
}

func key(namespace, name string) string { return namespace + "/" + name }
