package controllers_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// newcomers is a firm for whose only lawyer matters are created.
const newcomers = `firm follow=staffing; user amira; user ben; link ben->amira`

// bringing returns a matter of amira's that brings a ledger and an age.
func bringing(t *testing.T, f *story.Firm, brought string) *unstructured.Unstructured {
	t.Helper()
	m := &v1alpha1.Matter{}
	m.GenerateName, m.Namespace = "m-", f.Namespace
	m.Spec.Type, m.Spec.Staffing = v1alpha1.TypeMatter, []v1alpha1.StaffingEntry{{User: "amira"}}
	m.Annotations = map[string]string{v1alpha1.LedgerAnnotation: brought, v1alpha1.SinceAnnotation: longAgo}
	return declared(content(t, m))
}

// TestCreatingWithALedger creates matters that bring one of the forged ledgers:
// only a Restorer's counts, as far as it can be read (L-8).
func TestCreatingWithALedger(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Webhooks)
	f.Tell(newcomers)
	anybody, restorer := by(t, "anybody"), by(t, story.Restorer)
	create := func(p *cluster.Person, brought string) *v1alpha1.Matter {
		t.Helper()
		m := bringing(t, f, brought)
		m.SetNamespace(f.Namespace)
		must(t, p.Create(t.Context(), m))
		return stored(t, f, m.GetName())
	}
	fresh := create(anybody, "").Annotations[v1alpha1.LedgerAnnotation]
	brought := append(slices.Collect(maps.Values(unreadable)), newer, innocent)
	for _, c := range forgeries {
		brought = append(brought, c.ledger)
	}
	for _, brought := range brought {
		start := brought[:min(len(brought), 100)]
		anybody.Warned()
		m := create(anybody, brought)
		if m.Annotations[v1alpha1.LedgerAnnotation] != fresh || m.Annotations[v1alpha1.SinceAnnotation] == longAgo {
			t.Errorf("of %q by anybody came %q", start, m.Annotations)
		}
		if warned := anybody.Warned(); len(warned) != 2 && brought != fresh && brought != "" {
			t.Errorf("of %q anybody was warned %q", start, warned)
		}
		m = create(restorer, brought)
		if !restoredAs(m, brought) || m.Annotations[v1alpha1.SinceAnnotation] != longAgo {
			t.Errorf("of %q by a Restorer came %q", start, m.Annotations)
		}
	}
	if warned := restorer.Warned(); len(warned) > 0 {
		t.Errorf("warned the Restorer %q", warned)
	}
	settle(t, f, 5+2*len(brought)) // the firm's objects, and the matter that brought nothing
}

// restoredAs says whether what a Restorer brought became what it should: it is
// kept if it goes with the spec, completed if not, and missed if unreadable.
func restoredAs(m *v1alpha1.Matter, brought string) bool {
	was, err := ledger.DecodeMatter(brought)
	now, _ := ledger.DecodeMatter(m.Annotations[v1alpha1.LedgerAnnotation])
	switch {
	case errors.Is(err, ledger.ErrNewerVersion), err == nil && was.Complete(&m.Spec):
		return m.Annotations[v1alpha1.LedgerAnnotation] == brought
	case err != nil:
		return now.Unreadable && now.Complete(&m.Spec)
	}
	return !now.Unreadable && now.Complete(&m.Spec) && now.Staffing.Clock == was.Staffing.Clock+1
}

func stored(t *testing.T, f *story.Firm, name string) *v1alpha1.Matter {
	t.Helper()
	m := &v1alpha1.Matter{}
	must(t, cluster.Client().Get(t.Context(), client.ObjectKey{Namespace: f.Namespace, Name: name}, m))
	return m
}

// TestHoweverAMatterIsCreatedItsPastIsARestorers creates matters in every way that
// a client has.
func TestHoweverAMatterIsCreatedItsPastIsARestorers(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Webhooks)
	f.Tell(newcomers)
	byKubectl := func(args ...string) func(context.Context, *cluster.Person, *unstructured.Unstructured) error {
		return func(_ context.Context, p *cluster.Person, m *unstructured.Unstructured) error {
			return kubectl(t, p.Name, f.Namespace, append(args, "-f", "-"), m)
		}
	}
	past := team(`"clock":2,"joined":{"amira":{"at":1}},"left":{"ben":{"at":2,"time":"2026-01-05T09:00:00.000000Z"}}`)
	created := 4
	for way, create := range map[string]func(context.Context, *cluster.Person, *unstructured.Unstructured) error{
		"post": func(ctx context.Context, p *cluster.Person, m *unstructured.Unstructured) error {
			return p.Create(ctx, m)
		},
		"dry-run": func(ctx context.Context, p *cluster.Person, m *unstructured.Unstructured) error {
			dry := m.DeepCopy()
			if err := p.Create(ctx, dry, client.DryRunAll); err != nil {
				return err
			}
			if err := p.Create(ctx, m); err != nil || dry.GetAnnotations()[v1alpha1.LedgerAnnotation] == m.GetAnnotations()[v1alpha1.LedgerAnnotation] {
				return err
			}
			return fmt.Errorf("a dry run says %v, a real one %v", dry.GetAnnotations(), m.GetAnnotations())
		},
		"apply": func(ctx context.Context, p *cluster.Person, m *unstructured.Unstructured) error {
			return p.Apply(ctx, client.ApplyConfigurationFromUnstructured(m), client.FieldOwner("creator"))
		},
		"kubectl-create":            byKubectl("create"),
		"kubectl-apply":             byKubectl("apply"),
		"kubectl-apply-server-side": byKubectl("apply", "--server-side"),
	} {
		for who, restores := range map[string]bool{"anybody": false, story.Restorer: true} {
			m := bringing(t, f, past)
			m.SetGenerateName("")
			m.SetName(way + "-" + who)
			m.SetNamespace(f.Namespace)
			must(t, create(t.Context(), by(t, who), m))
			created++
			has := stored(t, f, m.GetName()).Annotations
			if keeps := has[v1alpha1.LedgerAnnotation] == past; keeps != restores || has[v1alpha1.SinceAnnotation] == longAgo != restores {
				t.Errorf("%s by %s leaves %v", way, who, has)
			}
		}
	}
	settle(t, f, created)
}
