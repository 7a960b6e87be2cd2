package gitops

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/story"
)

// agent keeps a firm as its repository says, with a tool's way of writing.
type agent struct {
	*story.Firm

	t          *testing.T
	manager    string
	write      func(*agent, string) error
	syncs      []Sync
	repository map[string][]*unstructured.Unstructured
}

// sync writes a folder.
func (a *agent) sync(folder string) error {
	a.t.Helper()
	err := a.write(a, folder)
	a.Notice()
	a.Settle()
	return err
}

func (a *agent) mustSync(folder string) {
	a.t.Helper()
	if err := a.sync(folder); err != nil {
		a.t.Fatalf("%s: %v", folder, err)
	}
}

// allOrNone is Flux: a dry run of everything comes first, and where one object is
// refused none is written.
func (a *agent) allOrNone(folder string) error {
	if err := a.put(folder, "--dry-run=server"); err != nil {
		return err
	}
	return a.put(folder)
}

// each is Argo CD: one that is refused keeps no other from being written.
func (a *agent) each(folder string) error { return a.put(folder) }

func (a *agent) put(folder string, flags ...string) error {
	_, err := cluster.Kubectl(a.t, a.Namespace, document(a.t, a.repository[folder]...), append([]string{
		"apply", "--server-side", "--force-conflicts", "--field-manager", a.manager, "--as", a.of(folder).Username, "-f", "-",
	}, flags...)...)
	return err
}

// of returns what the tool does for a folder.
func (a *agent) of(folder string) Sync {
	a.t.Helper()
	i := slices.IndexFunc(a.syncs, func(s Sync) bool { return s.Path == folder })
	if i < 0 {
		a.t.Fatalf("nothing keeps %s", folder)
	}
	return a.syncs[i]
}

// person runs kubectl as one of the firm's people.
func (a *agent) person(user string, args ...string) error {
	_, err := cluster.Kubectl(a.t, a.Namespace, "", append(args, "--as", user+"@harcourt-vane.example", "--as-group", a.Namespace)...)
	return err
}

// imports is P-5: a repository that says Closed, from nothing, in any order.
func (a *agent) imports(first string) {
	a.t.Helper()
	a.mustSync(first)
	for folder := range a.repository {
		if folder != first {
			a.mustSync(folder)
		}
	}
	if got := a.provisioning(); got != v1alpha1.ReasonAwaitingAdministrator {
		a.t.Errorf("P-5: after the import provisioning is %s", got)
	}
	if got := a.team(); got != "marcus-adeyemi neil-barraclough" {
		a.t.Errorf("the team is %s", got)
	}
}

// writesFreely is R-4 in the window.
func (a *agent) writesFreely() {
	a.t.Helper()
	for _, role := range []string{"FirmAdministrator", "FirmUser"} {
		a.role(role)
		a.mustSync("administration")
	}
}

// isClosed is the lead's write that leaves Closed: it changes nothing else.
func (a *agent) isClosed() {
	a.t.Helper()
	if err := a.person("tom.ashworth", "patch", "firm", "firm", "--type=merge", "-p", `{"spec": {"administrators": {"provisioning": "Closed"}}}`); err != nil {
		a.t.Errorf("P-3: what changes nothing is refused: %v", err)
	}
	if got := a.provisioning(); got != v1alpha1.ReasonAwaitingAdministrator {
		a.t.Errorf("P-5: tom-ashworth, who is neither lead nor backup, left provisioning %s", got)
	}
	if err := a.person("ruth.abelman", "patch", "firm", "firm", "--type=merge", "-p", `{"spec": {"administrators": {"provisioning": "Closed"}}}`); err != nil {
		a.t.Fatal(err)
	}
	if got := a.provisioning(); got != v1alpha1.ReasonClosed {
		a.t.Errorf("P-5: after the lead's write provisioning is %s", got)
	}
}

// goesOn is what the agent does once the window is closed: the same again is no
// write, and a Provisioner's work is as before (U-4, R-6).
func (a *agent) goesOn() {
	a.t.Helper()
	before := a.versions()
	if len(before) != 9 {
		a.t.Errorf("%d objects", len(before))
	}
	for folder := range a.repository {
		a.mustSync(folder)
	}
	if diff := cmp.Diff(before, a.versions()); diff != "" {
		a.t.Errorf("the same applied again (-before +after):\n%s", diff)
	}
	staffing := []any{map[string]any{"user": "tom-ashworth"}}
	a.set(a.find("Matter", "penmark-fund"), staffing, "spec", "staffing")
	a.mustSync("work")
	if got := a.team(); got != "marcus-adeyemi neil-barraclough tom-ashworth" {
		a.t.Errorf("U-4: the team is %s", got)
	}
	ines := a.find("FirmUser", "tom-ashworth").DeepCopy()
	ines.SetName("ines-duarte")
	a.set(ines, map[string]any{"email": "ines.duarte@harcourt-vane.example", "office": "london", "systemRole": "FirmUser"}, "spec")
	a.repository["administration"] = append(a.repository["administration"], ines)
	a.mustSync("administration")
}

// waitsForAPerson is R-4: what the repository says of a role is refused, in words
// that say who could, until a person has written it. Work goes on meanwhile.
func (a *agent) waitsForAPerson() {
	a.t.Helper()
	a.role("FirmAdministrator")
	err := a.sync("administration")
	for _, want := range []string{"R-4: ", a.of("administration").Username, "Ask ruth.abelman@harcourt-vane.example (lead)."} {
		if err == nil || !strings.Contains(err.Error(), want) {
			a.t.Errorf("the refusal does not say %q: %v", want, err)
		}
	}
	a.mustSync("work")
	if err := a.person("ruth.abelman", "patch", "fu", "tom-ashworth", "--type=merge", "-p", `{"spec": {"systemRole": "FirmAdministrator"}}`); err != nil {
		a.t.Error(err)
	}
	a.mustSync("administration")
	a.role("FirmUser")
	if err := a.sync("administration"); err == nil || !strings.Contains(err.Error(), "R-4: ") {
		a.t.Errorf("R-4: the agent takes the role away: %v", err)
	}
	a.role("FirmAdministrator")
}

// prunes: what the tool deletes the agent may delete, and what it may not delete
// the tool leaves alone (U-5, R-6).
func (a *agent) prunes() {
	a.t.Helper()
	for _, folder := range []string{"work", "administration"} {
		for _, o := range a.repository[folder] {
			_, err := cluster.Kubectl(a.t, a.Namespace, "", "delete", "--as", a.of(folder).Username, o.GetKind(), o.GetName(), "--dry-run=server")
			if err != nil && a.of(folder).Prunes {
				a.t.Errorf("%s prunes what its agent may not delete: %v", folder, err)
			}
			if err == nil && o.GetKind() == "FirmUser" {
				a.t.Errorf("R-6: the agent may delete %s", o.GetName())
			}
		}
	}
}

// role is a commit that gives tom-ashworth a system role.
func (a *agent) role(role string) {
	a.t.Helper()
	a.set(a.find("FirmUser", "tom-ashworth"), role, "spec", "systemRole")
}

func (a *agent) set(o *unstructured.Unstructured, value any, fields ...string) {
	a.t.Helper()
	if err := unstructured.SetNestedField(o.Object, value, fields...); err != nil {
		a.t.Fatal(err)
	}
}

// team returns who is on the matter of the repository.
func (a *agent) team() string {
	var team []string
	for _, m := range a.Matter("penmark-fund").Status.Staffing {
		team = append(team, m.User)
	}
	return strings.Join(team, " ")
}

func (a *agent) versions() map[string]string {
	versions := map[string]string{}
	for _, o := range a.All() {
		versions[o.GetName()] = o.GetResourceVersion()
	}
	return versions
}
