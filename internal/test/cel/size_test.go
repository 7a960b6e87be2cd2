package cel_test

import (
	"fmt"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// TestLargestObjects fills every list with 500 entries of the longest names and
// reasons. If the rules cost more than the API server lets them, it refuses these.
func TestLargestObjects(t *testing.T) {
	t.Parallel()
	reason := strings.Repeat("r", 256)
	names, users := fullNames(`%s`), fullNames(`{user: %s}`)
	patches := map[string]string{
		"Matter": fmt.Sprintf(`{spec: {collections: [%s], staffing: [%s], conflictedUsers: [%s], excludedUsers: [%s], opposingTeamSets: [%s]}}`,
			names,
			fullNames(`{user: %s, matterRole: MatterAdministrator, staffingType: ResponsibleAttorney, assistants: DoNotFollow, includedSystems: [billing]}`),
			fullNames(`{user: %s, assistants: DoNotFollow, reason: `+reason+`}`),
			fullNames(`{user: %s, reason: `+reason+`}`),
			fullNames(`{set: %s, side: `+longest+`}`)),
		"Firm": fmt.Sprintf(`{spec: {systems: [%s], clients: [%s], businessUnits: [%s], administrators: {recovery: {departed: [%s]}}}}`,
			names,
			fullNames(`{name: %s, displayName: `+reason+`, manager: `+longest+`}`),
			fullNames(`{name: %s, displayName: `+reason+`, parent: `+longest+`, billingUnit: true}`),
			names),
		"FirmUser": fmt.Sprintf(`{spec: {businessUnits: [%[1]s], delegates: [%[1]s], identities: [%[2]s]}}`,
			names, fullNames(`%s-`+strings.Repeat("i", 448))),
	}
	for kind, patch := range patches {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			namespace := cluster.Namespace(t)
			create(t, namespace, kind, patch)
		})
	}
	t.Run("a Matter by kubectl apply", func(t *testing.T) {
		t.Parallel()
		namespace := cluster.Namespace(t)
		obj := object(t, namespace, "Matter", fmt.Sprintf(
			`{spec: {collections: [%[1]s], staffing: [%[2]s], conflictedUsers: [%[2]s], excludedUsers: [%[2]s], opposingTeamSets: [%[3]s]}}`,
			names, users, fullNames(`{set: %s, side: bidder}`)))
		text, err := yaml.Marshal(obj)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"created", "unchanged"} {
			out := cluster.MustKubectl(t, namespace, string(text), "apply", "-f", "-")
			if !strings.Contains(out, want) {
				t.Errorf("kubectl says %q, want %s", out, want)
			}
		}
	})
}

// TestLargestStatus writes what the rules allow to be in a status, list by list.
func TestLargestStatus(t *testing.T) {
	t.Parallel()
	member := `user: %[1]s, staffingType: TeamMember, matterRole: MatterReader, access: Excluded`
	statuses := map[string]string{
		"500 members of every origin": `{staffing: [` + fullNames(`{`+member+`, exclusions: [ConflictedUser, OpposingTeamSet, ExcludedUser],
			exemptions: [FloatingUser], origins: [{type: Direct}, {type: Case, via: [%[1]s]}, {type: Collection, via: [%[1]s]}, {type: Following, via: [%[1]s]}]}`) + `]}`,
		"a member with 500 systems": fmt.Sprintf(`{staffing: [{`+member+`, origins: [{type: Direct}], includedSystems: [%[2]s]}]}`, longest, fullNames(`%s`)),
		// C-2: 500 sets of the matter itself, 500 others of its case.
		"a user walled off in every way": `{conflictedUsers: [{user: ben-ode, origins: [{type: Direct}, {type: Following, via: [a]}, {type: Case, via: [b]}, {type: Collection, via: [c]},
			` + fullNames(`{type: OpposingTeamSet, set: %[1]s, via: [a], more: 9}, {type: OpposingTeamSet, set: %[1]s, via: [a, b, c, d, e, f, g, h]}`) + `]}]}`,
		"500 ignored": `{ignored: [` + fullNames(`{user: %s, reason: ThirdPartyBiller}`) + `], truncated: true}`,
	}
	for name, status := range statuses {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			setStatus(t, create(t, cluster.Namespace(t), "Matter"), `{status: `+status+`}`)
		})
	}
}

// fullNames lists 500 items, each with a name of 63 characters of its own for %s or %[1]s.
func fullNames(item string) string {
	items := make([]string, 500)
	for i := range items {
		items[i] = fmt.Sprintf(item, fmt.Sprintf("n%062d", i))
	}
	return strings.Join(items, ", ")
}
