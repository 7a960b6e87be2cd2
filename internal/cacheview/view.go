package cacheview

import (
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// View is a firm as the caches hold it now. What it returns is shared with the
// cache and must not be changed.
type View struct {
	cache     *store
	namespace string
}

var _ roster.Directory = (*View)(nil)

// Firm implements roster.View.
func (v *View) Firm() (*v1alpha1.Firm, ledger.Firm) {
	firm := get[*v1alpha1.Firm](v.cache.firms, v.namespace, v1alpha1.FirmName)
	if firm == nil {
		return nil, ledger.Firm{}
	}
	return firm, v.cache.firmLedgers.of(client.ObjectKeyFromObject(firm), firm, func() ledger.Firm { return ledger.OfFirm(firm) })
}

// Office implements roster.View.
func (v *View) Office(name string) *v1alpha1.Office {
	return get[*v1alpha1.Office](v.cache.offices, v.namespace, name)
}

// Offices implements roster.View.
func (v *View) Offices() []*v1alpha1.Office {
	return list[*v1alpha1.Office](v.cache.offices, byFirm, v.namespace, "")
}

// User implements roster.View.
func (v *View) User(name string) *v1alpha1.FirmUser {
	return get[*v1alpha1.FirmUser](v.cache.users, v.namespace, name)
}

// Users implements roster.View.
func (v *View) Users() []*v1alpha1.FirmUser {
	return list[*v1alpha1.FirmUser](v.cache.users, byFirm, v.namespace, "")
}

// UsersOfOffice implements roster.View.
func (v *View) UsersOfOffice(office string) []*v1alpha1.FirmUser {
	return list[*v1alpha1.FirmUser](v.cache.users, byOffice, v.namespace, office)
}

// UsersOfRole implements roster.View.
func (v *View) UsersOfRole(role v1alpha1.SystemRole) []*v1alpha1.FirmUser {
	return list[*v1alpha1.FirmUser](v.cache.users, byRole, v.namespace, string(role))
}

// UsersKnownAs implements roster.View.
func (v *View) UsersKnownAs(identity string) []*v1alpha1.FirmUser {
	return list[*v1alpha1.FirmUser](v.cache.users, byIdentity, v.namespace, identity)
}

// FirstUsers implements roster.View.
func (v *View) FirstUsers() []*v1alpha1.FirmUser {
	return list[*v1alpha1.FirmUser](v.cache.users, byStamp, v.namespace, "")
}

// UsersOfUnit implements roster.Directory.
func (v *View) UsersOfUnit(unit string) []*v1alpha1.FirmUser {
	return list[*v1alpha1.FirmUser](v.cache.users, byUnit, v.namespace, unit)
}

// UsersWithRight implements roster.Directory.
func (v *View) UsersWithRight(right v1alpha1.UserRight) []*v1alpha1.FirmUser {
	return list[*v1alpha1.FirmUser](v.cache.users, byRight, v.namespace, string(right))
}

// UsersDelegatingTo returns those who name the user as a delegate.
func (v *View) UsersDelegatingTo(user string) []*v1alpha1.FirmUser {
	return list[*v1alpha1.FirmUser](v.cache.users, byDelegate, v.namespace, user)
}

// LinksOfAssistant implements roster.View.
func (v *View) LinksOfAssistant(user string) []*v1alpha1.AssistantLink {
	return list[*v1alpha1.AssistantLink](v.cache.links, byAssistant, v.namespace, user)
}

// LinksOfTimekeeper implements roster.View.
func (v *View) LinksOfTimekeeper(user string) []*v1alpha1.AssistantLink {
	return list[*v1alpha1.AssistantLink](v.cache.links, byTimekeeper, v.namespace, user)
}

// Link returns a link, nil if there is none.
func (v *View) Link(name string) *v1alpha1.AssistantLink {
	return get[*v1alpha1.AssistantLink](v.cache.links, v.namespace, name)
}

// Matter implements roster.View.
func (v *View) Matter(name string) *v1alpha1.Matter {
	return get[*v1alpha1.Matter](v.cache.matters, v.namespace, name)
}

// Ledger implements roster.View. A ledger that the controller has yet to complete
// (L-7) depends on what is around it, and only what is stored of it is remembered.
func (v *View) Ledger(asset *v1alpha1.Matter) ledger.Matter {
	stored := v.stored(asset)
	if stored.complete {
		return stored.ledger
	}
	return stored.ledger.Completed(&asset.Spec, v)
}

// StoredLedger returns the ledger of an asset as ledger.DecodeMatter reads it.
func (v *View) StoredLedger(asset *v1alpha1.Matter) (ledger.Matter, error) {
	stored := v.stored(asset)
	return stored.ledger, stored.fault
}

// LedgerFault implements roster.View.
func (v *View) LedgerFault(asset *v1alpha1.Matter) error { return v.stored(asset).fault }

func (v *View) stored(asset *v1alpha1.Matter) storedLedger {
	return v.cache.matterLedgers.of(client.ObjectKeyFromObject(asset), asset, func() storedLedger {
		decoded, err := ledger.DecodeMatter(asset.Annotations[v1alpha1.LedgerAnnotation])
		return storedLedger{ledger: decoded, fault: err, complete: decoded.Complete(&asset.Spec)}
	})
}

// Forget drops what is remembered of an asset that is gone.
func (v *View) Forget(asset string) {
	v.cache.matterLedgers.forget(client.ObjectKey{Namespace: v.namespace, Name: asset})
}

// Matters returns all assets.
func (v *View) Matters() []*v1alpha1.Matter {
	return list[*v1alpha1.Matter](v.cache.matters, byFirm, v.namespace, "")
}

// MattersOfOffice implements roster.Directory.
func (v *View) MattersOfOffice(office string) []*v1alpha1.Matter {
	return list[*v1alpha1.Matter](v.cache.matters, byOffice, v.namespace, office)
}

// MattersOfUnit implements roster.Directory.
func (v *View) MattersOfUnit(unit string) []*v1alpha1.Matter {
	return list[*v1alpha1.Matter](v.cache.matters, byUnit, v.namespace, unit)
}

// MattersOfClient implements roster.Directory.
func (v *View) MattersOfClient(client string) []*v1alpha1.Matter {
	return list[*v1alpha1.Matter](v.cache.matters, byClient, v.namespace, client)
}

// MattersOfGroup implements roster.View.
func (v *View) MattersOfGroup(group string) []*v1alpha1.Matter {
	return list[*v1alpha1.Matter](v.cache.matters, byGroup, v.namespace, group)
}

// MattersAwaiting returns the assets whose ledgers await the case (L-4).
func (v *View) MattersAwaiting(group string) []*v1alpha1.Matter {
	return list[*v1alpha1.Matter](v.cache.matters, byAwaited, v.namespace, group)
}

// MattersOnSet implements roster.View.
func (v *View) MattersOnSet(set string) []*v1alpha1.Matter {
	return list[*v1alpha1.Matter](v.cache.matters, bySet, v.namespace, set)
}

// MattersNaming implements roster.View.
func (v *View) MattersNaming(user string) []*v1alpha1.Matter {
	return list[*v1alpha1.Matter](v.cache.matters, byUser, v.namespace, user)
}

func get[T any](indexer toolscache.Indexer, namespace, name string) T {
	var none T
	object, exists, err := indexer.GetByKey(key(namespace, name))
	if err != nil || !exists {
		return none // GetByKey reads memory and has no error to give
	}
	typed, ok := object.(T)
	if !ok {
		return none
	}
	return typed
}

func list[T any](indexer toolscache.Indexer, index, namespace, under string) []T {
	objects, err := indexer.ByIndex(index, key(namespace, under))
	if err != nil {
		panic(err) // the index was added by New
	}
	typed := make([]T, 0, len(objects))
	for _, object := range objects {
		if o, ok := object.(T); ok {
			typed = append(typed, o)
		}
	}
	return typed
}
