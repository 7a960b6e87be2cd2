// Package stories_test applies files to a real API server and compares what the
// controllers derive there with what is derived from the same files here.
package stories_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/render"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
	"github.com/matterplane/matterplane/internal/test/story"
)

func TestMain(m *testing.M) { story.Main(m) }

// firms is how many random firms are applied in each mode.
const firms = 8

// TestFilesDeriveWhatTheClusterDoes is the law of what is read from files: a fresh
// apply of them, object by object, in any order, leaves the statuses that are
// derived from the files (W-3, W-4, L-2 to L-4).
func TestFilesDeriveWhatTheClusterDoes(t *testing.T) {
	story.Operate(t)
	t.Run("firms", func(all *testing.T) {
		for _, mode := range []story.Mode{story.Webhooks, story.Alone} {
			all.Run("samples/"+string(mode), func(t *testing.T) {
				t.Parallel()
				kept := story.New(t.Context(), t, mode)
				overlay := samples(t, kept.Namespace)
				cluster.MustKubectl(t, kept.Namespace, "", "apply", "-k", overlay)
				compare(t, kept, overlay)
			})
			for _, seed := range telling(all) {
				all.Run(fmt.Sprintf("random-%d/%s", seed, mode), func(t *testing.T) {
					t.Parallel()
					kept := story.New(t.Context(), t, mode)
					dir := written(t, random.Text().Example(seed), mode, seed)
					cluster.MustKubectl(t, kept.Namespace, "", "apply", "-f", dir)
					compare(t, kept, dir)
				})
			}
		}
	})
}

// telling returns the seeds of the first random firms in which the Firm's setting
// lets somebody follow: in most others it makes no difference what the ledgers hold.
func telling(t *testing.T) []int {
	t.Helper()
	var seeds []int
	for seed := 0; len(seeds) < firms; seed++ {
		objects := firm.Parse(t, random.Text().Example(seed))
		if objects.Firm == nil {
			continue
		}
		with := followers(objects)
		objects.Firm = objects.Firm.DeepCopy()
		objects.Firm.Spec.AssistantsFollow = v1alpha1.AssistantsFollow{}
		if with != followers(objects) {
			seeds = append(seeds, seed)
		}
	}
	return seeds
}

func followers(objects roster.Objects) int32 {
	view, followers := roster.NewSnapshot(objects), int32(0)
	for _, matter := range objects.Matters {
		status := staffing.Derive(view, matter)
		followers += status.Summary.Followers + status.Summary.Conflicted
	}
	return followers
}

// samples returns an overlay that puts the sample firm into a namespace.
func samples(t *testing.T, namespace string) string {
	t.Helper()
	dir := t.TempDir()
	base, err := filepath.Rel(dir, cluster.Path(t, "config", "samples"))
	if err != nil {
		t.Fatal(err)
	}
	content := fmt.Sprintf("namespace: %s\nresources: [%s]\n", namespace, base)
	if err := os.WriteFile(filepath.Join(dir, "kustomization.yaml"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// written writes the objects of a firm as files, in random order, without what
// nobody writes: stamps. Links that dispute with each other count by their names in
// files, and by their times in a cluster (L-9): they are left out.
func written(t *testing.T, text string, mode story.Mode, seed int) string {
	t.Helper()
	objects := firm.Parse(t, text)
	judge := roster.NewLinks(roster.NewSnapshot(objects))
	if objects.Firm != nil {
		units := map[string]bool{}
		objects.Firm.Spec.BusinessUnits = slices.DeleteFunc(objects.Firm.Spec.BusinessUnits, func(u v1alpha1.BusinessUnit) bool {
			twice := units[u.Name] // which the language allows and the schema does not
			units[u.Name] = true
			return twice
		})
	}
	if mode == story.Webhooks { // which refuse an email that is another's
		for _, o := range objects.Users {
			o.Spec.Email = o.Name + "@firm.example"
		}
	}
	objects.Links = slices.DeleteFunc(objects.Links, func(l *v1alpha1.AssistantLink) bool { return !judge.Judge(l).Accepted() })
	all := cluster.ObjectsOf(objects)
	dir := t.TempDir()
	for i, j := range rand.New(rand.NewPCG(uint64(seed), 1)).Perm(len(all)) {
		o := all[j]
		annotations := o.GetAnnotations()
		delete(annotations, v1alpha1.SinceAnnotation)
		delete(annotations, v1alpha1.LedgerAnnotation)
		if mode == story.Webhooks { // which drop it
			delete(annotations, v1alpha1.FirstUserAnnotation)
		}
		content, err := yaml.Marshal(bare(t, o))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.yaml", i)), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// bare returns an object as somebody would write it.
func bare(t *testing.T, o client.Object) map[string]any {
	t.Helper()
	text, err := yaml.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var content map[string]any
	if err := yaml.Unmarshal(text, &content); err != nil {
		t.Fatal(err)
	}
	delete(content, "status")
	content["apiVersion"], content["kind"] = v1alpha1.GroupVersion.String(), manifests.KindOf(o)
	return content
}

// compare compares every status in the cluster with what is rendered from the files,
// byte for byte.
func compare(t *testing.T, kept *story.Firm, source string) {
	t.Helper()
	set, err := manifests.Read(t.Context(), manifests.Options{Sources: []string{source}, Namespace: kept.Namespace})
	if err != nil || len(set.Problems()) > 0 {
		t.Fatalf("reading %s: %v %v", source, err, set.Problems())
	}
	cluster.Eventually(t, time.Minute, func() error {
		if stored := len(kept.All()); stored != set.Len() {
			return fmt.Errorf("%d of %d objects have been seen", stored, set.Len())
		}
		return nil
	})
	kept.Settle()
	stored := map[string]client.Object{}
	for _, o := range kept.All() {
		stored[manifests.KindOf(o)+" "+o.GetName()] = o
	}
	for o := range render.Firm(set.Objects(kept.Namespace)) {
		in, there := stored[o.Kind+" "+o.Metadata.Name]
		if !there {
			t.Errorf("%s %s is not in the cluster", o.Kind, o.Metadata.Name)
			continue
		}
		if diff := cmp.Diff(text(t, o), text(t, held(in))); diff != "" {
			t.Errorf("%s %s (-files +cluster)\n%s", o.Kind, o.Metadata.Name, diff)
		}
		delete(stored, o.Kind+" "+o.Metadata.Name)
	}
	if len(stored) > 0 {
		t.Errorf("not rendered: %v", slices.Sorted(maps.Keys(stored)))
	}
}

// text is what render prints of an object.
func text(t *testing.T, o render.Object) string {
	t.Helper()
	printed, err := render.JSON(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(printed)
}

// held is an object with the status that the cluster holds, as it is after one
// write: completing a ledger is none (L-7), and what is held is of its generation.
func held(o client.Object) render.Object {
	as := render.Object{
		TypeMeta: metav1.TypeMeta{APIVersion: v1alpha1.GroupVersion.String(), Kind: manifests.KindOf(o)},
		Metadata: render.Metadata{Name: o.GetName(), Namespace: o.GetNamespace()},
	}
	switch o := o.DeepCopyObject().(type) {
	case *v1alpha1.Firm:
		as.Status = timeless(&o.Status, &o.Status.Conditions)
	case *v1alpha1.Office:
		as.Status = timeless(&o.Status, &o.Status.Conditions)
	case *v1alpha1.FirmUser:
		as.Status = timeless(&o.Status, &o.Status.Conditions)
	case *v1alpha1.AssistantLink:
		as.Status = timeless(&o.Status, &o.Status.Conditions)
	case *v1alpha1.Matter:
		as.Status = timeless(&o.Status, &o.Status.Conditions)
	}
	return as
}

func timeless(status any, conditions *[]metav1.Condition) any {
	for i := range *conditions {
		(*conditions)[i].LastTransitionTime = metav1.Time{}
	}
	return status
}
