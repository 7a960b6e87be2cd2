package access_test

import (
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/docs"
	"github.com/matterplane/matterplane/internal/test/firm"
)

var update = flag.Bool("update", false, "write the page")

// sources are what permissions come from, each in a firm of its own whose user ann
// has nothing else. What a Firm User has anyway is shown once.
var sources = []struct{ from, firm string }{
	{"Firm Administrator", "user ann role=FirmAdministrator"},
	{"lead, backup", "firm lead=ann; user ann"},
	{"Firm Office Administrator", "user ann role=FirmOfficeAdministrator"},
	{"… where the firm limits invoices to the own office", "firm invoices=OwnOffice; user ann role=FirmOfficeAdministrator"},
	{"Firm User + Billing", "user ann role=FirmUserBilling"},
	{"3rd party biller, whatever else is given", "user ann role=ThirdPartyBiller as=Partner rights=Administrator"},
	{"Firm User", "user ann"},
	{"`matterDataUpload`", "user ann upload"},
	{"user role Partner", "user ann as=Partner"},
	{"user role Associate, Paralegal or GeneralStaff", "user ann as=Associate"},
	{"user role Assistant", "user ann as=Assistant"},
	{"right Administrator", "user ann rights=Administrator"},
	{"right Compliance", "user ann rights=Compliance"},
	{"right Accounting", "user ann rights=Accounting"},
	{"… in a billing unit", "firm billing-units=paris; user ann rights=Accounting units=paris"},
	{"right ApproveOthersInvoices", "user ann rights=ApproveOthersInvoices"},
	{"right Reporting", "user ann rights=Reporting"},
	{"right AllBillingUnits", "user ann rights=AllBillingUnits"},
}

// docs/permissions.md shows what Permissions returns, between its marks (S-3).
func TestDocsShowThePermissions(t *testing.T) {
	t.Parallel()
	docs.Section(t, filepath.Join("..", "..", "docs", "permissions.md"), "permissions", permissionTable(t), *update)
}

func permissionTable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprint(&b, "| from | where | what |\n|---|---|---|\n")
	anyway := permissionsOf(t, "user ann")
	for _, source := range sources {
		held := permissionsOf(t, source.firm)
		if source.from != "Firm User" {
			held = slices.DeleteFunc(held, func(p v1alpha1.Permission) bool { return slices.Contains(anyway, p) })
		}
		from := source.from
		for len(held) > 0 {
			scope := held[0].Scope
			var actions []string
			held = slices.DeleteFunc(held, func(p v1alpha1.Permission) bool {
				if p.Scope == scope {
					actions = append(actions, string(p.Action))
				}
				return p.Scope == scope
			})
			fmt.Fprintf(&b, "| %s | %s | %s |\n", from, scope, strings.Join(actions, ", "))
			from = ""
		}
	}
	return b.String()
}

// permissionsOf returns what ann may do in a firm.
func permissionsOf(t *testing.T, text string) []v1alpha1.Permission {
	t.Helper()
	v := roster.NewSnapshot(firm.Parse(t, text))
	return access.Permissions(v, v.User("ann"))
}
