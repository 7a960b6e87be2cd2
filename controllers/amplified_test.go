package controllers_test

import (
	"flag"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firms"
	"github.com/matterplane/matterplane/internal/test/story"
)

// mattersOfMany is how many matters TestManyMattersAtOnce creates; 10,000 is the
// size to reach. With a few hundred the queue alone gathers what comes.
var mattersOfMany = flag.Int("size.created", 2000, "how many matters TestManyMattersAtOnce creates")

// gathered is how long a user waits for more matters after one that concerns it.
const gathered = 200 * time.Millisecond

// TestManyMattersAtOnce creates matters in one go over 60 users and 10 clients. A
// user's status is written when its bytes change, which is at most once for each
// client, and looked at a few times, however many matters name the user.
func TestManyMattersAtOnce(t *testing.T) {
	const users, clients = 60, 10
	f := story.New(t.Context(), t, story.Alone)
	objects := manyMatters(*mattersOfMany, users, clients)
	matters := objects.Matters
	objects.Matters = nil
	makeAll(t, f.Namespace, every(objects)...)
	story.Operate(t)
	f.Settle()
	atRest(t)

	w, began := f.Watch(), time.Now()
	creations := make([]client.Object, 0, len(matters))
	for _, m := range matters {
		creations = append(creations, stamped(m))
	}
	makeAll(t, f.Namespace, creations...)
	created := time.Since(began)
	atRest(t)

	writes, looks := wantNoneInVain(t, w, clients)
	if most := users*(int(created/gathered)+3) + writes; looks > most {
		t.Errorf("S-4: users were looked at %d times, want at most once in %v each and once for each write: %d", looks, gathered, most)
	}
	t.Logf("%d matters over %d users in %v, all at rest after %v: %d user statuses written, %d looked at, %.1f each",
		len(matters), users, created.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), writes, looks, float64(looks)/users)
}

// wantNoneInVain wants that every write of a user's status made it another one,
// which it had not been before: access only grows here. It counts these, and how
// often a user was looked at.
func wantNoneInVain(t *testing.T, w *story.Window, clients int) (writes, looks int) {
	t.Helper()
	published := map[story.ID][][]v1alpha1.ClientAccess{}
	for _, c := range w.Changes() {
		if u, is := c.After.(*v1alpha1.FirmUser); is && c.Before != nil {
			published[c.ID] = append(published[c.ID], u.Status.ClientAccess)
			writes++
		}
	}
	for id, all := range published {
		for i, access := range all {
			if slices.ContainsFunc(all[:i], func(a []v1alpha1.ClientAccess) bool { return cmp.Equal(a, access) }) {
				t.Errorf("F-3: %s was written again with %v", id, access)
			}
		}
		if got := len(all[len(all)-1]); got != clients {
			t.Errorf("S-4: %s reaches %d clients, want %d", id, got, clients)
		}
	}
	sent := 0
	for _, r := range w.Requests() {
		if r.Method == http.MethodPut && strings.Contains(r.Path, "/firmusers/") {
			sent++
		}
	}
	if sent != writes {
		t.Errorf("F-3: %d user statuses were sent, and %d became others", sent, writes)
	}
	for id, n := range w.Reconciled() {
		if id.Kind == "user" {
			looks += n
		}
	}
	return writes, looks
}

// manyMatters returns a firm as webhooks would have left it, with matters of six
// users each, by turns.
func manyMatters(n, users, clients int) roster.Objects {
	f := firm.MakeFirm()
	for c := range clients {
		f.Client(fmt.Sprintf("client-%d", c), "")
	}
	objects := roster.Objects{Firm: f.Obj()}
	names := numbered("user", users)
	for _, name := range names {
		objects.Users = append(objects.Users, firm.MakeUser(name).Obj())
	}
	for i, name := range numbered("matter", n) {
		m := firm.MakeMatter(name).Client(fmt.Sprintf("client-%d", (i/clients)%clients))
		for j := range 6 {
			m.Staff(names[(i*7+j*11)%users])
		}
		objects.Matters = append(objects.Matters, m.Obj())
	}
	return firms.Applied(objects, time.Now())
}
