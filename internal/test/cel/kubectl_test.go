package cel_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

func TestApplyingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	namespace := cluster.Namespace(t)
	manifest := firm(t, namespace)
	for _, want := range []string{"created", "unchanged"} {
		out := cluster.MustKubectl(t, namespace, manifest, "apply", "-f", "-")
		if n := strings.Count(out, " "+want+"\n"); n != len(kinds) {
			t.Errorf("want %d %s:\n%s", len(kinds), want, out)
		}
	}
	// diff ends with an error if there is a difference. As field manager "kubectl",
	// its default, it finds one in any kind: in the annotation that apply wrote.
	cluster.MustKubectl(t, namespace, manifest, "diff", "-f", "-")
	cluster.MustKubectl(t, namespace, manifest, "diff", "--server-side", "--field-manager", "gitops", "-f", "-")
}

func TestApplyingServerSideTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	namespace := cluster.Namespace(t)
	manifest := firm(t, namespace)
	apply := func() { cluster.MustKubectl(t, namespace, manifest, "apply", "--server-side", "-f", "-") }
	versions := func() string {
		return cluster.MustKubectl(t, namespace, "", "get", "lawfirm", "-o", "jsonpath={.items[*].metadata.resourceVersion}")
	}
	apply()
	apply() // the first write after the creation stores the status's default, which until then was only read
	before := versions()
	apply()
	if after := versions(); after != before {
		t.Errorf("resource versions were %s and are %s", before, after)
	}
	cluster.MustKubectl(t, namespace, manifest, "diff", "--server-side", "-f", "-")
}

func TestTwoMayOwnEntriesOfOneList(t *testing.T) {
	t.Parallel()
	namespace := cluster.Namespace(t)
	entry := "apiVersion: matterplane.dev/v1alpha1\nkind: Matter\nmetadata: {name: m}\nspec: {type: Matter, staffing: [{user: %s}]}"
	for _, user := range []string{"amira-khan", "ben-ode"} {
		cluster.MustKubectl(t, namespace, fmt.Sprintf(entry, user), "apply", "--server-side", "--field-manager", user, "-f", "-")
	}
	if got := cluster.MustKubectl(t, namespace, "", "get", "matter", "m", "-o", "jsonpath={.spec.staffing[*].user}"); got != "amira-khan ben-ode" {
		t.Errorf("staffing is %q", got)
	}
}

func TestMisspeltFieldsAreRefused(t *testing.T) {
	t.Parallel()
	namespace := cluster.Namespace(t)
	for kind, field := range map[string]string{
		"Firm": "spec.administrators.leed", "Office": "spec.adress", "FirmUser": "spec.role",
		"AssistantLink": "spec.timekeper", "Matter": "spec.assistantsFollow.staff",
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			path := strings.Split(field, ".")
			patch := strings.Join(path, ": {") + ": x" + strings.Repeat("}", len(path)-1)
			_, err := cluster.Kubectl(t, namespace, manifest(t, namespace, kind, "{"+patch+"}"), "apply", "-f", "-")
			if err == nil || !strings.Contains(err.Error(), `unknown field "`+field+`"`) {
				t.Errorf("kubectl says: %v", err)
			}
		})
	}
}

func TestNamesOnTheCommandLine(t *testing.T) {
	t.Parallel()
	namespace := cluster.Namespace(t)
	cluster.MustKubectl(t, namespace, firm(t, namespace), "apply", "-f", "-")
	for short, want := range map[string]string{
		"firm": "firm.matterplane.dev/firm", "office": "office.matterplane.dev/london", "fu": "firmuser.matterplane.dev/amira-khan",
		"matter": "matter.matterplane.dev/acme-v-globex", "mat": "matter.matterplane.dev/acme-v-globex",
		"al": "assistantlink.matterplane.dev/dora-assists-amira",
	} {
		if got := strings.TrimSpace(cluster.MustKubectl(t, namespace, "", "get", short, "-o", "name")); got != want {
			t.Errorf("kubectl get %s: %q, want %q", short, got, want)
		}
	}
	if got := strings.Fields(cluster.MustKubectl(t, namespace, "", "get", "lawfirm", "-o", "name")); len(got) != len(kinds) {
		t.Errorf("kubectl get lawfirm: %v", got)
	}
	found := cluster.MustKubectl(t, namespace, "", "get", "matters", "--field-selector", "spec.client=Kestrel plc,spec.state!=Closed", "-o", "name")
	if !strings.Contains(found, "acme-v-globex") {
		t.Errorf("by client: %q", found)
	}
}

// selectable are the fields to select by, with the values of the valid objects.
var selectable = map[string]map[string]string{
	"Firm":          {"spec.administrators.lead": "amira-khan", "spec.administrators.backup": "ben-ode"},
	"FirmUser":      {"spec.email": "amira@harcourt.example", "spec.office": "london", "spec.systemRole": "FirmAdministrator", "spec.userRole": "Partner"},
	"AssistantLink": {"spec.assistant": "dora-lee", "spec.timekeeper": "amira-khan"},
	"Matter": {
		"spec.type": "Matter", "spec.client": "Kestrel plc", "spec.office": "london", "spec.businessUnit": "Disputes",
		"spec.case": "acme-litigation", "spec.lead": "amira-khan", "spec.state": "Open",
	},
}

func TestSelectableFields(t *testing.T) {
	t.Parallel()
	namespace := cluster.Namespace(t)
	for kind, fields := range selectable {
		create(t, namespace, kind)
		for field, value := range fields {
			for value, want := range map[string]int{value: 1, "other": 0} {
				list := &metav1.PartialObjectMetadataList{}
				list.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kind + "List"))
				err := cluster.Client().List(t.Context(), list, client.InNamespace(namespace), client.MatchingFields{field: value})
				if err != nil || len(list.Items) != want {
					t.Errorf("%s with %s=%s: %d, want %d: %v", kind, field, value, len(list.Items), want, err)
				}
			}
		}
	}
	for _, crd := range crds(t) {
		for _, s := range crd.Spec.Versions[0].SelectableFields {
			if _, ok := selectable[crd.Spec.Names.Kind][strings.TrimPrefix(s.JSONPath, ".")]; !ok {
				t.Errorf("no test selects %s by %s", crd.Spec.Names.Kind, s.JSONPath)
			}
		}
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	wants := []string{
		"FIELD: staffing <[]Object>",
		"staffing is the asset's own team (M-1).",
		"user\t<string> -required-\n    user is who joins.",
		"matterRole\t<string>\n  enum: BillingOnly, MatterReader, MatterEditor, MatterAdministrator\n" +
			"    matterRole is what the user may do here. Unset means MatterReader.",
	}
	// The API server publishes what explain reads some time after the CRDs are installed.
	cluster.Eventually(t, time.Minute, func() error {
		out, err := cluster.Kubectl(t, "default", "", "explain", "matter.spec.staffing")
		for _, want := range wants {
			if !strings.Contains(out, want) {
				err = errors.Join(err, fmt.Errorf("%q is missing in:\n%s", want, out))
			}
		}
		return err
	})
}

// firm is the YAML of a valid object of each kind.
func firm(t *testing.T, namespace string) string {
	t.Helper()
	docs := make([]string, len(kinds))
	for i, kind := range kinds {
		docs[i] = manifest(t, namespace, kind)
	}
	return strings.Join(docs, "---\n")
}

// manifest is the YAML of the valid object of a kind with the patches applied to it.
func manifest(t *testing.T, namespace, kind string, patches ...string) string {
	t.Helper()
	text, err := yaml.Marshal(object(t, namespace, kind, patches...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// cells splits a line that kubectl prints into its columns.
func cells(line string) []string {
	return slices.DeleteFunc(regexp.MustCompile(`\s{2,}`).Split(line, -1), func(cell string) bool { return cell == "" })
}
