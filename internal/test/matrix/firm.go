package matrix

import (
	"strings"

	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TheFirm is where the matrix is asked, as package firm reads it.
const TheFirm = `
	firm lead=lea backup=bob clients=acme/max,globex units=group,uk/group,legal systems=documents closed
	office london; office paris
	user lea office=london; user bob
	user fay office=london role=FirmAdministrator
	user olga office=london role=FirmOfficeAdministrator; user otto office=paris role=FirmOfficeAdministrator
	user bill role=FirmUserBilling
	user tina role=ThirdPartyBiller rights=Administrator,Compliance
	user una office=london
	user ada rights=Administrator units=group; user cora office=london rights=Compliance
	user rex rights=Accounting,ApproveOthersInvoices,Reporting,AllBillingUnits
	user lou; user mae; user ed; user rea; user max
	user cal rights=Compliance,Administrator; user exa rights=Compliance
	user gone office=london role=FirmAdministrator deactivated
	user twin1 identities=twins role=FirmAdministrator; user twin2 identities=twins
	link una->otto
	case c
	matter m lead=lou staff=mae:MatterAdministrator,ed:MatterEditor,rea,nemo conflicted=cal excluded=exa client=acme unit=uk
`

// Objects returns TheFirm, with statements in place of those about the same: `no
// user una; firm closed` has no una, and a Firm that says nothing more.
func Objects(t firm.T, instead string) roster.Objects {
	t.Helper()
	var text []string
	replaced := map[string]bool{"": true}
	for s := range strings.SplitSeq(instead, ";") {
		if s = strings.TrimSpace(s); s != "" {
			replaced[about(s)] = true
			if !strings.HasPrefix(s, "no ") {
				text = append(text, s)
			}
		}
	}
	for s := range strings.SplitSeq(strings.ReplaceAll(TheFirm, "\n", ";"), ";") {
		if s = strings.TrimSpace(s); s != "" && !replaced[about(s)] {
			text = append(text, s)
		}
	}
	return firm.Parse(t, strings.Join(text, "\n"))
}

// about returns what a statement is about: "user una", or "firm".
func about(statement string) string {
	words := append(strings.Fields(strings.TrimPrefix(statement, "no ")), "")
	if words[0] == "firm" {
		return "firm"
	}
	return words[0] + " " + words[1]
}
