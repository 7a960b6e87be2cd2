package live

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/model"
	"github.com/matterplane/matterplane/internal/test/story"
)

// clerk writes a firm's objects in any style and tells the model what was stored.
type clerk struct {
	t      *testing.T
	firm   *story.Firm
	world  *model.World
	random *rand.Rand
	desk   *sync.RWMutex // held by who writes, so that nobody does while there is no manager

	now    time.Time
	stored map[key]state
	told   []string
	counts map[string]int
	doing  string
}

// key names an object.
type key struct{ kind, name string }

// state is which version of a spec is stored, and of which object of that name.
type state struct {
	uid        types.UID
	generation int64
	spec       client.Object
}

func newClerk(ctx context.Context, t *testing.T, desk *sync.RWMutex, seed uint64) *clerk {
	t.Helper()
	k := &clerk{
		t: t, desk: desk, firm: story.New(ctx, t, story.Webhooks), world: model.New(),
		random: rand.New(rand.NewPCG(seed, 0)),
		now:    time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		stored: map[key]state{}, counts: map[string]int{},
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%s, -live.seed=%d -live.histories=1, after\n%s", k.firm.Namespace, seed, strings.Join(k.told, "\n"))
		}
	})
	return k
}

// play takes one object where a write of a history wants it, in any style.
func (k *clerk) play(w model.Write) {
	k.t.Helper()
	k.desk.RLock()
	defer k.desk.RUnlock()
	want := declared(k.firm.Namespace, w.Object)
	if w.Delete {
		k.do(pick(k.random, removals), want)
		if _, there := k.stored[keyOf(want)]; there {
			k.t.Fatalf("%s: it is still there", w)
		}
		return
	}
	if k.random.IntN(4) == 0 {
		shuffle(k.random, want.Object)
	}
	chosen := creations
	if _, there := k.stored[keyOf(want)]; there {
		chosen = updates
		if k.random.IntN(6) == 0 {
			k.do(pick(k.random, noises), want)
		}
	}
	k.do(pick(k.random, chosen), want)
	have, err := k.read(want)
	if err != nil || have == nil {
		k.t.Fatalf("%s: it is not there: %v", w, err)
	}
	if diff := cmp.Diff(canonical(want.Object["spec"]), canonical(have.Object["spec"])); diff != "" {
		k.t.Fatalf("%s: %s did not get there (-wanted +stored):\n%s", w, k.doing, diff)
	}
}

// do writes in a style, and counts it.
func (k *clerk) do(s style, want *unstructured.Unstructured) {
	k.t.Helper()
	k.doing = s.name
	k.counts[s.name]++
	if err := s.write(k, want); err != nil {
		k.t.Fatalf("%s of %s: %v", s.name, keyOf(want), err)
	}
}

// send sends a request, which is made of what is stored, nil if it is not there;
// again where the controllers were faster. Then it tells the model what it did.
func (k *clerk) send(want *unstructured.Unstructured, request func(have *unstructured.Unstructured) error) error {
	err := again(func() error {
		have, err := k.read(want)
		if err != nil {
			return err
		}
		return request(have)
	})
	k.counts["requests"]++
	if err != nil {
		return err
	}
	return k.look(want)
}

// read returns an object as it is stored, nil if it is not there.
func (k *clerk) read(want *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	have := &unstructured.Unstructured{}
	have.SetGroupVersionKind(want.GroupVersionKind())
	err := cluster.Client().Get(k.t.Context(), client.ObjectKeyFromObject(want), have)
	if apierrors.IsNotFound(err) {
		return nil, nil //nolint:nilnil // nothing is there, which is no error
	}
	return have, err
}

// look tells the model what a request left behind; of one that left the spec as it
// was nothing: it is no write (L-4).
func (k *clerk) look(want *unstructured.Unstructured) error {
	at := keyOf(want)
	before, was := k.stored[at]
	have, err := k.read(want)
	if err != nil {
		return err
	}
	k.now = k.now.Add(time.Microsecond)
	if have == nil {
		if was {
			delete(k.stored, at)
			k.tell(model.Write{At: k.now, Object: before.spec, Delete: true})
		}
		return nil
	}
	object, err := typed(have)
	if err != nil {
		return err
	}
	if was && before.uid != have.GetUID() {
		return fmt.Errorf("%s is another object than before", at)
	}
	k.stored[at] = state{uid: have.GetUID(), generation: have.GetGeneration(), spec: object}
	if !was || !equality.Semantic.DeepEqual(before.spec, object) {
		k.tell(model.Write{At: k.now, Object: object})
	}
	return nil
}

func (k *clerk) tell(w model.Write) {
	k.counts["writes"]++
	k.told = append(k.told, fmt.Sprintf("%s (%s)", w, k.doing))
	w.Apply(k.world)
}

func (k key) String() string { return k.kind + " " + k.name }

func keyOf(o *unstructured.Unstructured) key { return key{o.GetKind(), o.GetName()} }

// declared returns an object as somebody would write it: kind, name and spec.
func declared(namespace string, o any) *unstructured.Unstructured {
	object, ok := o.(client.Object)
	if !ok {
		panic(fmt.Sprintf("a %T is no object", o))
	}
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
	if err != nil {
		panic(err)
	}
	u := &unstructured.Unstructured{Object: map[string]any{}}
	u.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kindOf(object)))
	u.SetNamespace(namespace)
	u.SetName(object.GetName())
	if spec, there := content["spec"]; there {
		u.Object["spec"] = spec
	}
	return u
}

// kindOf returns the kind of one of our objects.
func kindOf(o client.Object) string {
	_, name, _ := strings.Cut(fmt.Sprintf("%T", o), ".")
	return name
}

// typed returns the name and the spec of a stored object.
func typed(have *unstructured.Unstructured) (client.Object, error) {
	object, err := cluster.Scheme().New(have.GroupVersionKind())
	if err != nil {
		return nil, err
	}
	o, ok := object.(client.Object)
	if !ok {
		return nil, fmt.Errorf("a %T is no object", object)
	}
	content := map[string]any{"metadata": map[string]any{"name": have.GetName()}}
	if spec, there := have.Object["spec"]; there {
		content["spec"] = spec
	}
	text, err := json.Marshal(content)
	if err != nil {
		return nil, err
	}
	return o, json.Unmarshal(text, o)
}
