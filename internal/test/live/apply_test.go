package live

import (
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/util/csaupgrade"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// The field managers of server-side apply. What one of them applies goes away only
// when the last one who owns it drops it.
var (
	appliers = []string{"human-resources", "conflicts-desk"}

	// heir gets all that is stored when others come, so that it can be given up as a whole.
	heir = "heir"
)

// serverSideApply lets two field managers apply their shares, one after the other.
func serverSideApply(k *clerk, want *unstructured.Unstructured) error {
	parts := shares(k.random, fields(want.Object["spec"]), len(appliers))
	for _, m := range k.random.Perm(len(appliers)) {
		var share any
		if len(parts[m]) > 0 {
			share = parts[m]
		}
		apply := func() error { return k.applySpec(want, share, appliers[m]) }
		if err := k.orFirstInherit(apply, want); err != nil {
			return err
		}
	}
	return k.othersGiveUp(want, appliers...)
}

// applySpec applies a spec, or none, as one of the field managers.
func (k *clerk) applySpec(want *unstructured.Unstructured, spec any, manager string) error {
	share := want.DeepCopy()
	setSpec(share, spec)
	return k.send(want, func(*unstructured.Unstructured) error {
		return cluster.Client().Apply(k.t.Context(), client.ApplyConfigurationFromUnstructured(share.DeepCopy()),
			client.FieldOwner(manager), client.ForceOwnership)
	})
}

// orFirstInherit applies; if the API server stumbles over what others own, it lets
// the heir have all that is stored, and applies again.
func (k *clerk) orFirstInherit(apply func() error, want *unstructured.Unstructured) error {
	err := apply()
	if !isEmptied(err) {
		return err
	}
	k.counts["refused: the last entry goes, in which others own a field"]++
	if err := k.inherit(want); err != nil {
		return err
	}
	return apply()
}

// isEmptied says whether the API server refused its own merge: it makes null of a
// list or a map if somebody applies it without its last entry, in which somebody else
// owns a field (kubernetes/kubernetes#103011; docs/gitops.md has the cure).
func isEmptied(err error) bool {
	return err != nil && strings.Contains(err.Error(), `: Invalid value: "null": `)
}

// othersGiveUp lets everybody but some managers give up what they own: what nobody
// else owns goes away. The heir is last: until then it owns every entry whole, so that
// none loses a field which it must have, nor a list its last entry (isEmptied).
func (k *clerk) othersGiveUp(want *unstructured.Unstructured, keep ...string) error {
	if err := k.inherit(want); err != nil {
		return err
	}
	have, err := k.read(want)
	if err != nil {
		return err
	}
	owners := sets.New[string]()
	for _, entry := range have.GetManagedFields() {
		if entry.Operation == metav1.ManagedFieldsOperationApply {
			owners.Insert(entry.Manager)
		}
	}
	for _, owner := range append(sets.List(owners.Delete(append(keep, heir)...)), heir) {
		if err := k.applySpec(want, nil, owner); err != nil {
			return err
		}
	}
	return nil
}

// inherit makes the heir own all that is stored, of which nobody is left who wrote it
// in another way than by applying it.
func (k *clerk) inherit(want *unstructured.Unstructured) error {
	if err := k.send(want, k.upgrade); err != nil {
		return err
	}
	have, err := k.read(want)
	if err != nil {
		return err
	}
	return k.applySpec(want, have.Object["spec"], heir)
}

// upgrade makes the heir own what was written in other ways than by applying it.
func (k *clerk) upgrade(have *unstructured.Unstructured) error {
	writers := sets.New[string]()
	for _, entry := range have.GetManagedFields() {
		if entry.Operation == metav1.ManagedFieldsOperationUpdate && entry.Subresource == "" {
			writers.Insert(entry.Manager)
		}
	}
	patch, err := csaupgrade.UpgradeManagedFieldsPatch(have, writers, heir)
	if err != nil || len(patch) == 0 {
		return err
	}
	return cluster.Client().Patch(k.t.Context(), have, client.RawPatch(types.JSONPatchType, patch))
}
