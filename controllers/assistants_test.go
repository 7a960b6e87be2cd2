package controllers_test

import (
	"testing"

	"github.com/matterplane/matterplane/internal/test/story"
)

// TestAssistants tells stories of section A: who assists whom, and which of the
// links that dispute it has effect.
func TestAssistants(t *testing.T) {
	story.Run(t, []story.Story{
		{Name: "A-1 many assist many", Text: `
			user amira; user ben; user carla; user dan
			link carla->amira; link carla->ben; link dan->amira
			matter m1 staff=amira:Follow,ben:Follow
			= m1: amira direct; ben direct; carla SupportStaff follows amira,ben; dan SupportStaff follows amira
			= amira: FirmUser | contact none | assistants: carla, dan
			= carla: FirmUser | contact none | timekeepers: amira, ben
			delete link carla->amira
			= m1: amira direct; ben direct; carla SupportStaff follows ben; dan SupportStaff follows amira
			delete link carla->ben
			= m1: amira direct; ben direct; dan SupportStaff follows amira
			= carla: FirmUser | contact none
		`},

		{Name: "A-4 the earlier link stands, and its deletion lets the next have effect", Only: story.Alone, Stamped: true, Text: `
			user amira; user ben; user carla; user dan
			link ben->amira; link amira->carla; link dan->ben; link ben->amira name=again
			matter m1 staff=amira:Follow,carla:Follow; matter m2 staff=ben:Follow
			= ben-assists-amira: Accepted
			= amira-assists-carla: AssistantHasAssistants
			= dan-assists-ben: TimekeeperIsAssistant
			= again: Duplicate
			= again ready: stalled, Duplicate
			= dan-assists-ben ready: stalled, TimekeeperIsAssistant
			= m1: amira direct; ben SupportStaff follows amira; carla direct
			= m2: ben direct
			= dan: FirmUser | contact none
			delete link ben->amira
			= amira-assists-carla: Accepted
			= dan-assists-ben: Accepted
			= again: AssistantHasAssistants
			= m1: amira direct; carla direct
			= m2: ben direct; dan SupportStaff follows ben
			= dan: FirmUser | contact none | timekeepers: ben
			= amira: FirmUser | contact none | timekeepers: carla
			delete link amira->carla
			delete link dan->ben
			= again: Accepted
			= m1: amira direct; ben SupportStaff follows amira; carla direct
		`},

		{Name: "A-4 a chain of disputes turns over as a whole", Only: story.Alone, Stamped: true, Text: `
			user amira; user ben; user carla; user dan; user eve
			link amira->ben; link ben->carla; link carla->dan; link dan->eve
			matter m1 staff=ben:Follow,carla:Follow,dan:Follow,eve:Follow
			= amira-assists-ben: Accepted
			= ben-assists-carla: AssistantHasAssistants
			= carla-assists-dan: Accepted
			= dan-assists-eve: AssistantHasAssistants
			= m1: amira SupportStaff follows ben; ben direct; carla direct; dan direct; eve direct
			delete link amira->ben
			= ben-assists-carla: Accepted
			= carla-assists-dan: AssistantHasAssistants
			= dan-assists-eve: Accepted
			link amira->ben since=0
			= amira-assists-ben: Accepted
			= ben-assists-carla: AssistantHasAssistants
			= carla-assists-dan: Accepted
			= dan-assists-eve: AssistantHasAssistants
		`},

		{Name: "A-2 a link that would have no effect is refused", Only: story.Webhooks, Text: `
			user amira; user ben; user carla
			link ben->amira
			then
			! link amira->carla => A-2: amira already has an assistant (link ben-assists-amira)
			! link carla->ben => A-2: ben is already an assistant (link ben-assists-amira)
			! link ben->amira name=again => A-4: the link ben-assists-amira already says so
			! link ben->ben => A-3
			= ben-assists-amira: Accepted
			delete link ben->amira
			then
			link amira->carla
			= amira-assists-carla: Accepted
		`},

		{Name: "A-4 a link to somebody who is not there has effect", Text: `
			user amira
			link ben->amira
			matter m1 staff=amira:Follow
			= m1: amira direct
			= amira: FirmUser | contact none | assistants: ben
			user ben
			= m1: amira direct; ben SupportStaff follows amira
		`},
	})
}
