// Package cel_test asks the real API server what it accepts: for each kind a
// valid object, a change to it, and the errors that a user must then see.
package cel_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

func TestMain(m *testing.M) { cluster.Main(m) }

// kinds are all there are.
var kinds = []string{"Firm", "Office", "FirmUser", "AssistantLink", "Matter"}

// bases holds a valid object of each kind. Tests change it by JSON merge patches,
// written in YAML as a user would write the object.
var bases = map[string]string{
	"Firm": `
metadata: {name: firm}
spec:
  displayName: Harcourt Vane LLP
  administrators: {lead: amira-khan, backup: ben-ode, provisioning: Open}
  clients: [{name: Kestrel plc, displayName: Kestrel, manager: amira-khan}]
  businessUnits: [{name: Disputes, billingUnit: true}, {name: Arbitration, parent: Disputes}]
  systems: [billing, documents]
  assistantsFollow: {staffing: Enabled, conflictedUsers: Disabled}
  passwordPolicy: {minimumLength: 14}
  officeAdministratorInvoices: OwnOffice
`,
	"Office": `
metadata: {name: london}
spec: {displayName: London, address: 1 Inner Row, phone: +44 20 7946 0000}
`,
	"FirmUser": `
metadata: {name: amira-khan}
spec:
  email: amira@harcourt.example
  givenName: Amira
  familyName: Khan
  office: london
  systemRole: FirmAdministrator
  userRole: Partner
  rights: [Compliance, Accounting]
  globalRoles: [FloatingUser]
  businessUnits: [Disputes]
  delegates: [ben-ode]
  identities: [oidc:amira]
`,
	"AssistantLink": `
metadata: {name: dora-assists-amira}
spec: {assistant: dora-lee, timekeeper: amira-khan}
`,
	"Matter": `
metadata: {name: acme-v-globex}
spec:
  type: Matter
  client: Kestrel plc
  office: london
  businessUnit: Disputes
  case: acme-litigation
  collections: [auctions]
  state: Open
  lead: amira-khan
  staffing:
  - {user: ben-ode, matterRole: MatterEditor, staffingType: TeamMember, includedSystems: [billing], assistants: Follow}
  conflictedUsers: [{user: carla-ruiz, reason: acted for Globex, assistants: DoNotFollow}]
  excludedUsers: [{user: erik-dahl, reason: asked not to}]
  opposingTeamSets: [{set: kestrel, side: bidder}]
  assistantsFollow: {staffing: Enabled}
`,
}

// row is a change to the valid object of a kind and what comes of it.
type row struct {
	name  string
	kind  string
	patch string
	want  []string // "field: part of the message" of each error; none if it is accepted
}

// try creates each row's object, without storing it.
func try(t *testing.T, rows []row) {
	t.Helper()
	t.Parallel()
	namespace := cluster.Namespace(t)
	for _, r := range rows {
		t.Run(r.kind+"/"+r.name, func(t *testing.T) {
			t.Parallel()
			obj := object(t, namespace, r.kind, r.patch)
			offline := refused(t, obj)
			err := cluster.Client().Create(t.Context(), obj, client.DryRunAll, strict)
			check(t, err, r.want)
			sameOffline(t, err, offline)
		})
	}
}

// strict refuses unknown and duplicate fields, as kubectl does.
var strict = client.FieldValidation(metav1.FieldValidationStrict)

// object is the valid object of a kind with the patches applied to it.
func object(t *testing.T, namespace, kind string, patches ...string) *unstructured.Unstructured {
	t.Helper()
	doc := toJSON(t, bases[kind])
	for _, p := range patches {
		merged, err := jsonpatch.MergePatch(doc, toJSON(t, p))
		if err != nil {
			t.Fatalf("applying %s: %v", p, err)
		}
		doc = merged
	}
	obj := &unstructured.Unstructured{}
	if err := yaml.Unmarshal(doc, &obj.Object); err != nil {
		t.Fatalf("reading %s: %v", doc, err)
	}
	obj.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kind))
	obj.SetNamespace(namespace)
	return obj
}

func toJSON(t *testing.T, text string) []byte {
	t.Helper()
	doc, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatalf("reading %s: %v", text, err)
	}
	return doc
}

// check compares an error's causes, all of them, with what is wanted.
func check(t *testing.T, err error, want []string) {
	t.Helper()
	got := causes(err)
	ok := len(got) == len(want) && (err == nil) == (len(want) == 0)
	for _, w := range want {
		ok = ok && slices.ContainsFunc(got, func(cause string) bool { return matches(cause, w) })
	}
	if !ok {
		t.Errorf("got:\n\t%s\nwant:\n\t%s\nerror: %v", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"), err)
	}
}

// matches says whether a cause is about the wanted field and says what is wanted.
func matches(cause, want string) bool {
	field, message, _ := strings.Cut(cause, ": ")
	wantField, part, _ := strings.Cut(want, ": ")
	return field == wantField && strings.Contains(message, part)
}

// causes lists what is wrong as "field: message". It leaves out the API server's
// remark that it did not evaluate CEL on an object of the wrong shape.
func causes(err error) []string {
	if err == nil {
		return nil
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil {
		return []string{": " + err.Error()}
	}
	var list []string
	for _, c := range status.Status().Details.Causes {
		if !strings.Contains(c.Message, "some validation rules were not checked") {
			list = append(list, c.Field+": "+c.Message)
		}
	}
	if len(list) == 0 {
		return []string{": " + err.Error()}
	}
	return list
}
