package install

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	apimeta "k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// shardFirm is a small firm with a wall, which a follower is on the wrong side of.
const shardFirm = `
apiVersion: matterplane.dev/v1alpha1
kind: Firm
metadata: {name: firm}
spec:
  displayName: Firm
  assistantsFollow: {staffing: Enabled, conflictedUsers: Enabled}
---
apiVersion: matterplane.dev/v1alpha1
kind: FirmUser
metadata: {name: ann}
spec: {email: ann@example.com, givenName: Ann, familyName: A, systemRole: FirmUser}
---
apiVersion: matterplane.dev/v1alpha1
kind: FirmUser
metadata: {name: ben}
spec: {email: ben@example.com, givenName: Ben, familyName: B, systemRole: FirmUser}
---
apiVersion: matterplane.dev/v1alpha1
kind: FirmUser
metadata: {name: eve}
spec: {email: eve@example.com, givenName: Eve, familyName: E, systemRole: FirmUser}
---
apiVersion: matterplane.dev/v1alpha1
kind: FirmUser
metadata: {name: fay}
spec: {email: fay@example.com, givenName: Fay, familyName: F, systemRole: FirmUser}
---
apiVersion: matterplane.dev/v1alpha1
kind: AssistantLink
metadata: {name: ben-ann}
spec: {assistant: ben, timekeeper: ann}
---
apiVersion: matterplane.dev/v1alpha1
kind: Matter
metadata: {name: bid}
spec: {type: Matter, staffing: [{user: ann}]}
---
apiVersion: matterplane.dev/v1alpha1
kind: Matter
metadata: {name: defence}
spec: {type: Matter, staffing: [{user: ben}], conflictedUsers: [{user: ann}]}
`

// TestShards: releases of the chart, each with the rights that it gives, on disjoint
// firms of one cluster, and a firm that moves from one to another.
func TestShards(t *testing.T) {
	acme, zeta, beta, rest := cluster.Namespace(t), cluster.Namespace(t), cluster.Namespace(t), cluster.Namespace(t)
	before := fmt.Sprintf("{north: [%s, %s], south: [%s]}", acme, zeta, beta)
	after := fmt.Sprintf("{north: [%s], south: [%s, %s]}", zeta, beta, acme)
	others, north, south := newRelease(t, ""), newRelease(t, "north"), newRelease(t, "south")
	for _, r := range []*release{others, north, south} {
		r.upgrade(t, before)
	}

	for _, firm := range []string{acme, zeta, beta, rest} {
		populate(t, firm)
	}
	t.Run("each firm has one manager", func(t *testing.T) {
		for firm, r := range map[string]*release{acme: north, zeta: north, beta: south, rest: others} {
			settle(t, firm)
			wroteStatuses(t, firm, r.name())
		}
	})
	t.Run("and does without the others", func(t *testing.T) {
		south.stop(t)
		others.stop(t)
		for _, firm := range []string{acme, zeta} {
			join(t, firm, "cal")
			settle(t, firm)
		}
		for _, firm := range []string{beta, rest} { // fail closed
			if err := tryToJoin(t, firm, "cal"); err == nil || !strings.Contains(err.Error(), "failed calling webhook") {
				t.Errorf("no manager of %s runs, and a write is answered %v", firm, err)
			}
		}
		south.start(t)
		others.start(t)
		for _, firm := range []string{beta, rest} {
			join(t, firm, "cal")
			settle(t, firm)
		}
	})
	t.Run("a manager that is asked about another's firm refuses", func(t *testing.T) {
		south.apply(t, after) // and the process is that of before
		cluster.Eventually(t, within, func() error {
			err := tryToJoin(t, acme, "dan")
			if err == nil {
				return errors.New("it is allowed")
			}
			if !apierrors.IsServiceUnavailable(err) || !strings.Contains(err.Error(), `shard "south"`) || !strings.Contains(err.Error(), "matterplane-validating-south") {
				return fmt.Errorf("it does not say what to mend: %w", err)
			}
			return nil
		})
		settle(t, acme)
	})
	t.Run("a firm moves", func(t *testing.T) {
		seen, versions := record(t, acme), resourceVersions(t, acme)
		south.upgrade(t, after) // both serve it
		join(t, acme, "eve")
		settle(t, acme)
		north.upgrade(t, after) // south alone
		join(t, acme, "fay")
		settle(t, acme)
		wroteStatusOfBid(t, acme, south.name())
		seen.neverTurnedBack(t)
		now := resourceVersions(t, acme)
		delete(versions, "Matter bid")
		delete(now, "Matter bid")
		if diff := cmp.Diff(versions, now); diff != "" {
			t.Errorf("what nobody changed was written (-before +after):\n%s", diff)
		}
		if allowed, _ := cluster.Kubectl(t, acme, "", "auth", "can-i", "list", "matters", "--as=system:serviceaccount:"+north.name()+":"+account); strings.TrimSpace(allowed) != "no" {
			t.Errorf("north may still read it: %s", allowed)
		}
		for _, firm := range []string{zeta, beta} {
			join(t, firm, "gil")
			settle(t, firm)
		}
	})
	t.Run("a firm that is left to a shard that nobody runs stays without status", func(t *testing.T) {
		orphan := cluster.Namespace(t)
		others.upgrade(t, strings.TrimSuffix(after, "}")+", west: ["+orphan+"]}")
		cluster.Eventually(t, within, func() error { return orphaned(t, orphan) })
		others.upgrade(t, after) // and is served as soon as the list is right
		join(t, orphan, "hal")
		settle(t, orphan)
	})
}

// orphaned says what would be seen of a firm if anybody served it.
func orphaned(t *testing.T, namespace string) error {
	t.Helper()
	probe := &v1alpha1.Matter{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "bid"}, Spec: v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter}}
	if err := cluster.Client().Create(t.Context(), probe); err != nil {
		return err
	}
	if len(probe.Annotations) > 0 || probe.Status.ObservedGeneration != -1 {
		served := fmt.Errorf("it is served: %v, generation %d", probe.Annotations, probe.Status.ObservedGeneration)
		return errors.Join(served, cluster.Client().Delete(t.Context(), probe))
	}
	return nil
}

func populate(t *testing.T, namespace string) {
	t.Helper()
	cluster.Eventually(t, within, func() error { // until the API server believes the manager
		_, err := cluster.Kubectl(t, namespace, shardFirm, "apply", "--server-side", "-f", "-")
		return err
	})
}

func join(t *testing.T, namespace, user string) {
	t.Helper()
	cluster.Eventually(t, within, func() error { return tryToJoin(t, namespace, user) })
}

// tryToJoin puts a user on the team of bid.
func tryToJoin(t *testing.T, namespace, user string) error {
	t.Helper()
	m := &v1alpha1.Matter{}
	if err := cluster.Client().Get(t.Context(), client.ObjectKey{Namespace: namespace, Name: "bid"}, m); err != nil {
		return err
	}
	if slices.ContainsFunc(m.Spec.Staffing, func(e v1alpha1.StaffingEntry) bool { return e.User == user }) {
		return nil
	}
	m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: user})
	return cluster.Client().Update(t.Context(), m)
}

// settle waits until every matter has the ledger and the status that are derived.
func settle(t *testing.T, namespace string) {
	t.Helper()
	cluster.Eventually(t, within, func() error {
		var firm roster.Objects
		for _, o := range stored(t, namespace) {
			firm.Add(o)
		}
		view := roster.NewSnapshot(firm)
		for _, m := range firm.Matters {
			want := staffing.Derive(view, m)
			want.ObservedGeneration = m.Generation
			if diff := cmp.Diff(want, m.Status, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(metav1.Condition{}, "LastTransitionTime", "ObservedGeneration")); diff != "" || m.Annotations[v1alpha1.LedgerAnnotation] == "" {
				return fmt.Errorf("%s/%s (-derived +stored):\n%s", namespace, m.Name, diff)
			}
		}
		return nil
	})
}

// stored returns all objects of a firm.
func stored(t *testing.T, namespace string) (objects []client.Object) {
	t.Helper()
	for _, list := range []client.ObjectList{
		&v1alpha1.FirmList{}, &v1alpha1.OfficeList{}, &v1alpha1.FirmUserList{}, &v1alpha1.AssistantLinkList{}, &v1alpha1.MatterList{},
	} {
		if err := cluster.Client().List(t.Context(), list, client.InNamespace(namespace)); err != nil {
			t.Fatal(err)
		}
		items, err := apimeta.ExtractList(list)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			objects = append(objects, item.(client.Object))
		}
	}
	return objects
}

func resourceVersions(t *testing.T, namespace string) map[string]string {
	t.Helper()
	versions := map[string]string{}
	for _, o := range stored(t, namespace) {
		versions[strings.TrimPrefix(fmt.Sprintf("%T", o), "*v1alpha1.")+" "+o.GetName()] = o.GetResourceVersion()
	}
	return versions
}

// wroteStatuses waits until all statuses are there, and checks who wrote them.
func wroteStatuses(t *testing.T, namespace, manager string) {
	t.Helper()
	cluster.Eventually(t, within, func() error {
		for _, o := range stored(t, namespace) {
			if by := statusBy(o); !slices.Equal(by, []string{manager}) {
				return fmt.Errorf("the status of %T %s is by %v, want %s", o, o.GetName(), by, manager)
			}
		}
		return nil
	})
}

func wroteStatusOfBid(t *testing.T, namespace, manager string) {
	t.Helper()
	for _, o := range stored(t, namespace) {
		if _, is := o.(*v1alpha1.Matter); is && o.GetName() == "bid" && !slices.Contains(statusBy(o), manager) {
			t.Errorf("the status of bid is by %v, want %s", statusBy(o), manager)
		}
	}
}

// statusBy returns who wrote what is in the status.
func statusBy(o client.Object) (managers []string) {
	for _, f := range o.GetManagedFields() {
		if f.Subresource == "status" {
			managers = append(managers, f.Manager)
		}
	}
	return managers
}
