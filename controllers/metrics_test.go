package controllers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/test/story"
)

// TestMetricsCount reads the metrics of the manager after a firm's day.
func TestMetricsCount(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Webhooks)
	f.Tell(`user amira; user ben; link ben->amira; matter before case=missing`) // so that each metric is there
	story.AwaitIdle(t)
	before := counted(t)
	f.Tell(`
		user carla role=ThirdPartyBiller deactivated
		collection k staff=amira,ben conflicted=ben; matter m case=missing
		! link amira->ben => A-2
	`)
	story.AwaitIdle(t)
	after := counted(t)
	got := map[string]float64{}
	for name, count := range after {
		got[name] = count - before[name]
	}
	want := map[string]float64{
		"billers": 1, "collections": 1, "excluded": 1, "unresolved": 1, "not ready": 1, "derived": got["derived"], "asked": got["asked"],
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
	if got["derived"] < 2 || got["asked"] < 1 { // two assets, each derived at least once; one link, asked about by two webhooks
		t.Errorf("derived %v assets and asked %v times about links", got["derived"], got["asked"])
	}
	if refused := story.Metric(t, "matterplane_admission_refusals_total", "kind", "AssistantLink", "rule", "A-2"); refused < 1 {
		t.Errorf("refused %v links by A-2", refused)
	}
}

// counted is what this process counts that one firm changes; other tests' firms are in it.
func counted(t *testing.T) map[string]float64 {
	t.Helper()
	counts := map[string]float64{}
	for name, of := range map[string][]string{
		"billers":     {"matterplane_users", "system_role", "ThirdPartyBiller", "account", "deactivated"},
		"collections": {"matterplane_matters", "type", "Collection", "state", "Open"},
		"excluded":    {"matterplane_members_excluded"},
		"unresolved":  {"matterplane_unresolved_references", "kind", "Matter"},
		"not ready":   {"matterplane_objects", "kind", "Matter", "ready", "False"},
		"derived":     {"matterplane_derivation_duration_seconds", "kind", "Matter"},
		"asked":       {"matterplane_admission_duration_seconds", "kind", "AssistantLink"},
	} {
		counts[name] = story.Metric(t, of[0], of[1:]...)
	}
	return counts
}
