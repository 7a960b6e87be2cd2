package admission_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// BenchmarkHandlers is what the webhooks add to a write by which nobody joins, the
// everyday one: no live read but of the Firm, on which the answer depends (P-6).
func BenchmarkHandlers(b *testing.B) {
	for _, size := range []int{12, 200} {
		h := newHouse(b, firm(time.Hour))
		m := matter("m")
		for i := range size {
			user := fmt.Sprintf("user-name-%03d", i)
			m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: user, MatterRole: v1alpha1.MatterRoleReader})
			m.Status.Staffing = append(m.Status.Staffing, v1alpha1.Member{
				User: user, MatterRole: v1alpha1.MatterRoleReader, StaffingType: v1alpha1.StaffingTeamMember,
				IncludedSystems: []string{"billing", "documents"}, Access: "Granted", Origins: []v1alpha1.Origin{{Type: "Direct"}},
			})
		}
		m, _ = write(b, h, "ann", none, m)
		req := asks(b, "ann", m, with(m, func(m *v1alpha1.Matter) { m.Spec.Client = "acme" }))
		b.Run(fmt.Sprintf("mutating/%d", size), func(b *testing.B) {
			for b.Loop() {
				h.mutating.Handle(b.Context(), req)
			}
		})
		b.Run(fmt.Sprintf("validating/%d", size), func(b *testing.B) {
			for b.Loop() {
				h.validating.Handle(b.Context(), req)
			}
		})
		if slices.ContainsFunc(h.live.asked, func(what string) bool { return what != v1alpha1.FirmName }) {
			b.Errorf("it reads %v", h.live.asked)
		}
	}
}
