package story

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/util/retry"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// Firm is a firm in a namespace of its own, written by its administrator and
// kept by the controllers.
type Firm struct {
	Namespace string
	Mode      Mode

	t         testing.TB
	client    client.WithWatch
	chronicle *chronicle
	random    *rand.Rand
	stamped   bool // objects keep the stamps that the language gives them
	settledAt int  // after how many writes it was last seen settled

	mu      sync.Mutex
	written map[ID]client.Object // as the administrator last wrote them
	version map[ID]uint64        // which that gave them; 0 for what was deleted
}

// Mode says who keeps a firm beside the controllers.
type Mode string

const (
	// Webhooks keep ledgers and stamps.
	Webhooks Mode = "webhooks"
	// Alone are controllers where no webhook is called.
	Alone Mode = "alone"
)

// concurrency is how many writes the administrator sends at a time.
const concurrency = 4

// New makes a namespace and watches it for as long as the context lives.
func New(ctx context.Context, t testing.TB, mode Mode) *Firm {
	t.Helper()
	f := &Firm{Mode: mode, t: t, written: map[ID]client.Object{}, version: map[ID]uint64{}, random: dice(t)}
	f.Namespace = map[Mode]func(testing.TB) string{
		Webhooks: cluster.Namespace, Alone: cluster.NamespaceWithoutWebhooks,
	}[mode](t)
	watching, err := client.NewWithWatch(cluster.Config(), client.Options{Scheme: cluster.Scheme()})
	if err == nil {
		f.client = watching
		f.chronicle, err = record(ctx, watching, f.Namespace)
	}
	if err != nil {
		t.Fatalf("following %s: %v", f.Namespace, err)
	}
	return f
}

// Write writes the objects that a text declares, all at once and in any order.
func (f *Firm) Write(text string) {
	f.t.Helper()
	f.do(f.writes(text))
}

// Patch changes an object by a merge patch.
func (f *Firm) Patch(o client.Object, patch string) {
	f.t.Helper()
	f.patch(o, patch, func(o client.Object, p client.Patch) error { return f.client.Patch(f.t.Context(), o, p) })
}

// PatchStatus changes the status of an object by a merge patch, as only the
// controllers should.
func (f *Firm) PatchStatus(o client.Object, patch string) {
	f.t.Helper()
	f.patch(o, patch, func(o client.Object, p client.Patch) error { return f.client.Status().Patch(f.t.Context(), o, p) })
}

func (f *Firm) patch(o client.Object, patch string, send func(client.Object, client.Patch) error) {
	f.t.Helper()
	o = copyOf(o)
	if err := send(o, client.RawPatch(types.MergePatchType, []byte(patch))); err != nil {
		f.t.Fatalf("patching %s: %v", idOf(o), err)
	}
	f.note(o, copyOf(o))
}

// Object returns an object as it is stored now. It ends the test if there is none.
func (f *Firm) Object(kind, name string) client.Object {
	f.t.Helper()
	objects, _, _ := f.chronicle.stored()
	i := slices.IndexFunc(objects, func(o client.Object) bool { return idOf(o) == ID{kind, name} })
	if i < 0 {
		f.t.Fatalf("there is no %s %s", kind, name)
	}
	return objects[i]
}

// Matter returns an asset as it is stored now.
func (f *Firm) Matter(name string) *v1alpha1.Matter {
	f.t.Helper()
	m, _ := f.Object("matter", name).(*v1alpha1.Matter)
	return m
}

// All returns all that is stored now. It ends the test if not all has been seen.
func (f *Firm) All() []client.Object {
	f.t.Helper()
	objects, _, lost := f.chronicle.stored()
	if lost != nil {
		f.t.Fatal(lost)
	}
	return objects
}

// write is one write of the administrator's.
type write func(context.Context) error

// writes returns the writes of the objects that a text declares.
func (f *Firm) writes(text string) []write {
	f.t.Helper()
	var writes []write
	for _, o := range every(firm.Parse(f.t, text)) {
		if user, is := o.(*v1alpha1.FirmUser); is {
			user.Spec.Identities = append(user.Spec.Identities, username(user.Name))
		}
		writes = append(writes, func(ctx context.Context) error { return f.put(ctx, o) })
	}
	return writes
}

// do sends writes, several at a time, in random order.
func (f *Firm) do(writes []write) {
	f.t.Helper()
	f.random.Shuffle(len(writes), func(i, j int) { writes[i], writes[j] = writes[j], writes[i] })
	errs := make([]error, len(writes))
	var sending sync.WaitGroup
	slots := make(chan struct{}, concurrency)
	for i, send := range writes {
		slots <- struct{}{}
		sending.Go(func() {
			errs[i] = send(f.t.Context())
			<-slots
		})
	}
	sending.Wait()
	if err := errors.Join(errs...); err != nil {
		f.t.Fatal(err)
	}
}

// put creates an object, or replaces the spec of the one that is there. It tries
// again where the webhook saw the world change while it looked (L-4).
func (f *Firm) put(ctx context.Context, o client.Object) error {
	o.SetNamespace(f.Namespace)
	if !f.stamped {
		o.SetAnnotations(only(o.GetAnnotations(), v1alpha1.FirstUserAnnotation))
	}
	f.mu.Lock()
	_, there := f.written[idOf(o)]
	f.mu.Unlock()
	stored := copyOf(o)
	send := func() error { return f.client.Create(ctx, stored) }
	writer, err := f.writer(o)
	if err != nil {
		return fmt.Errorf("writing %s: %w", idOf(o), err)
	}
	if there {
		patch, err := replaceSpec(o)
		if err != nil {
			return fmt.Errorf("writing %s: %w", idOf(o), err)
		}
		send = func() error { return writer.Patch(ctx, stored, patch) }
	}
	if err := retry.RetryOnConflict(retry.DefaultRetry, send); err != nil {
		return fmt.Errorf("writing %s: %w", idOf(o), err)
	}
	f.note(stored, o)
	return nil
}

// only returns one of the annotations, the one that no controller can complete.
func only(annotations map[string]string, key string) map[string]string {
	value, there := annotations[key]
	if !there {
		return nil
	}
	return map[string]string{key: value}
}

// replaceSpec returns a patch that leaves the object's spec, or none where it says
// nothing, as creating it would.
func replaceSpec(o client.Object) (client.Patch, error) {
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(o)
	if err != nil {
		return nil, err
	}
	operations := []map[string]any{{"op": "add", "path": "/spec", "value": content["spec"]}}
	if content["spec"] == nil {
		operations = append(operations, map[string]any{"op": "remove", "path": "/spec"})
	}
	patch, err := json.Marshal(operations)
	return client.RawPatch(types.JSONPatchType, patch), err
}

func (f *Firm) remove(ctx context.Context, o client.Object) error {
	o.SetNamespace(f.Namespace)
	if err := f.client.Delete(ctx, o); err != nil {
		return fmt.Errorf("deleting %s: %w", idOf(o), err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.written, idOf(o))
	f.version[idOf(o)] = 0
	return nil
}

// note notes what was asked for and the version that it was stored as.
func (f *Firm) note(stored, asked client.Object) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.written[idOf(asked)] = asked
	f.version[idOf(asked)] = versionOf(stored)
}

// Refused fails the test unless a statement's write is refused with these words.
func (f *Firm) Refused(statement, words string) {
	f.t.Helper()
	for _, send := range f.writes(statement) {
		err := send(f.t.Context())
		if !apierrors.IsForbidden(err) && !apierrors.IsInvalid(err) {
			f.t.Errorf("%s: not refused: %v", statement, err)
		} else if !strings.Contains(err.Error(), words) {
			f.t.Errorf("%s: refused with\n%v\nwant it to say %q", statement, err, words)
		}
	}
}

// settleWithin is how long a firm may take to settle: far more than it does, as a
// machine may be busy with other packages' tests.
const settleWithin = time.Minute
