package controllers_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// orders are those in which a backup may be restored.
var orders = map[string]func([]*unstructured.Unstructured) []*unstructured.Unstructured{
	"by kind and name": slices.Clone[[]*unstructured.Unstructured],
	"in random order": func(backup []*unstructured.Unstructured) []*unstructured.Unstructured {
		backup = slices.Clone(backup)
		rand.Shuffle(len(backup), func(i, j int) { backup[i], backup[j] = backup[j], backup[i] })
		return backup
	},
}

// TestARestoreBringsBackTheStatuses restores a firm object by object (L-8): with
// controllers at work meanwhile, and with controllers that come afterwards.
func TestARestoreBringsBackTheStatuses(t *testing.T) {
	operator := story.Operate(t)
	f := imported(t)
	backup, before := export(t, f), statuses(t, f, true)
	checkHistory(t, f)
	restorer := by(t, story.Restorer)
	restored := func(t *testing.T) {
		t.Helper()
		if diff := cmp.Diff(histories(t, backup), histories(t, f.All())); diff != "" {
			t.Errorf("L-8: ledgers and stamps (-backup +restored):\n%s", diff)
		}
		if diff := cmp.Diff(before, statuses(t, f, true)); diff != "" {
			t.Errorf("L-8: statuses (-before +restored):\n%s", diff)
		}
		if warned := restorer.Warned(); len(warned) > 0 {
			t.Errorf("warned the Restorer %q", warned)
		}
	}
	for name, order := range orders {
		t.Run(name+", controllers at work", func(t *testing.T) {
			lose(t, f)
			w := f.Watch()
			restore(t, f, restorer, order(backup))
			restored(t)
			story.AwaitIdle(t)
			noCompletion(t, w)
			restorationTold(t, f, w)
		})
	}
	t.Run("by kubectl, controllers at work", func(t *testing.T) {
		lose(t, f)
		cluster.MustKubectl(t, f.Namespace, list(t, backup), "create", "-f", "-", "--as", story.Restorer, "--as-group", "system:masters")
		settle(t, f, len(backup))
		restored(t)
	})
	for name, order := range orders {
		t.Run(name+", controllers afterwards", func(t *testing.T) {
			operator.Stop(t)
			stop := webhooksAlone(t)
			lose(t, f)
			create(t, f, restorer, order(backup))
			stop()
			operator = story.Operate(t)
			settle(t, f, len(backup))
			restored(t)
		})
	}
}

// TestARestoreByAnybodyElseIsAFirmWithoutAPast creates the same objects for
// somebody who is no Restorer: what they bring is dropped, and the warnings say so.
func TestARestoreByAnybodyElseIsAFirmWithoutAPast(t *testing.T) {
	story.Operate(t)
	f := imported(t)
	backup := export(t, f)
	lose(t, f)
	anybody := by(t, "anybody")
	created := 0
	for _, o := range backup {
		fresh := o.DeepCopy()
		fresh.SetNamespace(f.Namespace)
		err := anybody.Create(t.Context(), fresh)
		if diff := cmp.Diff(certain(o, dropped(o)), certain(o, anybody.Warned())); err == nil && diff != "" {
			t.Errorf("%s: warnings (-want +got):\n%s", nameOf(t, o), diff)
		}
		if err != nil {
			if o.GetKind() != "AssistantLink" || !strings.Contains(err.Error(), "A-2: ") {
				t.Errorf("%s: %v", nameOf(t, o), err)
			}
			continue
		}
		created++
	}
	if refused := len(backup) - created; refused != 2 { // those that the earliest link disputes, which is the last by name
		t.Errorf("%d links were refused", refused)
	}
	settle(t, f, created)
	past := histories(t, backup)
	for _, o := range f.All() {
		withoutAPast(t, o, past[nameOf(t, o)])
	}
}

// dropped are the warnings of what an object brings that only a Restorer may bring.
func dropped(o client.Object) []string {
	var warnings []string
	for _, key := range ours {
		if _, brings := o.GetAnnotations()[key]; brings {
			warnings = append(warnings, "L-8: dropped "+key+": only a Restorer (--restorer) creates an object with a past")
		}
	}
	return warnings
}

// certain are the warnings that there must be: of a ledger which tells of no second
// write none need be, as it may be the one that creating the object leaves.
func certain(o client.Object, warnings []string) []string {
	kept, err := ledger.DecodeMatter(o.GetAnnotations()[v1alpha1.LedgerAnnotation])
	mayBeNew := err == nil && kept.Staffing.Clock < 2 && kept.ConflictedUsers.Clock < 2
	return slices.DeleteFunc(warnings, func(warning string) bool {
		return mayBeNew && strings.Contains(warning, v1alpha1.LedgerAnnotation)
	})
}

// withoutAPast fails the test if an object has anything of the past that it brought.
func withoutAPast(t *testing.T, o client.Object, past map[string]string) {
	t.Helper()
	has := o.GetAnnotations()
	for _, stamp := range []string{v1alpha1.CreatedByAnnotation, v1alpha1.FirstUserAnnotation, v1alpha1.SinceAnnotation} {
		if value, stamped := has[stamp]; stamped && value == past[stamp] {
			t.Errorf("%s kept %s %q", nameOf(t, o), stamp, value)
		}
	}
	if kept, err := ledger.DecodeFirm(has[v1alpha1.LedgerAnnotation]); o.GetName() == v1alpha1.FirmName && (err != nil || kept.Closed) {
		t.Errorf("the ledger of the firm is %+v, %v", kept, err)
	}
	if m, is := o.(*v1alpha1.Matter); is {
		kept, err := ledger.DecodeMatter(has[v1alpha1.LedgerAnnotation])
		if err != nil || kept.Staffing.Clock > 1 || kept.ConflictedUsers.Clock > 1 || len(kept.Staffing.Left) > 0 {
			t.Errorf("the ledger of %s is %s, %v", m.Name, has[v1alpha1.LedgerAnnotation], err)
		}
	}
}

// checkHistory fails the test unless the firm has what makes it worth restoring.
func checkHistory(t *testing.T, f *story.Firm) {
	t.Helper()
	f.Tell(`
		= aa-later: AssistantHasAssistants
		= mm-again: Duplicate
		= early ledger: joined amira@1 await, carla@1 await
		= awaits ledger: joined ben@1 await
		= hopes ledger: joined ida@1 await
		= m1 ledger: joined amira@1 follow, ben@1 follow | left eve@2, finn@2
	`)
	crowded, err := ledger.DecodeMatter(f.Matter("crowded").Annotations[v1alpha1.LedgerAnnotation])
	must(t, err)
	if _, collapsed := crowded.Staffing.Left[ledger.Everyone]; !collapsed {
		t.Errorf("the ledger of crowded holds %d partings, and none stands for everyone", len(crowded.Staffing.Left))
	}
}

// noCompletion fails the test if the controllers have completed anything.
func noCompletion(t *testing.T, w *story.Window) {
	t.Helper()
	for _, r := range w.Requests() {
		if r.Writes() && !strings.HasSuffix(r.Path, "/status") {
			t.Errorf("L-7: the manager sent %s %s", r.Method, r.Path)
		}
	}
}

// restorationTold waits until an Event of each object says that it was restored.
func restorationTold(t *testing.T, f *story.Firm, w *story.Window) {
	t.Helper()
	cluster.Eventually(t, time.Minute, func() error {
		var silent []error
		for _, o := range f.All() {
			about := strings.ToLower(content(t, o).GetKind()) + " " + o.GetName()
			if !slices.ContainsFunc(w.Told(about), func(told string) bool { return strings.HasPrefix(told, "Normal Restored: L-8: ") }) {
				silent = append(silent, fmt.Errorf("no Event says that %s was restored: %q", about, w.Told(about)))
			}
		}
		return errors.Join(silent...)
	})
}

// webhooksAlone serves the webhooks without controllers, until it is told to stop.
func webhooksAlone(t *testing.T) (stop func()) {
	t.Helper()
	mgr, err := ctrl.NewManager(cluster.Config(), ctrl.Options{
		Scheme:        cluster.Scheme(),
		Metrics:       metricsserver.Options{BindAddress: "0"},
		WebhookServer: webhook.NewServer(cluster.WebhookServer()),
	})
	must(t, err)
	cached, err := cacheview.New(t.Context(), mgr.GetCache())
	must(t, err)
	must(t, admission.Setup(mgr, cached, admission.Options{Restorers: []string{story.Restorer}}))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- mgr.Start(ctx) }()
	serving := mgr.GetWebhookServer().StartedChecker()
	cluster.Eventually(t, time.Minute, func() error {
		if !cached.Synced() {
			return errors.New("the caches are not filled")
		}
		return serving(nil)
	})
	return func() {
		cancel()
		must(t, <-ended)
	}
}
