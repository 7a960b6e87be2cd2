package matrix

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
)

// newMatters: creating matters, cases and collections (U-4, U-7).
var newMatters = Chapter{
	Title: "new matters",
	Rows: []Row{
		{Change: "create a matter that lou (matter-lead) leads", Rule: "U-4", May: "matter-lead administrator walled open closed staffer restorer", Does: NewMatter(func(*ma) {})},
		{Change: "create it with walls", Rule: "U-4", May: "matter-lead administrator walled open closed staffer restorer", Does: NewMatter(func(m *ma) {
			m.Spec.ConflictedUsers = []v1alpha1.ConflictedEntry{{User: "bill"}}
			m.Spec.OpposingTeamSets = []v1alpha1.OpposingTeamSide{{Set: "auction", Side: "a"}}
			m.Spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowEnabled
		})},
		{Change: "create it in a case", Rule: "U-4", May: "matter-lead administrator walled open closed staffer restorer", Does: NewMatter(func(m *ma) { m.Spec.Case = "c" })},
		{Change: "create it confidential", Rule: "U-7", May: "matter-lead administrator walled open closed restorer", Does: NewMatter(func(m *ma) { m.Spec.Confidential = true })},
		{Change: "create a case that nobody leads", Rule: "U-4", May: "administrator walled open closed staffer restorer", Does: NewMatter(func(m *ma) {
			m.Spec.Type, m.Spec.Lead = v1alpha1.TypeCase, ""
		})},
		{
			Change: "create the case that a matter of others names", Rule: "U-4", May: "administrator walled open closed staffer restorer",
			Firm: "matter n lead=mae staff=lou case=new",
			Does: NewMatter(func(m *ma) { m.Spec.Type = v1alpha1.TypeCase }),
		},
		{
			Change: "create the collection that a matter of others names", Rule: "U-4", May: "administrator walled open closed staffer restorer",
			Firm: "matter n lead=mae collections=new; matter o lead=lou collections=new",
			Does: NewMatter(func(m *ma) { m.Spec.Type = v1alpha1.TypeCollection }),
		},
		{
			Change: "create the case that only their own matter names", Rule: "U-4", May: "matter-lead administrator walled open closed staffer restorer",
			Firm: "matter n lead=lou case=new",
			Does: NewMatter(func(m *ma) { m.Spec.Type = v1alpha1.TypeCase }),
		},
		{
			Change: "create a matter under a name that is another's case", Rule: "U-4", May: "matter-lead administrator walled open closed staffer restorer",
			Firm: "matter n lead=mae case=new", Does: NewMatter(func(*ma) {}),
		},
		{Change: "create a matter that tina (biller) leads", Rule: "U-4", May: "administrator walled open closed staffer restorer", Does: NewMatter(func(m *ma) { m.Spec.Lead = "tina" })},
		{Change: "create it with a finalizer", Rule: "R-8", But: "compliance:U-4 excluded:U-4 waller:U-4", May: "administrator walled open closed restorer", Does: NewMatter(func(m *ma) { m.Finalizers = []string{"x/y"} })},
	},
}
