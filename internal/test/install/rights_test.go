package install

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

var update = flag.Bool("update", false, "write what is installed into the golden files")

// TestRights: every right that is installed, in one place. A new one is read by
// whoever reviews the change.
func TestRights(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			golden(t, way.name, rights(t, kustomized(t, way.dir)))
		})
	}
}

// golden compares rights with those that somebody has read.
func golden(t *testing.T, of, got string) {
	t.Helper()
	path := filepath.Join("testdata", of+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("rights of %s (-golden +installed):\n%s", of, diff)
	}
}

// rights lists who gets which role where, and what each role is.
func rights(t *testing.T, objects []*unstructured.Unstructured) string {
	t.Helper()
	var out bytes.Buffer
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "WHO\tGETS\tWHERE")
	for _, b := range of[rbacv1.ClusterRoleBinding](t, objects, "ClusterRoleBinding") {
		fmt.Fprintf(table, "%s\t%s\teverywhere\n", subjects(b.Subjects), b.RoleRef.Name)
	}
	for _, b := range of[rbacv1.RoleBinding](t, objects, "RoleBinding") {
		fmt.Fprintf(table, "%s\t%s\t%s\n", subjects(b.Subjects), b.RoleRef.Name, b.Namespace)
	}
	fmt.Fprintln(table, "\nROLE\tMAY\tWHAT")
	for _, r := range of[rbacv1.ClusterRole](t, objects, "ClusterRole") {
		for name := range r.Labels {
			fmt.Fprintf(table, "%s\tis part of\t%s\n", r.Name, name)
		}
		rules(table, r.Name, r.Rules)
	}
	for _, r := range of[rbacv1.Role](t, objects, "Role") {
		rules(table, r.Name+" in "+r.Namespace, r.Rules)
	}
	table.Flush()
	return out.String()
}

func subjects(all []rbacv1.Subject) string {
	names := make([]string, 0, len(all))
	for _, s := range all {
		names = append(names, s.Kind+" "+s.Namespace+"/"+s.Name)
	}
	return strings.Join(names, ", ")
}

func rules(out *tabwriter.Writer, role string, all []rbacv1.PolicyRule) {
	for _, rule := range all {
		verbs := strings.Join(slices.Sorted(slices.Values(rule.Verbs)), " ")
		for _, path := range rule.NonResourceURLs {
			fmt.Fprintf(out, "%s\t%s\t%s\n", role, verbs, path)
		}
		for _, group := range rule.APIGroups {
			for _, resource := range slices.Sorted(slices.Values(rule.Resources)) {
				what := strings.TrimSuffix(resource+"."+group, ".")
				if len(rule.ResourceNames) > 0 {
					what += " named " + strings.Join(rule.ResourceNames, ", ")
				}
				fmt.Fprintf(out, "%s\t%s\t%s\n", role, verbs, what)
			}
		}
	}
}

// TestNothingIsUnbounded: no wildcard, nobody may escalate or impersonate, and the
// manager reaches Secrets and webhook configurations by name alone.
func TestNothingIsUnbounded(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		objects := kustomized(t, way.dir)
		var all []rbacv1.PolicyRule
		for _, r := range of[rbacv1.ClusterRole](t, objects, "ClusterRole") {
			all = append(all, r.Rules...)
		}
		for _, r := range of[rbacv1.Role](t, objects, "Role") {
			all = append(all, r.Rules...)
		}
		for _, rule := range all {
			for _, word := range slices.Concat(rule.APIGroups, rule.Resources, rule.Verbs, rule.NonResourceURLs) {
				if strings.Contains(word, "*") || word == "escalate" || word == "impersonate" {
					t.Errorf("%s: %q in %v", way.name, word, rule)
				}
			}
			guarded := slices.ContainsFunc(rule.Resources, func(resource string) bool {
				return resource == "secrets" || strings.HasSuffix(resource, "webhookconfigurations")
			})
			if (guarded || slices.Contains(rule.Verbs, "bind")) && len(rule.ResourceNames) == 0 {
				t.Errorf("%s: not by name: %v", way.name, rule)
			}
		}
	}
}

// TestTheManagerReachesItsOwnSecretAlone as the API server sees it.
func TestTheManagerReachesItsOwnSecretAlone(t *testing.T) {
	install(t)
	for question, want := range map[string]string{
		"get secrets/matterplane-webhook-certs":                         "yes",
		"update secrets/matterplane-webhook-certs":                      "yes",
		"get secrets/other":                                             "no",
		"list secrets":                                                  "no",
		"create secrets":                                                "no",
		"delete secrets/matterplane-webhook-certs":                      "no",
		"patch validatingwebhookconfigurations/matterplane-validating":  "yes",
		"patch validatingwebhookconfigurations/somebody-elses":          "no",
		"delete validatingwebhookconfigurations/matterplane-validating": "no",
		"list mutatingwebhookconfigurations":                            "no",
		"update matters/m":                                              "no", // specs are not its to write
		"update matters/m --subresource=status":                         "yes",
		"delete matters/m":                                              "no",
		"update leases.coordination.k8s.io/matterplane.dev":             "yes",
		"update leases.coordination.k8s.io/kube-scheduler":              "no",
		"get pods":            "no",
		"create rolebindings": "no",
		"update customresourcedefinitions.apiextensions.k8s.io/a.b":        "no",
		"update leases.coordination.k8s.io/matterplane.dev -n kube-system": "no",
	} {
		args := append([]string{"auth", "can-i", "--as", admission.DefaultOperator}, strings.Fields(question)...)
		got, _ := cluster.Kubectl(t, namespace, "", args...)
		if strings.TrimSpace(got) != want {
			t.Errorf("may it %s: %q, want %s", question, got, want)
		}
	}
}

// TestAnAdministratorHandsOutWhatATenantNeeds in its own firm, and no class of P-2.
func TestAnAdministratorHandsOutWhatATenantNeeds(t *testing.T) {
	install(t)
	firm, other := cluster.Namespace(t), cluster.Namespace(t)
	cluster.MustKubectl(t, firm, "", "create", "rolebinding", "it", "--clusterrole=matterplane-administrator", "--user=tenant")
	bind := func(namespace, role string) error {
		_, err := cluster.Kubectl(t, namespace, "", "create", "rolebinding", role, "--clusterrole="+role, "--user=somebody", "--as=tenant")
		return err
	}
	for _, role := range []string{"matterplane-viewer", "matterplane-editor", "matterplane-administrator"} {
		cluster.Eventually(t, within, func() error { return bind(firm, role) })
	}
	for _, role := range []string{"matterplane-provisioner", "matterplane-staffer", "matterplane-waller", "cluster-admin", "matterplane-controller-manager"} {
		if err := bind(firm, role); err == nil || !strings.Contains(err.Error(), "orbidden") {
			t.Errorf("it hands out %s: %v", role, err)
		}
	}
	cluster.MustKubectl(t, firm, "", "create", "rolebinding", "agent", "--clusterrole=matterplane-provisioner", "--user=agent")
	joining := `[{"op": "add", "path": "/subjects/-", "value": {"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "tenant"}}]`
	if _, err := cluster.Kubectl(t, firm, "", "patch", "rolebinding", "agent", "--type=json", "-p", joining, "--as=tenant"); err == nil || !strings.Contains(err.Error(), "orbidden") {
		t.Errorf("it joins the agent: %v", err)
	}
	if err := bind(other, "matterplane-viewer"); err == nil {
		t.Error("it hands out another firm")
	}
}

// TestViewSeesNoWalls: Kubernetes' own view, edit and admin reach no firm.
func TestViewSeesNoWalls(t *testing.T) {
	t.Parallel()
	for _, r := range of[rbacv1.ClusterRole](t, kustomized(t, "default"), "ClusterRole") {
		if len(r.Labels) > 0 || r.AggregationRule != nil {
			t.Errorf("%s has labels %v", r.Name, r.Labels)
		}
	}
}
