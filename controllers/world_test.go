package controllers

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// world is an API server, the informers that follow it, and the real reconcilers
// on real caches. What happens next in it is a matter of dice.
type world struct {
	client.Client // what the reconcilers do not call

	webhooks bool
	random   *rand.Rand
	version  int
	stored   map[string]client.Object // by kind and name
	declared map[string]client.Object // as the history has it now
	memory   *memory

	streams     map[string][]change             // by kind: stored, but not in the cache yet
	inboxes     map[[2]string][]change          // by controller and kind: in the cache, but not handled yet
	queues      map[[2]string]bool              // by controller and name: to be reconciled
	reconcilers map[string]reconcile.Reconciler // by kind
}

func newWorld(ctx context.Context, t firm.T, webhooks bool, timing uint64) *world {
	t.Helper()
	w := &world{
		webhooks: webhooks, random: rand.New(rand.NewPCG(timing, 0)), memory: newMemory(ctx, t),
		stored: map[string]client.Object{}, declared: map[string]client.Object{},
		streams: map[string][]change{}, inboxes: map[[2]string][]change{}, queues: map[[2]string]bool{},
	}
	d := &desk{client: w, cache: w.memory.cached, events: teller{EventRecorder: silent{}}, now: time.Now}
	w.reconcilers = map[string]reconcile.Reconciler{
		"firm":   &reconciler[*v1alpha1.Firm]{desk: d, kind: firmKind},
		"office": &reconciler[*v1alpha1.Office]{desk: d, kind: officeKind},
		"user":   &reconciler[*v1alpha1.FirmUser]{desk: d, kind: userKind},
		"link":   &reconciler[*v1alpha1.AssistantLink]{desk: d, kind: linkKind},
		"matter": &reconciler[*v1alpha1.Matter]{desk: d, kind: matterKind, room: make(room, mattersTogether)},
	}
	return w
}

// write stores what differs between the firm as it is declared now and before.
func (w *world) write(now roster.Objects, minute int) {
	declared := byID(now)
	for id := range w.declared {
		if declared[id] == nil {
			w.store(change{before: w.stored[id]})
		}
	}
	for id, o := range declared {
		if before := w.declared[id]; before == nil || !same(before, o) {
			w.store(change{before: w.stored[id], after: w.asStored(w.stored[id], o, minute)})
		}
	}
	w.declared = declared
}

func same(a, b client.Object) bool {
	a, b = clone(a), clone(b)
	a.SetGeneration(b.GetGeneration())
	return equality.Semantic.DeepEqual(a, b)
}

// asStored returns an object as a write of it is stored: with the status that it
// has, and where no webhook keeps them, with the annotations that it has.
func (w *world) asStored(before, declared client.Object, minute int) client.Object {
	after := clone(declared)
	annotations := map[string]string{}
	if value, first := declared.GetAnnotations()[v1alpha1.FirstUserAnnotation]; first {
		annotations[v1alpha1.FirstUserAnnotation] = value
	}
	after.SetCreationTimestamp(metav1.NewTime(firm.At(minute).Time))
	after.SetUID(types.UID(strconv.Itoa(w.version)))
	if before != nil {
		annotations = before.GetAnnotations()
		after.SetCreationTimestamp(before.GetCreationTimestamp())
		after.SetUID(before.GetUID())
		giveStatus(after, before)
	}
	if !w.webhooks {
		after.SetAnnotations(annotations)
	}
	return after
}

// store stores a write and sends it on its way.
func (w *world) store(c change) {
	if c.after == nil {
		delete(w.stored, idOf(c.before))
	} else {
		w.version++
		c.after.SetResourceVersion(strconv.Itoa(w.version))
		w.stored[idOf(c.after)] = c.after
	}
	w.streams[kindOf(c.object())] = append(w.streams[kindOf(c.object())], c)
}

// step lets one of the things happen that can, and says whether there was any.
func (w *world) step(ctx context.Context) bool {
	var steps []func()
	for _, kind := range slices.Sorted(maps.Keys(w.streams)) {
		steps = append(steps, func() { w.deliver(kind) })
		if len(w.streams[kind]) > 1 {
			steps = append(steps, func() { w.relist(kind) })
		}
	}
	for _, inbox := range slices.SortedFunc(maps.Keys(w.inboxes), pairs) {
		steps = append(steps, func() { w.handle(inbox) })
	}
	for _, item := range slices.SortedFunc(maps.Keys(w.queues), pairs) {
		steps = append(steps, func() { w.reconcile(ctx, item) })
	}
	if len(steps) == 0 {
		return false
	}
	steps[w.random.IntN(len(steps))]()
	return true
}

// itself stands for the kind of the controller among its inboxes.
const itself = "itself"

// deliver brings the next write of a kind into the cache.
func (w *world) deliver(kind string) {
	e := pop(w.streams, kind)
	w.memory.apply(e)
	for controller, sources := range watches {
		if _, watched := sources[kind]; watched {
			w.inboxes[[2]string{controller, kind}] = append(w.inboxes[[2]string{controller, kind}], e)
		}
	}
	w.inboxes[[2]string{kind, itself}] = append(w.inboxes[[2]string{kind, itself}], e)
}

// relist loses the events of a kind that are not in the cache yet: what comes
// there instead is how the objects have changed since it last saw them.
func (w *world) relist(kind string) {
	changed := map[string]change{}
	for _, e := range w.streams[kind] {
		first, seen := changed[idOf(e.object())]
		if !seen {
			first = e
		}
		changed[idOf(e.object())] = change{before: first.before, after: e.after}
	}
	delete(w.streams, kind)
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		if e := changed[id]; e.before != nil || e.after != nil {
			w.streams[kind] = append(w.streams[kind], e)
		}
	}
	for len(w.streams[kind]) > 0 {
		w.deliver(kind)
	}
}

// handle lets a controller handle its next event of a kind.
func (w *world) handle(inbox [2]string) {
	e := pop(w.inboxes, inbox)
	controller, source := inbox[0], inbox[1]
	if source == itself {
		w.queues[[2]string{controller, e.object().GetName()}] = true
		return
	}
	for name := range watches[controller][source](w.memory.view(), e) {
		w.queues[[2]string{controller, name}] = true
	}
}

func (w *world) reconcile(ctx context.Context, item [2]string) {
	delete(w.queues, item)
	_, err := w.reconcilers[item[0]].Reconcile(ctx, ctrl.Request{NamespacedName: types.NamespacedName{Namespace: namespace, Name: item[1]}})
	if err != nil {
		panic(fmt.Sprintf("reconciling %s: %v", item, err))
	}
}

// Get implements client.Reader as the cache does that waits for our own writes:
// it has come as far as there are any.
func (w *world) Get(_ context.Context, key client.ObjectKey, o client.Object, _ ...client.GetOption) error {
	kind := kindOf(o)
	for len(w.streams[kind]) > 0 && slices.ContainsFunc(w.streams[kind], func(e change) bool { return ours(e) && e.object().GetName() == key.Name }) {
		w.deliver(kind)
	}
	return nil
}

// ours says whether a write was one of the reconcilers'.
func ours(e change) bool {
	return e.before != nil && e.after != nil && e.before.GetGeneration() == e.after.GetGeneration()
}

// Patch implements client.Writer.
func (w *world) Patch(_ context.Context, o client.Object, _ client.Patch, _ ...client.PatchOption) error {
	return w.commit(o)
}

// Status implements client.StatusClient.
func (w *world) Status() client.SubResourceWriter { return statusOf{world: w} }

type statusOf struct {
	client.SubResourceWriter
	world *world
}

// Update implements client.SubResourceWriter.
func (s statusOf) Update(_ context.Context, o client.Object, _ ...client.SubResourceUpdateOption) error {
	return s.world.commit(o)
}

// commit stores what a reconciler writes, if nobody wrote meanwhile.
func (w *world) commit(o client.Object) error {
	before := w.stored[idOf(o)]
	resource := schema.GroupResource{Group: v1alpha1.GroupVersion.Group, Resource: kindOf(o)}
	switch {
	case before == nil:
		return apierrors.NewNotFound(resource, o.GetName())
	case before.GetResourceVersion() != o.GetResourceVersion():
		return apierrors.NewConflict(resource, o.GetName(), nil)
	}
	w.store(change{before: before, after: clone(o)})
	return nil
}

// silent is a recorder of Events that nobody reads.
type silent struct{ events.EventRecorder }

// Eventf implements events.EventRecorder.
func (silent) Eventf(runtime.Object, runtime.Object, string, string, string, string, ...any) {}

// pop returns the first of a list, and drops the list with its last.
func pop[K comparable](lists map[K][]change, key K) change {
	first := lists[key][0]
	if lists[key] = lists[key][1:]; len(lists[key]) == 0 {
		delete(lists, key)
	}
	return first
}

func pairs(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }

func clone(o client.Object) client.Object {
	c, ok := o.DeepCopyObject().(client.Object)
	if !ok {
		panic(fmt.Sprintf("the copy of a %T is no object", o))
	}
	return c
}

// giveStatus gives an object the status of an earlier version of it.
func giveStatus(to, from client.Object) {
	switch to := to.(type) {
	case *v1alpha1.Firm:
		to.Status = from.(*v1alpha1.Firm).Status
	case *v1alpha1.Office:
		to.Status = from.(*v1alpha1.Office).Status
	case *v1alpha1.FirmUser:
		to.Status = from.(*v1alpha1.FirmUser).Status
	case *v1alpha1.AssistantLink:
		to.Status = from.(*v1alpha1.AssistantLink).Status
	case *v1alpha1.Matter:
		to.Status = from.(*v1alpha1.Matter).Status
	}
}
