package firms_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/render"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firms"
)

var update = flag.Bool("update", false, "write the table of testdata anew")

func TestMain(m *testing.M) { cluster.Main(m) }

// shapes are small and large enough for everything to be there, and the smallest.
var shapes = []firms.Shape{
	{Seed: 1}, {Matters: 1, Seed: 2}, {Matters: 40, Seed: 3, Namespace: "acme"}, {Matters: 2000, Seed: 4}, {Matters: 2000, Seed: 5},
}

func TestOneShapeIsOneFirmByteForByte(t *testing.T) {
	files := func(s firms.Shape) map[string][]byte { return maps.Collect(firms.Files(firms.Generate(s))) }
	for _, s := range shapes {
		if diff := cmp.Diff(files(s), files(s)); diff != "" {
			t.Errorf("%+v (-once +again):\n%s", s, diff)
		}
		other := s
		other.Seed++
		if cmp.Equal(files(s), files(other)) {
			t.Errorf("%+v is the firm of another seed", s)
		}
	}
}

// TestNothingIsAmiss wants every object ready and every link accepted, and of the
// conditions that say more only those to be False that tell of walls, of assistants
// and of a firm that is still set up.
func TestNothingIsAmiss(t *testing.T) {
	usual := map[string]bool{
		v1alpha1.ConditionMembersCleared: true, v1alpha1.ConditionIncludedSystemsIgnored: true, v1alpha1.ConditionProvisioningClosed: true,
	}
	for _, s := range shapes {
		for o := range render.Firm(firms.Generate(s)) {
			text, err := render.JSON(o)
			if err != nil {
				t.Fatal(err)
			}
			var told struct {
				Status struct{ Conditions []metav1.Condition }
			}
			if err := json.Unmarshal(text, &told); err != nil {
				t.Fatal(err)
			}
			if len(told.Status.Conditions) == 0 {
				t.Errorf("%+v: %s %s has no conditions", s, o.Kind, o.Metadata.Name)
			}
			for _, c := range told.Status.Conditions {
				if c.Status != metav1.ConditionTrue && !usual[c.Type] {
					t.Errorf("%+v: %s %s: %s is %s: %s", s, o.Kind, o.Metadata.Name, c.Type, c.Status, c.Message)
				}
			}
		}
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	for _, s := range shapes {
		want, dir := firms.Applied(firms.Generate(s), time.Unix(1_800_000_000, 0)), t.TempDir()
		if err := firms.Write(dir, want); err != nil {
			t.Fatal(err)
		}
		set, err := manifests.Read(t.Context(), manifests.Options{Sources: []string{dir}, Namespace: s.Namespace})
		if err != nil {
			t.Fatal(err)
		}
		if problems := set.Problems(); len(problems) > 0 {
			t.Errorf("%+v: %d problems, first %v", s, len(problems), problems[0])
		}
		byName := cmp.Options{
			cmpopts.SortSlices(func(a, b client.Object) bool { return a.GetName() < b.GetName() }),
			cmpopts.IgnoreTypes(metav1.TypeMeta{}), cmpopts.EquateEmpty(),
			cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Namespace" }, cmp.Ignore()),
		}
		if diff := cmp.Diff(want, set.Objects(set.Namespaces()[0]), byName); diff != "" {
			t.Errorf("%+v (-written +read):\n%s", s, diff)
		}
	}
}

func TestWhatIsAppliedHasItsLedgersAndStamps(t *testing.T) {
	objects := firms.Applied(firms.Generate(shapes[2]), time.Unix(1_800_000_000, 0))
	around, stamps := roster.NewSnapshot(objects), map[string]bool{}
	for _, o := range cluster.ObjectsOf(objects) {
		stamps[o.GetAnnotations()[v1alpha1.SinceAnnotation]] = true
	}
	if want := len(cluster.ObjectsOf(objects)); len(stamps) != want || stamps[""] {
		t.Errorf("%d objects have %d stamps", want, len(stamps))
	}
	for _, m := range objects.Matters {
		kept, err := ledger.DecodeMatter(m.Annotations[v1alpha1.LedgerAnnotation])
		again := kept.Advance(&m.Spec, around, ledger.At(time.Now()))
		if err != nil || !kept.Complete(&m.Spec) || again.Encode() != kept.Encode() {
			t.Errorf("%s: the ledger %q is not what a write would leave: %v", m.Name, kept.Encode(), err)
		}
	}
}

func TestTheAPIServerTakesEveryObject(t *testing.T) {
	namespace := cluster.Namespace(t)
	for _, s := range []firms.Shape{{Seed: 6}, {Matters: 150, Seed: 7}} {
		for _, o := range cluster.ObjectsOf(firms.Generate(s)) {
			o.SetNamespace(namespace)
			if err := cluster.Client().Create(t.Context(), o, client.DryRunAll); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestAFirmLooksLikeOne compares the census of a firm with the one that somebody
// has looked at: `go test ./internal/test/firms -run LooksLike -update` writes it.
func TestAFirmLooksLikeOne(t *testing.T) {
	var got bytes.Buffer
	if err := firms.Census(&got, firms.Generate(firms.Shape{Matters: 10_000, Seed: 1})); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "census.txt")
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the census (-looked at +now):\n%s", diff)
	}
}
