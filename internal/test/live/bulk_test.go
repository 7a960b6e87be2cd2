package live

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"pgregory.net/rapid"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/model"
	"github.com/matterplane/matterplane/internal/test/story"
)

// clients is how many write at the same time.
const clients = 4

// way is how a whole firm is written, each object once.
type way struct {
	name  string
	mode  story.Mode
	write func(t *testing.T, namespace string, objects []client.Object)
}

var ways = []way{
	{"one by one", story.Webhooks, oneByOne},
	{"by several clients", story.Webhooks, together},
	{"by kubectl apply", story.Webhooks, kubectlFile("apply", "-f", "-")},
	{"by kubectl apply --server-side", story.Webhooks, kubectlFile("apply", "--server-side", "-f", "-")},
	{"one by one, without webhooks", story.Alone, oneByOne},
	{"by several clients, without webhooks", story.Alone, together},
}

// TestAnyOrderComesOutTheSame writes what is there at the end of random histories
// in every way, each time in another order (W-3).
func TestAnyOrderComesOutTheSame(t *testing.T) {
	story.Operate(t)
	for _, seed := range seeds((*histories + len(ways) - 1) / len(ways)) { // each is written in all ways
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			t.Logf("-live.seed=%d -live.histories=1", seed)
			random := rand.New(rand.NewPCG(seed, 0))
			objects := ending(rapid.Custom(model.AdmittedHistory).Example(int(seed)))
			want := expect(worldOf(objects))
			var first map[key]any
			for _, w := range ways {
				random.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
				f := story.New(t.Context(), t, w.mode)
				w.write(t, f.Namespace, objects)
				agree(t, f, want, len(objects))
				all := statusesOf(t, f)
				if first == nil {
					first = all
				}
				if diff := cmp.Diff(first, all); diff != "" {
					t.Fatalf("%s in the order %s (-%s +this):\n%s", w.name, order(objects), ways[0].name, diff)
				}
			}
		})
	}
}

// ending returns what is there at the end of a history.
func ending(history []model.Write) []client.Object {
	last := map[key]client.Object{}
	for _, w := range history {
		o, ok := w.Object.(client.Object)
		if !ok {
			panic(fmt.Sprintf("a %T is no object", w.Object))
		}
		at := key{kindOf(o), o.GetName()}
		last[at] = o
		if w.Delete {
			delete(last, at)
		}
	}
	byName := slices.SortedFunc(maps.Keys(last), func(a, b key) int { return strings.Compare(a.String(), b.String()) })
	objects := make([]client.Object, 0, len(last))
	for _, at := range byName {
		objects = append(objects, last[at])
	}
	return objects
}

// worldOf tells the model of objects, one after the other.
func worldOf(objects []client.Object) *model.World {
	w := model.New()
	for i, o := range objects {
		model.Write{At: time.Unix(int64(i), 0), Object: o}.Apply(w)
	}
	return w
}

// agree waits until so many objects have the statuses that the model says, and all
// of them those that are derived.
func agree(t *testing.T, f *story.Firm, want expected, objects int) {
	t.Helper()
	cluster.Eventually(t, agreesWithin, func() error {
		all := f.All()
		for _, o := range all {
			if err := want.differs(o); err != nil {
				return fmt.Errorf("%s %s: %w", kindOf(o), o.GetName(), err)
			}
		}
		if len(all) != objects {
			return fmt.Errorf("%d of %d objects have been seen", len(all), objects)
		}
		return nil
	})
	f.Settle()
}

// statusesOf returns the status of every object, condition times aside.
func statusesOf(t *testing.T, f *story.Firm) map[key]any {
	t.Helper()
	all := map[key]any{}
	for _, o := range f.All() {
		content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(o)
		if err != nil {
			t.Fatal(err)
		}
		conditions, _, err := unstructured.NestedSlice(content, "status", "conditions")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range conditions {
			delete(fields(c), "lastTransitionTime")
		}
		status := fields(content["status"])
		status["conditions"] = conditions
		all[key{kindOf(o), o.GetName()}] = status
	}
	return all
}

func oneByOne(t *testing.T, namespace string, objects []client.Object) {
	t.Helper()
	for _, o := range objects {
		if err := create(t.Context(), namespace, o); err != nil {
			t.Fatal(err)
		}
	}
}

func together(t *testing.T, namespace string, objects []client.Object) {
	t.Helper()
	for i, err := range createTogether(t.Context(), namespace, objects) {
		if err != nil {
			t.Errorf("%s: %v", order(objects[i:i+1]), err)
		}
	}
}

// createTogether creates objects by several clients and returns what each of them
// was answered.
func createTogether(ctx context.Context, namespace string, objects []client.Object) []error {
	answers := make([]error, len(objects))
	next := make(chan int)
	var writing sync.WaitGroup
	for range clients {
		writing.Go(func() {
			for i := range next {
				answers[i] = create(ctx, namespace, objects[i])
			}
		})
	}
	for i := range objects {
		next <- i
	}
	close(next)
	writing.Wait()
	return answers
}

// create tries again where the webhook saw the world change while it looked (L-4).
func create(ctx context.Context, namespace string, o client.Object) error {
	return again(func() error {
		return cluster.Client().Create(ctx, declared(namespace, o))
	})
}

// kubectlFile lets kubectl apply everything from one file, twice: the second time
// nothing changes.
func kubectlFile(args ...string) func(*testing.T, string, []client.Object) {
	return func(t *testing.T, namespace string, objects []client.Object) {
		t.Helper()
		var file unstructured.UnstructuredList
		file.SetAPIVersion("v1")
		file.SetKind("List")
		for _, o := range objects {
			file.Items = append(file.Items, *declared(namespace, o))
		}
		text, err := file.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		err = again(func() error {
			_, err := cluster.Kubectl(t, namespace, string(text), args...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		before := versions(t, namespace)
		again := cluster.MustKubectl(t, namespace, string(text), args...)
		if said := strings.Count(again, " unchanged\n"); said != len(objects) && !slices.Contains(args, "--server-side") {
			t.Errorf("applied again:\n%s", again)
		}
		if diff := cmp.Diff(before, versions(t, namespace)); diff != "" {
			t.Errorf("applied again (-before +after):\n%s", diff)
		}
	}
}

// versions returns the generation and the annotations of every object of a firm: a
// status may be written at any time.
func versions(t *testing.T, namespace string) string {
	t.Helper()
	return cluster.MustKubectl(t, namespace, "", "get", "lawfirm", "-o",
		`jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.generation} {.metadata.annotations}{"\n"}{end}`)
}

// order names objects.
func order(objects []client.Object) string {
	names := make([]string, 0, len(objects))
	for _, o := range objects {
		names = append(names, kindOf(o)+" "+o.GetName())
	}
	return strings.Join(names, ", ")
}
