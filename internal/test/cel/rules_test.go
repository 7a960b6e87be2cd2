package cel_test

import (
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// What the rules say to users, word by word.
const (
	ownAssistant  = "spec.assistant: A-3: nobody is their own assistant; assistant and timekeeper must name two users"
	newAssistant  = "spec.assistant: A-3: a link's assistant cannot change; delete the link and create a new one"
	newTimekeeper = "spec.timekeeper: A-3: a link's timekeeper cannot change; delete the link and create a new one"
	otherType     = "spec.type: section M: an asset's type cannot change; create a new one"
	namesCase     = "spec.case: section M: only a Matter names a case; remove spec.case or set spec.type to Matter"
	namesGroups   = "spec.collections: section M: only a Matter names collections; remove spec.collections or set spec.type to Matter"
	takesSide     = "spec.opposingTeamSets: C-2: a Collection takes no side; put its matters or their case on a side of the set instead"
	upperCase     = "spec.email: R-7: an email is written in lower case, as it decides who acts as the user"
	noEmail       = "spec.email: R-7: not an email address; write it as name@firm.example, in plain letters, digits and signs"
)

var ruleRows = []row{
	{"an assistant of its own", "AssistantLink", `{spec: {assistant: amira-khan}}`, []string{ownAssistant}},

	{"alone", "Matter", `{spec: {case: null, collections: null, opposingTeamSets: null}}`, nil},
	{"a case on a side", "Matter", `{spec: {type: Case, case: null, collections: null}}`, nil},
	{"a case in a case", "Matter", `{spec: {type: Case, collections: null}}`, []string{namesCase}},
	{"a case in a collection", "Matter", `{spec: {type: Case, case: null}}`, []string{namesGroups}},
	{"a collection in a case", "Matter", `{spec: {type: Collection, collections: null, opposingTeamSets: null}}`, []string{namesCase}},
	{"a collection in a collection", "Matter", `{spec: {type: Collection, case: null, opposingTeamSets: null}}`, []string{namesGroups}},
	{"a collection on a side", "Matter", `{spec: {type: Collection, case: null, collections: null}}`, []string{takesSide}},
	{"a collection with all that it cannot have", "Matter", `{spec: {type: Collection}}`, []string{namesCase, namesGroups, takesSide}},
	{"a collection with empty lists", "Matter", `{spec: {type: Collection, case: null, collections: [], opposingTeamSets: []}}`, nil},

	{"staffed and conflicted at once (C-7)", "Matter", `{spec: {conflictedUsers: [{user: ben-ode}], excludedUsers: [{user: ben-ode}]}}`, nil},
	{"lead and backup the same (R-2)", "Firm", `{spec: {administrators: {backup: amira-khan}}}`, nil},
	{"a business unit below itself (S-5)", "Firm", `{spec: {businessUnits: [{name: Tax, parent: Tax}]}}`, nil},

	{"nothing but a name", "Firm", `{spec: null}`, nil},
	{"nothing but a name", "Office", `{spec: null}`, nil},
	{"nothing but a name", "FirmUser", `{spec: null}`, nil},
	{"nothing but a name", "AssistantLink", `{spec: null}`, []string{"spec: Required value"}},
	{"nothing but a name", "Matter", `{spec: null}`, []string{"spec: Required value"}},
	{"no assistant", "AssistantLink", `{spec: {assistant: null}}`, []string{"spec.assistant: Required value"}},
	{"no timekeeper", "AssistantLink", `{spec: {timekeeper: null}}`, []string{"spec.timekeeper: Required value"}},
	{"no type", "Matter", `{spec: {type: null}}`, []string{"spec.type: Required value"}},
	{"an entry without its user", "Matter", `{spec: {staffing: [{matterRole: MatterReader}]}}`, []string{"spec.staffing[0].user: Required value"}},
	{"a wall without its user", "Matter", `{spec: {conflictedUsers: [{reason: old}]}}`, []string{"spec.conflictedUsers[0].user: Required value"}},
	{"an exclusion without its user", "Matter", `{spec: {excludedUsers: [{reason: old}]}}`, []string{"spec.excludedUsers[0].user: Required value"}},
	{"a set without a side", "Matter", `{spec: {opposingTeamSets: [{set: kestrel}]}}`, []string{"spec.opposingTeamSets[0].side: Required value"}},
	{"a side without a set", "Matter", `{spec: {opposingTeamSets: [{side: bidder}]}}`, []string{"spec.opposingTeamSets[0].set: Required value"}},
	{"a client without a name", "Firm", `{spec: {clients: [{displayName: Kestrel}]}}`, []string{"spec.clients[0].name: Required value"}},
	{"a unit without a name", "Firm", `{spec: {businessUnits: [{billingUnit: true}]}}`, []string{"spec.businessUnits[0].name: Required value"}},

	{"no email", "FirmUser", `{spec: {email: null}}`, nil},
	{"an email of a letter each", "FirmUser", `{spec: {email: a@b}}`, nil},
	{"an email with signs", "FirmUser", `{spec: {email: "o'hara+x_1.y-z@mail.harcourt-vane.example"}}`, nil},
	{"an email of 254 characters", "FirmUser", `{spec: {email: ` + strings.Repeat("a", 240) + `@firm.example}}`, nil},
	{"an email of 255 characters", "FirmUser", `{spec: {email: ` + strings.Repeat("a", 242) + `@firm.example}}`, []string{"spec.email: Too long: may not be more than 254"}},
	{"an empty email", "FirmUser", `{spec: {email: ""}}`, []string{"spec.email: should be at least 3 chars long", noEmail}},
	{"an email with a capital", "FirmUser", `{spec: {email: Amira@harcourt.example}}`, []string{upperCase}},
	{"an email with a capital in its domain", "FirmUser", `{spec: {email: amira@Harcourt.example}}`, []string{upperCase}},
	{"an email that is none", "FirmUser", `{spec: {email: amira.khan}}`, []string{noEmail}},
	{"an email with two ats", "FirmUser", `{spec: {email: amira@ben@harcourt.example}}`, []string{noEmail}},
	{"an email without a name", "FirmUser", `{spec: {email: "@harcourt.example"}}`, []string{noEmail}},
	{"an email without a domain", "FirmUser", `{spec: {email: "amira@"}}`, []string{noEmail}},
	{"an email with its owner's name", "FirmUser", `{spec: {email: "Amira Khan <amira@harcourt.example>"}}`, []string{upperCase, noEmail}},
	{"an email and a line", "FirmUser", `{spec: {email: "amira@harcourt.example\n"}}`, []string{noEmail}},
	{"an email with a Cyrillic letter", "FirmUser", `{spec: {email: аmira@harcourt.example}}`, []string{noEmail}},
	{"an email with a full-width letter", "FirmUser", `{spec: {email: ａmira@harcourt.example}}`, []string{noEmail}},
	{"an email with a sign that lower case turns into k", "FirmUser", `{spec: {email: "\u212Ahan@harcourt.example"}}`, []string{noEmail}},
	{"an email with an invisible character", "FirmUser", `{spec: {email: "amira\u200B@harcourt.example"}}`, []string{noEmail}},
}

func TestRules(t *testing.T) { try(t, ruleRows) }

// edit is a change to a stored object.
type edit struct {
	name   string
	kind   string
	stored string // as a patch of the valid object
	patch  string
	want   []string
}

// bare is a matter of no case, collection or side: of any type.
const bare = `case: null, collections: null, opposingTeamSets: null`

var edits = []edit{
	{"a matter becomes a case", "Matter", `{spec: {` + bare + `}}`, `{spec: {type: Case}}`, []string{otherType}},
	{"a matter becomes a collection", "Matter", `{spec: {` + bare + `}}`, `{spec: {type: Collection}}`, []string{otherType}},
	{"a case becomes a matter", "Matter", `{spec: {type: Case, ` + bare + `}}`, `{spec: {type: Matter}}`, []string{otherType}},
	{"a collection becomes a case", "Matter", `{spec: {type: Collection, ` + bare + `}}`, `{spec: {type: Case}}`, []string{otherType}},
	{"a type is taken away", "Matter", `{}`, `{spec: {type: null}}`, []string{"spec.type: Required value"}},
	{"a type stays and all else goes", "Matter", `{}`, `{spec: {client: null, office: null, businessUnit: null, state: null, lead: null, staffing: null,
		conflictedUsers: null, excludedUsers: null, assistantsFollow: null, ` + bare + `}}`, nil},
	{"a case enters a case", "Matter", `{spec: {type: Case, ` + bare + `}}`, `{spec: {case: acme}}`, []string{namesCase}},
	{"a case enters a collection", "Matter", `{spec: {type: Case, ` + bare + `}}`, `{spec: {collections: [auctions]}}`, []string{namesGroups}},
	{"a collection takes a side", "Matter", `{spec: {type: Collection, ` + bare + `}}`, `{spec: {opposingTeamSets: [{set: kestrel, side: bidder}]}}`, []string{takesSide}},

	{"another assistant", "AssistantLink", `{}`, `{spec: {assistant: erik-dahl}}`, []string{newAssistant}},
	{"another timekeeper", "AssistantLink", `{}`, `{spec: {timekeeper: ben-ode}}`, []string{newTimekeeper}},
	{"the other way round", "AssistantLink", `{}`, `{spec: {assistant: amira-khan, timekeeper: dora-lee}}`, []string{newAssistant, newTimekeeper}},
	{"the same pair again", "AssistantLink", `{}`, `{metadata: {labels: {team: a}}, spec: {assistant: dora-lee, timekeeper: amira-khan}}`, nil},

	{"another email", "FirmUser", `{}`, `{spec: {email: amira.khan@harcourt.example}}`, nil},
	{"another email with a capital", "FirmUser", `{}`, `{spec: {email: Amira@harcourt.example}}`, []string{upperCase}},
	{"all goes", "FirmUser", `{}`, `{spec: null}`, nil},
	{"all goes", "Firm", `{}`, `{spec: null}`, nil},
	{"all goes", "Office", `{}`, `{spec: null}`, nil},
}

func TestEdits(t *testing.T) {
	t.Parallel()
	for _, e := range edits {
		t.Run(e.kind+"/"+e.name, func(t *testing.T) {
			t.Parallel()
			obj := object(t, cluster.Namespace(t), e.kind, e.stored)
			if err := cluster.Client().Create(t.Context(), obj); err != nil {
				t.Fatal(err)
			}
			patch := client.RawPatch(types.MergePatchType, toJSON(t, e.patch))
			check(t, cluster.Client().Patch(t.Context(), obj, patch, client.DryRunAll, strict), e.want)
		})
	}
}
