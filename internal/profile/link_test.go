package profile_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

func TestLink(t *testing.T) {
	const people = "user amira; user ben; user carla; "
	for name, tc := range map[string]struct {
		firm string
		want []string
	}{
		"accepted": {
			firm: people + "link ben->amira name=it",
			want: []string{
				"Ready=True Reconciled: everything declared took effect",
				"ReferencesResolved=True AllFound: everything named is there",
				"Accepted=True Accepted: ben assists amira",
			},
		},
		"accepted although nobody is there": {
			firm: "link ben->amira name=it",
			want: []string{
				"Ready=False NotFound: spec.assistant: no FirmUser named ben; spec.timekeeper: no FirmUser named amira",
				"ReferencesResolved=False NotFound: spec.assistant: no FirmUser named ben; spec.timekeeper: no FirmUser named amira",
				"Accepted=True Accepted: ben assists amira",
			},
		},
		"a pair again": {
			firm: people + "link ben->amira; link ben->amira name=it",
			want: []string{
				"Ready=False Duplicate: A-4: ben assists amira already, by the earlier link ben-assists-amira",
				"ReferencesResolved=True AllFound: everything named is there",
				"Accepted=False Duplicate: A-4: ben assists amira already, by the earlier link ben-assists-amira",
				"Stalled=True Duplicate: A-4: ben assists amira already, by the earlier link ben-assists-amira",
			},
		},
		"an assistant who has one": {
			firm: people + "link carla->ben; link ben->amira name=it",
			want: []string{
				"Ready=False AssistantHasAssistants: A-2: ben has an assistant and so cannot be one, by the earlier link carla-assists-ben",
				"ReferencesResolved=True AllFound: everything named is there",
				"Accepted=False AssistantHasAssistants: A-2: ben has an assistant and so cannot be one, by the earlier link carla-assists-ben",
				"Stalled=True AssistantHasAssistants: A-2: ben has an assistant and so cannot be one, by the earlier link carla-assists-ben",
			},
		},
		"a timekeeper who is one, and missing": {
			firm: "user ben; user carla; link amira->carla; link ben->amira name=it",
			want: []string{
				"Ready=False NotFound: spec.timekeeper: no FirmUser named amira",
				"ReferencesResolved=False NotFound: spec.timekeeper: no FirmUser named amira",
				"Accepted=False TimekeeperIsAssistant: A-2: amira is an assistant and so cannot have one, by the earlier link amira-assists-carla",
				"Stalled=True TimekeeperIsAssistant: A-2: amira is an assistant and so cannot have one, by the earlier link amira-assists-carla",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			objects := firm.Parse(t, tc.firm)
			it := objects.Links[slices.IndexFunc(objects.Links, func(link *v1alpha1.AssistantLink) bool { return link.Name == "it" })]
			got := profile.Link(roster.NewSnapshot(objects), it)
			if diff := cmp.Diff(tc.want, told(got.Conditions)); diff != "" || got.ObservedGeneration != 1 {
				t.Errorf("generation %d: %s", got.ObservedGeneration, diff)
			}
		})
	}
}
