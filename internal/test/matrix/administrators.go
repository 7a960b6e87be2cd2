package matrix

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
)

// administrators are about who chooses the lead and the backup, and what only they may.
var administrators = Chapter{
	Title: "lead and backup",
	Rows: []Row{
		{Change: "create the Firm", Rule: "R-1", May: "company open closed restorer", Firm: "no firm", Does: NewFirm(func(*fm) {})},
		{Change: "create the Firm that says Closed", Rule: "R-1", May: "company open closed restorer", Firm: "no firm", Does: NewFirm(func(f *fm) {
			f.Spec.Administrators.Provisioning = v1alpha1.ProvisioningClosed
		})},
		{Change: "create the Firm with a client's manager", Rule: "R-9", May: "open closed restorer", Firm: "no firm", Does: NewFirm(func(f *fm) {
			f.Spec.Clients[0].Manager = "una"
		}), But: "lead:R-1 backup:R-1 fa:R-1 administrator:R-1 walled:R-1"},
		{Change: "create the Firm with a recovery", Rule: "R-3", May: "open closed restorer", Firm: "no firm", Does: NewFirm(func(f *fm) {
			f.Spec.Administrators.Recovery = &v1alpha1.Recovery{Authorization: "x"}
		})},
		{Change: "another lead", Rule: "R-1", May: "lead backup", But: "support:R-3", Does: FirmWith(func(f *fm) { f.Spec.Administrators.Lead = "fay" })},
		{Change: "no lead", Rule: "R-1", May: "lead backup", But: "support:R-3", Does: FirmWith(func(f *fm) { f.Spec.Administrators.Lead = "" })},
		{Change: "another backup", Rule: "R-1", May: "lead backup", Does: FirmWith(func(f *fm) { f.Spec.Administrators.Backup = "fay" })},
		{
			Change: "the first lead", Rule: "R-1", May: "open", But: "support:R-3", Firm: "firm closed",
			Does: FirmWith(func(f *fm) { f.Spec.Administrators.Lead = "fay" }),
		},
		{
			Change: "a lead where neither names an existing user", Rule: "R-1", May: "open", But: "support:R-3", Firm: "firm lead=nobody backup=none closed",
			Does: FirmWith(func(f *fm) { f.Spec.Administrators.Lead = "fay" }),
		},
		{
			Change: "a lead where one names a deactivated user", Rule: "R-1", But: "support:R-3", Firm: "firm lead=gone backup=none closed",
			Does: FirmWith(func(f *fm) { f.Spec.Administrators.Lead = "fay" }),
		},
		{
			Change: "a first backup beside the lead", Rule: "R-1", May: "lead", Firm: "firm lead=lea",
			Does: FirmWith(func(f *fm) { f.Spec.Administrators.Backup = "fay" }),
		},
		{Change: "open provisioning that is closed", Rule: "R-10", May: "lead backup open", Does: FirmWith(func(f *fm) {
			f.Spec.Administrators.Provisioning = v1alpha1.ProvisioningOpen
		})},
		{Change: "say Closed while it is open", Rule: "R-10", May: "FA open closed", Firm: "firm lead=lea backup=bob", Does: FirmWith(func(f *fm) {
			f.Spec.Administrators.Provisioning = v1alpha1.ProvisioningClosed
		})},
		{Change: "write a recovery", Rule: "R-3", May: "lead backup open", Does: FirmWith(func(f *fm) {
			f.Spec.Administrators.Recovery = &v1alpha1.Recovery{Departed: []string{"lea"}}
		})},
		{Change: "delete the Firm", Rule: "R-1", May: "lead backup open", Does: func(o roster.Objects) authority.Change { return authority.FirmChange{Old: o.Firm} }},
		{Change: "give the Firm a finalizer", Rule: "R-8", May: "lead backup open", Does: FirmWith(func(f *fm) { f.Finalizers = []string{"x/y"} })},
		{Change: "give the Firm an owner", Rule: "R-8", May: "lead backup open", Does: FirmWith(func(f *fm) {
			f.OwnerReferences = owned
		})},
	},
}
