package profile_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// The same state gives the same bytes, in whatever order a View lists it (W-5),
// and derivation changes nothing that it reads.
func TestTheOrderOfAViewIsOfNoMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects := firm.Parse(t, random.Text().Draw(t, "firm"))
		before, first := mustMarshal(t, objects), statuses(t, objects)
		shuffled := random.Shuffle(objects, rapid.Int64().Draw(t, "seed"))
		if diff := cmp.Diff(first, statuses(t, shuffled)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(before, mustMarshal(t, objects)); diff != "" {
			t.Errorf("what was read was changed: %s", diff)
		}
	})
}

// Ready is False if and only if a condition that counts is; Stalled is there only
// while it is True, and then Ready is not; every condition is of this generation.
func TestReadyAndStalledSayWhatTheOthersDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		objects := firm.Parse(t, random.Text().Draw(t, "firm"))
		view := roster.NewSnapshot(objects)
		for _, u := range objects.Users {
			list := profile.User(view, u, nobodyHasAccess).Conditions
			ready := list[0].Status == metav1.ConditionTrue
			stalled := list[len(list)-1].Type == v1alpha1.ConditionStalled
			resolved, unique := list[1].Status == metav1.ConditionTrue, list[2].Status == metav1.ConditionTrue
			if ready != (resolved && unique) || stalled == unique {
				t.Errorf("%s: %v", u.Name, told(list))
			}
		}
	})
}

// statuses returns the statuses of a firm's people as bytes, by name.
func statuses(t firm.T, objects roster.Objects) map[string]string {
	view := roster.NewSnapshot(objects)
	all := map[string]string{"firm": mustMarshal(t, profile.Firm(view))}
	for _, o := range objects.Offices {
		all["office "+o.Name] = mustMarshal(t, profile.Office(view, o))
	}
	for _, u := range objects.Users {
		all["user "+u.Name] = mustMarshal(t, profile.User(view, u, everybodyHasAccess))
	}
	for _, link := range objects.Links {
		all["link "+link.Name] = mustMarshal(t, profile.Link(view, link))
	}
	return all
}

func mustMarshal(t firm.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
