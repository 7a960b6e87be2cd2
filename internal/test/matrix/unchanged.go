package matrix

import (
	"github.com/matterplane/matterplane/api/v1alpha1"
)

// noChange: what is the same as before (P-7).
var noChange = Chapter{
	Title: "no change",
	Rows: []Row{
		{Change: "apply the matter again", May: "everybody", Does: MatterM(func(*ma) {})},
		{
			Change: "apply it with another ledger, which the webhook undoes", May: "everybody",
			Does: MatterM(func(m *ma) { m.Annotations = map[string]string{v1alpha1.LedgerAnnotation: "{}"} }),
		},
		{Change: "apply the Firm again", May: "everybody", Does: FirmWith(func(*fm) {})},
		{Change: "apply a user again", May: "everybody", Does: UserWith("una", func(*fu) {})},
	},
}
