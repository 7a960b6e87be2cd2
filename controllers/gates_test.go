package controllers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// The gates: what is counted here is exact on every machine.

// wholeFirms returns the same firm in both modes, once nothing is left to do.
func wholeFirms(t *testing.T) []*story.Firm {
	t.Helper()
	both := []*story.Firm{story.New(t.Context(), t, story.Webhooks), story.New(t.Context(), t, story.Alone)}
	for _, f := range both {
		f.Tell(wholeFirm)
	}
	story.AwaitIdle(t)
	return both
}

func TestAFirmThatIsSettledIsLeftAlone(t *testing.T) {
	operator := story.Operate(t)
	both := wholeFirms(t)
	t.Run("whoever applies it again", func(t *testing.T) {
		for _, f := range both {
			w := f.Watch()
			f.Write(wholeFirm)
			story.AwaitIdle(t)
			w.Quiet(t)
		}
	})
	t.Run("by a manager that starts anew", func(t *testing.T) {
		before := versions(t)
		windows := []*story.Window{both[0].Watch(), both[1].Watch()}
		operator.Stop(t)
		reconciled := story.Metric(t, "controller_runtime_reconcile_total")
		story.OperateOnAll(t)
		cluster.Eventually(t, time.Minute, func() error {
			if done := story.Metric(t, "controller_runtime_reconcile_total") - reconciled; int(done) < len(before) {
				return fmt.Errorf("%v of %d objects are reconciled", done, len(before))
			}
			return nil
		})
		story.AwaitIdle(t)
		for _, w := range windows {
			w.Quiet(t)
		}
		if diff := cmp.Diff(before, versions(t)); diff != "" {
			t.Errorf("resourceVersions (-before +after):\n%s", diff)
		}
	})
}

// versions returns the resourceVersion of every object of our kinds in every namespace.
func versions(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, kind := range []string{"Firm", "Office", "FirmUser", "AssistantLink", "Matter"} {
		var list metav1.PartialObjectMetadataList
		list.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kind))
		if err := cluster.Client().List(t.Context(), &list); err != nil {
			t.Fatal(err)
		}
		for _, o := range list.Items {
			found[strings.Join([]string{kind, o.Namespace, o.Name}, "/")] = o.ResourceVersion
		}
	}
	return found
}

func TestOneChangeIsOneWriteOfEachStatusThatDiffers(t *testing.T) {
	story.Operate(t)
	both := wholeFirms(t)
	for _, change := range []struct{ name, text string }{
		{"somebody joins", `matter m1 lead=amira staff=gus,eve case=c1 collections=k1 client=acme set=trial/us`},
		{"somebody leaves", `matter m1 lead=amira case=c1 collections=k1 client=acme set=trial/us`},
		{"the team of a case", `case c1 staff=ben,carla client=acme`},
		{"a wall", `matter m2 staff=carla,gus client=globex set=trial/them conflicted=finn,carla`},
		{"a detail of which nothing is derived", `matter m2 staff=carla,gus client=globex set=trial/them conflicted=finn,carla closed confidential`},
		{"a side", `matter m2 staff=carla,gus client=globex`},
		{"a link", `link dan->ben`},
		{"a link that goes", `delete link finn->ben`},
		{"an account", `user carla office=zurich role=FirmOfficeAdministrator deactivated`},
		{"somebody new", `user hal office=london role=FirmOfficeAdministrator`},
		{"an office that goes", `delete office zurich`},
		{"the clients and systems of the firm", `firm lead=amira backup=ben follow=staffing systems=documents clients=acme`},
		{"the administrators of the firm", `firm lead=amira backup=dan follow=staffing systems=documents clients=acme`},
		{"a matter that goes", `delete matter m1`},
	} {
		t.Run(change.name, func(t *testing.T) {
			var windows []*story.Window
			for _, f := range both {
				windows = append(windows, f.Watch())
				f.Tell(change.text)
			}
			story.AwaitIdle(t)
			for _, w := range windows {
				w.Exact(t)
			}
		})
	}
}

func TestAnAnnotationOfSomebodyElsesIsReconciledAndNothingWritten(t *testing.T) {
	story.Operate(t)
	for _, f := range wholeFirms(t) {
		reconciled := story.Metric(t, "controller_runtime_reconcile_total")
		w := f.Watch()
		for _, o := range f.All() {
			f.Patch(o, `{"metadata":{"annotations":{"example.com/note":"seen"}}}`)
		}
		f.Settle()
		story.AwaitIdle(t)
		w.Exact(t)
		if done := story.Metric(t, "controller_runtime_reconcile_total") - reconciled; int(done) < len(f.All()) {
			t.Errorf("%v objects were reconciled, want %d", done, len(f.All()))
		}
	}
}

func TestATamperedStatusIsPutRight(t *testing.T) {
	story.Operate(t)
	for _, f := range wholeFirms(t) {
		for _, tampered := range []string{
			`{"status":{"conditions":[]}}`,
			`{"status":{"observedGeneration":0}}`,
			`{"status":null}`,
		} {
			w := f.Watch()
			for _, o := range f.All() {
				f.PatchStatus(o, tampered)
			}
			f.Settle()
			story.AwaitIdle(t)
			for id, n := range w.StatusWrites() {
				if n != 2 {
					t.Errorf("after %s: %s was written %d times, want once by us and once by the controllers", tampered, id, n)
				}
			}
		}
	}
}

func TestKubectlAppliesAFirmTwice(t *testing.T) {
	story.Operate(t)
	manifest := manifestOf(t, wholeFirm)
	for _, side := range []string{"--server-side=false", "--server-side"} {
		namespace := cluster.Namespace(t)
		cluster.MustKubectl(t, namespace, manifest, "apply", side, "-f", "-")
		cluster.MustKubectl(t, namespace, "", "wait", "--for=condition=Ready", "--timeout=60s", "--all",
			"firms,offices,firmusers,assistantlinks,matters")
		before := versions(t)
		cluster.MustKubectl(t, namespace, manifest, "diff", side, "-f", "-")
		cluster.MustKubectl(t, namespace, manifest, "apply", side, "-f", "-")
		if diff := cmp.Diff(before, versions(t)); diff != "" {
			t.Errorf("applied again with %s, resourceVersions (-before +after):\n%s", side, diff)
		}
	}
}

// manifestOf returns the YAML of a firm.
func manifestOf(t *testing.T, text string) string {
	t.Helper()
	var manifest strings.Builder
	for _, o := range story.Declared(t, text) {
		document, err := yaml.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&manifest, "---\n%s", document)
	}
	return manifest.String()
}
