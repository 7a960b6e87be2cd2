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

	// heir gets what was written in other ways, so that it can be given up too.
	heir = "heir"
)

// serverSideApply lets two field managers apply their shares, one after the other.
func serverSideApply(k *clerk, want *unstructured.Unstructured) error {
	parts := shares(k.random, fields(want.Object["spec"]), len(appliers))
	for _, m := range k.random.Perm(len(appliers)) {
		share := want.DeepCopy()
		setSpec(share, nil)
		if len(parts[m]) > 0 {
			share.Object["spec"] = parts[m]
		}
		apply := func() error { return k.apply(share, appliers[m]) }
		if err := k.orFirstOthersGiveUp(apply, want, appliers...); err != nil {
			return err
		}
	}
	return k.othersGiveUp(want, appliers...)
}

func (k *clerk) apply(share *unstructured.Unstructured, manager string) error {
	return k.send(share, func(*unstructured.Unstructured) error {
		return cluster.Client().Apply(k.t.Context(), client.ApplyConfigurationFromUnstructured(share.DeepCopy()),
			client.FieldOwner(manager), client.ForceOwnership)
	})
}

// orFirstOthersGiveUp applies; if the API server stumbles over what others own, it
// lets all but some managers give that up first, and applies again.
func (k *clerk) orFirstOthersGiveUp(apply func() error, want *unstructured.Unstructured, keep ...string) error {
	err := apply()
	if !isEmptied(err) {
		return err
	}
	k.counts["refused: the last entry goes, in which others own a field"]++
	if err := k.othersGiveUp(want, keep...); err != nil {
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
// else owns goes away.
func (k *clerk) othersGiveUp(want *unstructured.Unstructured, keep ...string) error {
	nothing := want.DeepCopy()
	setSpec(nothing, nil)
	if err := k.send(want, k.inherit); err != nil {
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
	// The heir first: it may own a field in another's last entry (isEmptied).
	leaving := sets.List(owners.Delete(keep...))
	if owners.Has(heir) {
		leaving = append([]string{heir}, sets.List(owners.Delete(heir))...)
	}
	for _, owner := range leaving {
		if err := k.apply(nothing, owner); err != nil {
			return err
		}
	}
	return nil
}

// inherit makes the heir own what was written in other ways than by applying it.
func (k *clerk) inherit(have *unstructured.Unstructured) error {
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
