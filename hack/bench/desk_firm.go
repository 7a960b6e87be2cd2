package main

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/manager"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firms"
)

// clerk is who edits: the lead of the matters that are edited, a Person (P-1) with
// the rights that editors of firms are given. No better off are most who write.
const clerk = "clerk"

// clerks is the clerk's group.
const clerks = "bench:clerks"

// teamOf is the name of the matter with so many members.
func teamOf(members int) string { return fmt.Sprintf("team-of-%d", members) }

// withTeams returns a firm of so many matters, with the ledgers and stamps that the
// webhooks would have left, and in it a matter for each of the sizes of teams, with its status.
func withTeams(namespace string, matters int, teams ...int) roster.Objects {
	objects := firms.Generate(firms.Shape{Matters: matters, Seed: 1, Namespace: namespace})
	user := func(name string) string {
		u := firm.MakeUser(name).Obj()
		u.Namespace = namespace
		objects.Users = append(objects.Users, u)
		return name
	}
	user(clerk)
	for _, members := range teams {
		m := firm.MakeMatter(teamOf(members)).Lead(clerk)
		m.Namespace = namespace
		for i := range members - 1 {
			m.StaffEntry(v1alpha1.StaffingEntry{
				User: user(fmt.Sprintf("of-%d-number-%03d", members, i)), MatterRole: v1alpha1.MatterRoleEditor,
				StaffingType: v1alpha1.StaffingTeamMember, IncludedSystems: objects.Firm.Spec.Systems[:1],
			})
		}
		objects.Matters = append(objects.Matters, m.Obj())
	}
	firms.Applied(objects, time.Now())
	view := roster.NewSnapshot(objects)
	for _, m := range objects.Matters[len(objects.Matters)-len(teams):] {
		m.Status = staffing.Derive(view, m)
		m.Status.ObservedGeneration = 1
		for i := range m.Status.Conditions {
			m.Status.Conditions[i].LastTransitionTime = metav1.Now()
		}
	}
	return objects
}

// file writes a firm past the webhooks.
func (w *world) file(ctx context.Context, namespace string, objects roster.Objects) error {
	err := w.Client.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
		Name: namespace, Labels: map[string]string{plane.WithoutWebhooks: "true"},
	}})
	if err != nil {
		return fmt.Errorf("creating a namespace: %w", err)
	}
	return inParallel(ctx, objectsOf(objects), 16, func(o client.Object) error {
		var status v1alpha1.MatterStatus
		m, is := o.(*v1alpha1.Matter)
		if is {
			status = m.Status
		}
		if err := w.Client.Create(ctx, o); err != nil {
			return fmt.Errorf("creating %s: %w", keyOf(o), err)
		}
		if status.ObservedGeneration == 0 {
			return nil
		}
		m.Status = status
		return w.Client.Status().Update(ctx, m)
	})
}

// label lets the API server ask whoever has that name about a namespace.
func (w *world) label(ctx context.Context, namespace, name string) error {
	return w.Client.Patch(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}},
		client.RawPatch("application/merge-patch+json", fmt.Appendf(nil, `{"metadata":{"labels":{%q:%q}}}`, asksLabel, name)))
}

// asClerk returns a client of the clerk.
func (w *world) asClerk(ctx context.Context) (client.Client, error) {
	err := w.Client.Create(ctx, &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: clerks},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "matterplane-editor"},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: clerks}},
	})
	if client.IgnoreAlreadyExists(err) != nil {
		return nil, fmt.Errorf("binding the clerk: %w", err)
	}
	config := w.ConfigOf(plane.Masters)
	config.Impersonate = rest.ImpersonationConfig{UserName: firm.MakeUser(clerk).Spec.Email, Groups: []string{clerks}}
	by, err := client.New(config, client.Options{Scheme: manager.NewScheme()})
	if err != nil {
		return nil, fmt.Errorf("creating a client: %w", err)
	}
	return by, nil
}

// pen edits one matter again and again.
type pen struct {
	by     client.Client
	matter v1alpha1.Matter
}

// pick takes up a pen.
func pick(ctx context.Context, by client.Client, namespace, name string) (*pen, error) {
	p := &pen{by: by}
	if err := by.Get(ctx, client.ObjectKey{Namespace: namespace, Name: name}, &p.matter); err != nil {
		return nil, fmt.Errorf("reading what is edited: %w", err)
	}
	return p, nil
}

// edit files the matter under another client, the everyday edit, by which nobody
// joins (U-7), and returns how long it was waited for.
func (p *pen) edit(ctx context.Context, options ...client.UpdateOption) (time.Duration, error) {
	p.matter.Spec.Client = map[bool]string{true: "globex", false: "initech"}[p.matter.Spec.Client != "globex"]
	began := time.Now()
	err := p.by.Update(ctx, &p.matter, options...)
	return time.Since(began), err
}
