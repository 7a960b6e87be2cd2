package cel_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// contact and conditions are parts of a status that every column finds something in.
const (
	contact    = `{user: ben-ode, displayName: Ben Ode, email: ben@harcourt.example}`
	conditions = `conditions: [
		{type: Ready, status: "False", reason: NotFound, message: "", lastTransitionTime: "2026-11-21T09:00:00Z"},
		{type: Accepted, status: "True", reason: Accepted, message: "", lastTransitionTime: "2026-11-21T09:00:00Z"},
		{type: MembersCleared, status: "True", reason: Cleared, message: "", lastTransitionTime: "2026-11-21T09:00:00Z"},
		{type: ProvisioningClosed, status: "False", reason: Open, message: "", lastTransitionTime: "2026-11-21T09:00:00Z"}]`
)

// columns says what kubectl get prints of a kind's valid object with a status.
// The age, which differs, is left out of the cells.
var columns = []struct {
	kind, patch, status   string
	header, cells         string // separated by |
	wideHeader, wideCells string // what -o wide adds
}{
	{
		kind:       "Firm",
		patch:      `{}`,
		status:     `{offices: 3, users: 30, activeUsers: 29, firmAdministrators: [amira-khan], ` + conditions + `}`,
		header:     "NAME|LEAD|BACKUP|OFFICES|USERS|ACTIVE|READY|REASON|AGE",
		cells:      "firm|amira-khan|ben-ode|3|30|29|False|NotFound",
		wideHeader: "DISPLAY NAME|ADMINISTRATORS|PROVISIONING",
		wideCells:  `Harcourt Vane LLP|["amira-khan"]|Open`,
	},
	{
		kind:       "Office",
		patch:      `{}`,
		status:     `{administrators: [ben-ode], supportContact: ` + contact + `, users: 12, activeUsers: 11, ` + conditions + `}`,
		header:     "NAME|ADMINISTRATORS|SUPPORT|USERS|ACTIVE|READY|REASON|AGE",
		cells:      `london|["ben-ode"]|ben-ode|12|11|False|NotFound`,
		wideHeader: "DISPLAY NAME|PHONE",
		wideCells:  "London|+44 20 7946 0000",
	},
	{
		kind:       "FirmUser",
		patch:      `{spec: {deactivated: true}}`,
		status:     `{systemRole: FirmAdministrator, designations: [Lead], supportContact: ` + contact + `, assistants: [a], timekeepers: [b], ` + conditions + `}`,
		header:     "NAME|EMAIL|OFFICE|SYSTEM ROLE|USER ROLE|DEACTIVATED|READY|REASON|AGE",
		cells:      "amira-khan|amira@harcourt.example|london|FirmAdministrator|Partner|true|False|NotFound",
		wideHeader: "RIGHTS|DESIGNATIONS|SUPPORT|ASSISTANTS|TIMEKEEPERS",
		wideCells:  `["Compliance","Accounting"]|["Lead"]|ben-ode|["a"]|["b"]`,
	},
	{
		kind:       "AssistantLink",
		patch:      `{metadata: {annotations: {matterplane.dev/since: "2026-11-21T09:00:00.000000Z"}}}`,
		status:     `{` + conditions + `}`,
		header:     "NAME|ASSISTANT|TIMEKEEPER|ACCEPTED|READY|REASON|AGE",
		cells:      "dora-assists-amira|dora-lee|amira-khan|True|False|NotFound",
		wideHeader: "SINCE",
		wideCells:  "2026-11-21T09:00:00.000000Z",
	},
	{
		kind:       "Matter",
		patch:      `{spec: {confidential: true}}`,
		status:     `{summary: {members: 12, followers: 3, excluded: 1, conflicted: 9}, ` + conditions + `}`,
		header:     "NAME|TYPE|CLIENT|LEAD|MEMBERS|EXCLUDED|CONFLICTED|READY|REASON|AGE",
		cells:      "acme-v-globex|Matter|Kestrel plc|amira-khan|12|1|9|False|NotFound",
		wideHeader: "FOLLOWERS|CASE|STATE|CONFIDENTIAL|UNIT|CLEARED",
		wideCells:  "3|acme-litigation|Open|true|Disputes|True",
	},
}

func TestColumns(t *testing.T) {
	t.Parallel()
	for _, c := range columns {
		t.Run(c.kind, func(t *testing.T) {
			t.Parallel()
			namespace := cluster.Namespace(t)
			setStatus(t, create(t, namespace, c.kind, c.patch), `{status: `+c.status+`}`)
			checkColumns(t, cluster.MustKubectl(t, namespace, "", "get", c.kind), c.header, c.cells)
			checkColumns(t, cluster.MustKubectl(t, namespace, "", "get", c.kind, "-o", "wide"),
				c.header+"|"+c.wideHeader, c.cells+"|"+c.wideCells)
		})
	}
}

func checkColumns(t *testing.T, out, header, row string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 {
		t.Fatalf("kubectl prints\n%s", out)
	}
	names, values := cells(lines[0]), cells(lines[1])
	if age := slices.Index(names, "AGE"); age >= 0 && age < len(values) {
		values = slices.Delete(values, age, age+1)
	}
	if got := strings.Join(names, "|"); got != header {
		t.Errorf("columns are %s, want %s", got, header)
	}
	if got := strings.Join(values, "|"); got != row {
		t.Errorf("cells are %s, want %s", got, row)
	}
}
