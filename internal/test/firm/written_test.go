package firm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/ledger"
)

func TestWrittenLeavesTheLedgersOfItsWrites(t *testing.T) {
	view := WrittenView(t, `
		firm follow=staffing
		user ben
		matter m1 staff=ben,carla
		firm
		matter m1 staff=carla,dan
		delete user ben
	`)
	m := view.Matter("m1")
	got, err := ledger.DecodeMatter(m.Annotations["matterplane.dev/ledger"])
	if err != nil {
		t.Fatal(err)
	}
	want := ledger.List{
		Clock:  2,
		Joined: map[string]ledger.Joined{"carla": {At: 1, Follow: true}, "dan": {At: 2, Follow: true}},
		Left:   map[string]ledger.Left{"ben": {At: 2, Time: At(5)}},
	}
	if diff := cmp.Diff(want, got.Staffing); diff != "" {
		t.Error(diff)
	}
	if since := m.Annotations["matterplane.dev/since"]; since != At(3).String() || m.Generation != 2 {
		t.Errorf("m1 is of %s, generation %d; want %s, 2", since, m.Generation, At(3))
	}
	if view.User("ben") != nil {
		t.Error("ben is still there")
	}
}

func TestWrittenKeepsWhatTheFirmOnceClosed(t *testing.T) {
	objects := Written(t, "firm lead=amira closed; firm lead=amira")
	_, kept := WrittenView(t, "firm lead=amira closed; firm lead=amira").Firm()
	if !kept.Closed || objects.Firm.Spec.Administrators.Provisioning != "" {
		t.Errorf("closed: %t, spec: %q", kept.Closed, objects.Firm.Spec.Administrators.Provisioning)
	}
}

func TestWrittenRefusesToDeleteWhatIsNotThere(t *testing.T) {
	_, err := written("user ben; delete user carla")
	if err == nil || !strings.Contains(err.Error(), "carla is not there") {
		t.Error(err)
	}
}
