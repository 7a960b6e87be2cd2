package matrix

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
)

// work: what is done on a matter that is there (U-4 to U-7).
var work = Chapter{
	Title: "work",
	But:   "walled:U-6 excluded:U-6",
	Rows: []Row{
		{Change: "add to the team", Rule: "U-4", May: "matter-lead matter-administrator administrator open closed staffer", Does: MatterM(func(m *ma) {
			m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: "una"})
		})},
		{Change: "take from the team", Rule: "U-4", May: "matter-lead matter-administrator administrator open closed staffer", Does: MatterM(func(m *ma) { m.Spec.Staffing = m.Spec.Staffing[:3] })},
		{Change: "a matter role", Rule: "U-4", May: "matter-lead matter-administrator administrator open closed staffer", Does: MatterM(func(m *ma) {
			m.Spec.Staffing[2].MatterRole = v1alpha1.MatterRoleAdministrator
		})},
		{Change: "a staffing type", Rule: "U-4", May: "matter-lead matter-administrator administrator open closed staffer", Does: MatterM(func(m *ma) {
			m.Spec.Staffing[2].StaffingType = v1alpha1.StaffingSupportStaff
		})},
		{Change: "included systems", Rule: "U-4", May: "matter-lead matter-administrator administrator open closed staffer", Does: MatterM(func(m *ma) {
			m.Spec.Staffing[2].IncludedSystems = []string{"documents"}
		})},
		{Change: "whether a member's assistants follow", Rule: "U-4", May: "matter-lead matter-administrator administrator open closed staffer", Does: MatterM(func(m *ma) {
			m.Spec.Staffing[2].Assistants = v1alpha1.AssistantsFollowEntry
		})},
		{Change: "the matter's lead", Rule: "U-4", May: "matter-lead matter-administrator administrator open closed staffer", Does: MatterM(func(m *ma) { m.Spec.Lead = "una" })},
		{Change: "whether assistants follow on the team", Rule: "U-4", May: "matter-lead matter-administrator administrator open closed staffer", Does: MatterM(func(m *ma) {
			m.Spec.AssistantsFollow.Staffing = v1alpha1.FollowEnabled
		})},
		{Change: "wall somebody off", Rule: "U-5", May: "administrator compliance open closed waller", Does: MatterM(func(m *ma) {
			m.Spec.ConflictedUsers = append(m.Spec.ConflictedUsers, v1alpha1.ConflictedEntry{User: "una"})
		})},
		{Change: "lift a wall", Rule: "U-5", May: "administrator compliance open closed waller", Does: MatterM(func(m *ma) { m.Spec.ConflictedUsers = nil })},
		{Change: "why somebody is walled off", Rule: "U-5", May: "administrator compliance open closed waller", Does: MatterM(func(m *ma) { m.Spec.ConflictedUsers[0].Reason = "x" })},
		{Change: "whether their assistants are walled off", Rule: "U-5", May: "administrator compliance open closed waller", Does: MatterM(func(m *ma) {
			m.Spec.ConflictedUsers[0].Assistants = v1alpha1.AssistantsFollowEntry
		})},
		{Change: "exclude somebody", Rule: "U-5", May: "administrator compliance open closed waller", Does: MatterM(func(m *ma) {
			m.Spec.ExcludedUsers = append(m.Spec.ExcludedUsers, v1alpha1.ExcludedEntry{User: "una"})
		})},
		{Change: "stop excluding somebody", Rule: "U-5", May: "administrator compliance open closed waller", Does: MatterM(func(m *ma) { m.Spec.ExcludedUsers = nil })},
		{Change: "take a side", Rule: "U-5", May: "administrator compliance open closed waller", Does: MatterM(func(m *ma) {
			m.Spec.OpposingTeamSets = []v1alpha1.OpposingTeamSide{{Set: "auction", Side: "a"}}
		})},
		{Change: "whether assistants follow on the wall", Rule: "U-5", May: "administrator compliance open closed waller", Does: MatterM(func(m *ma) {
			m.Spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowEnabled
		})},
		{Change: "the case", Rule: "U-4", May: "administrator open closed", But: "matter-lead:U-5 matter-administrator:U-5 staffer:U-5", Does: MatterM(func(m *ma) { m.Spec.Case = "c" })},
		{Change: "the collections", Rule: "U-5", May: "administrator open closed", But: "compliance:U-4 waller:U-4", Does: MatterM(func(m *ma) { m.Spec.Collections = []string{"k"} })},
		{Change: "delete the matter", Rule: "U-5", May: "administrator compliance open closed waller", Does: func(o roster.Objects) authority.Change {
			return authority.MatterChange{Old: Find(o.Matters, "m")}
		}},
		{Change: "take a finalizer from the matter", Rule: "R-8", May: "administrator compliance open closed waller", Does: func(o roster.Objects) authority.Change {
			changed := Find(o.Matters, "m")
			old := changed.DeepCopy()
			old.Finalizers = []string{"x/y"}
			return authority.MatterChange{Old: old, New: changed}
		}},
		{Change: "rename the matter", Rule: "U-7", May: "matter-lead matter-administrator editor administrator manager open closed staffer", Does: MatterM(func(m *ma) { m.Spec.DisplayName = "X" })},
		{
			Change: "rename a confidential matter", Rule: "U-7", May: "matter-lead matter-administrator editor administrator open closed staffer",
			Firm: "matter m confidential lead=lou staff=mae:MatterAdministrator,ed:MatterEditor,rea conflicted=cal excluded=exa client=acme unit=uk",
			Does: MatterM(func(m *ma) { m.Spec.DisplayName = "X" }),
		},
		{Change: "the client", Rule: "U-7", May: "matter-lead administrator open closed staffer", Does: MatterM(func(m *ma) { m.Spec.Client = "globex" })},
		{Change: "the office", Rule: "U-7", May: "matter-lead administrator open closed staffer", Does: MatterM(func(m *ma) { m.Spec.Office = "paris" })},
		{Change: "the business unit", Rule: "U-7", May: "matter-lead administrator open closed staffer", Does: MatterM(func(m *ma) { m.Spec.BusinessUnit = "legal" })},
		{Change: "the state", Rule: "U-7", May: "matter-lead administrator open closed staffer", Does: MatterM(func(m *ma) { m.Spec.State = v1alpha1.StateClosed })},
		{Change: "make it confidential", Rule: "U-7", May: "matter-lead administrator manager open closed", Does: MatterM(func(m *ma) { m.Spec.Confidential = true })},
		{
			Change: "make it confidential, una being an Assistant in the unit", Rule: "U-7", May: "matter-lead administrator manager user open closed", Firm: "user una as=Assistant units=uk",
			Does: MatterM(func(m *ma) { m.Spec.Confidential = true }),
		},
		{
			Change: "make it confidential, in no unit of ada's (administrator)", Rule: "U-7", May: "matter-lead manager open closed",
			Firm: "matter m lead=lou staff=mae:MatterAdministrator conflicted=cal excluded=exa client=acme unit=legal",
			Does: MatterM(func(m *ma) { m.Spec.Confidential = true }),
		},
		{
			Change: "make it no longer confidential", Rule: "U-7", May: "matter-lead administrator open closed",
			Firm: "matter m confidential lead=lou conflicted=cal excluded=exa client=acme unit=uk; user una as=Assistant units=uk",
			Does: MatterM(func(m *ma) { m.Spec.Confidential = false }),
		},
		{
			Change: "the state of a matter that tina (biller) leads", Rule: "U-7", May: "administrator open closed staffer",
			Firm: "matter m lead=tina conflicted=cal excluded=exa client=acme unit=uk",
			Does: MatterM(func(m *ma) { m.Spec.State = v1alpha1.StateClosed }),
		},
		{Change: "a label of the matter", May: "everybody", Does: MatterM(func(m *ma) { m.Labels = map[string]string{"x": "y"} })},
		{Change: "the type", Rule: "U-4", Schema: "section M: an asset's type cannot change", May: "administrator open closed", But: "matter-lead:U-5 matter-administrator:U-5 staffer:U-5", Does: MatterM(func(m *ma) { m.Spec.Type = v1alpha1.TypeCase })},
	},
}
