package firms_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firms"
	"github.com/matterplane/matterplane/internal/test/model"
)

// many edits are enough for every kind of edit to be there.
const many = 400

func TestOneSeedIsOneListOfEdits(t *testing.T) {
	for _, s := range shapes[:3] {
		objects := firms.Generate(s)
		edits := firms.Edits(objects, 1, many)
		if diff := cmp.Diff(edits, firms.Edits(objects, 1, many)); diff != "" {
			t.Errorf("%+v (-once +again):\n%s", s, diff)
		}
		if cmp.Equal(edits, firms.Edits(objects, 2, many)) {
			t.Errorf("%+v: another seed draws the same", s)
		}
		if diff := cmp.Diff(firms.Generate(s), objects); diff != "" {
			t.Errorf("%+v: the firm itself has changed:\n%s", s, diff)
		}
		if len(edits) != many {
			t.Errorf("%+v: %d edits", s, len(edits))
		}
	}
}

// TestEveryEditIsOne wants every edit to change what is there, every kind of edit to
// be drawn and some to be taken back, and every link to be accepted at any time.
func TestEveryEditIsOne(t *testing.T) {
	world, at, says := model.New(), time.Unix(1_800_000_000, 0), map[string]int{}
	stored := map[string]string{}
	apply := func(o client.Object, gone bool) {
		at = at.Add(time.Second)
		x := model.Write{At: at, Object: o, Delete: gone}
		x.Apply(world)
		is := x.Spec()
		if before, there := stored[x.Key()]; gone != there && before == is || gone && !there {
			t.Errorf("%s is as it was: %s", x.Key(), is)
		}
		if stored[x.Key()] = is; gone {
			delete(stored, x.Key())
		}
	}
	objects := firms.Generate(shapes[2])
	for _, o := range cluster.ObjectsOf(objects) {
		apply(o, false)
	}
	for _, e := range firms.Edits(objects, 3, many) {
		apply(e.Object.(client.Object), e.Delete)
		says[e.Says]++
		for _, name := range world.Links() {
			if reason := world.LinkReason(name); reason != v1alpha1.ReasonAccepted {
				t.Errorf("after %q %s is %s", e.Says, name, reason)
			}
		}
	}
	const kinds = 21
	if len(says) != kinds || says["that is taken back"] < many/5 {
		t.Errorf("%d kinds of edits, want %d: %v", len(says), kinds, says)
	}
}

func TestTheAPIServerTakesEveryEdit(t *testing.T) {
	namespace := cluster.Namespace(t)
	for _, e := range firms.Edits(firms.Generate(shapes[2]), 4, many) {
		o := e.Object.(client.Object).DeepCopyObject().(client.Object)
		o.SetNamespace(namespace)
		if err := cluster.Client().Create(t.Context(), o, client.DryRunAll); err != nil {
			t.Errorf("%s: %v", e.Says, err)
		}
	}
}
