package source_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
	"k8s.io/client-go/rest"

	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/source"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

func TestMain(m *testing.M) { cluster.Main(m) }

const office = "apiVersion: matterplane.dev/v1alpha1\nkind: Office\nmetadata: {name: london}\n"

const all = office + `---
apiVersion: matterplane.dev/v1alpha1
kind: Firm
metadata: {name: firm}
spec: {displayName: Firm, administrators: {lead: amira}}
---
apiVersion: matterplane.dev/v1alpha1
kind: FirmUser
metadata: {name: amira}
spec: {email: amira@firm.example, givenName: Amira, familyName: Khan}
---
apiVersion: matterplane.dev/v1alpha1
kind: AssistantLink
metadata: {name: l}
spec: {assistant: ben, timekeeper: amira}
---
apiVersion: matterplane.dev/v1alpha1
kind: Matter
metadata: {name: m1}
spec: {type: Matter, lead: amira}
`

// read reads with the flags that a command line gives.
func read(t *testing.T, stdin string, args ...string) (*source.Firms, error) {
	t.Helper()
	flags, set := source.NewFlags(), pflag.NewFlagSet("test", pflag.ContinueOnError)
	flags.AddFlags(set)
	if err := set.Parse(args); err != nil {
		t.Fatal(err)
	}
	return flags.Read(t.Context(), strings.NewReader(stdin))
}

// TestClusterGivesWhatFilesGive applies objects and reads them both ways.
func TestClusterGivesWhatFilesGive(t *testing.T) {
	namespace, other := cluster.Namespace(t), cluster.Namespace(t)
	cluster.MustKubectl(t, namespace, all, "apply", "-f", "-")
	cluster.MustKubectl(t, other, office, "apply", "-f", "-")
	files, err := read(t, all, "-f", "-", "-n", namespace)
	if err != nil {
		t.Fatal(err)
	}
	live, err := source.Cluster(t.Context(), cluster.Config(), namespace)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(specs(files.Objects(namespace)), specs(live.Objects(namespace))); diff != "" {
		t.Errorf("(-files +cluster)\n%s", diff)
	}
	for _, firms := range []*source.Firms{files, live} {
		if only, err := firms.Only(); err != nil || only != namespace {
			t.Errorf("the one firm is %s, %v", only, err)
		}
	}
	if m := live.View(namespace).Matter("m1"); m == nil || m.ManagedFields != nil {
		t.Errorf("m1 is %v", m)
	}
	everywhere, err := source.Cluster(t.Context(), cluster.Config(), "")
	if err != nil {
		t.Fatal(err)
	}
	if len(everywhere.Objects(other).Offices) != 1 || len(everywhere.Objects(namespace).Offices) != 1 {
		t.Errorf("in all namespaces there are %v", everywhere.Namespaces())
	}
}

func specs(o roster.Objects) map[string]any {
	return map[string]any{
		"firm": o.Firm.Spec, "office": o.Offices[0].Spec, "user": o.Users[0].Spec, "link": o.Links[0].Spec, "matter": o.Matters[0].Spec,
	}
}

func TestClusterSaysWhatIsMissing(t *testing.T) {
	namespace := cluster.Namespace(t)
	nobody := cluster.Config()
	nobody.Impersonate = rest.ImpersonationConfig{UserName: "nobody", Groups: []string{"system:authenticated"}}
	gone := cluster.Config()
	gone.Host = "https://127.0.0.1:1"
	ended, end := context.WithCancel(t.Context())
	end()
	for _, c := range []struct {
		behaviour string
		ended     bool
		config    *rest.Config
		namespace string
		want      string
	}{
		{"no right", false, nobody, namespace, "no right to list firms.matterplane.dev in namespace " + namespace + ": RBAC must grant the verb list"},
		{"no right anywhere", false, nobody, "", "no right to list firms.matterplane.dev in all namespaces"},
		{"no API server", false, gone, namespace, "listing firms.matterplane.dev in namespace " + namespace},
		{"no time", true, cluster.Config(), namespace, "context canceled"},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			ctx := t.Context()
			if c.ended {
				ctx = ended
			}
			_, err := source.Cluster(ctx, c.config, c.namespace)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// TestFlags is about what is read and what is not.
func TestFlags(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("KUBECONFIG", filepath.Join(dir, "nowhere"))
	t.Setenv("HOME", dir)
	two := office + "---\n" + strings.Replace(office, "london", "london, namespace: b", 1)
	file := filepath.Join(dir, "two.yaml")
	if err := os.WriteFile(file, []byte(two), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		want string // namespaces, or the error
		only string // the one, or the error
	}{
		{"-f " + file, "b default", "several firms: choose one with -n: b, default"},
		{"-f " + file + " -A", "b default", "several firms"},
		{"-f " + file + " -n b", "b", "DuplicateObject"},
		{"-f " + file + " -n a", "a", "a"},
		{"--filename " + dir + " --namespace c", "c", "c"},
		{"-f " + file + " -A -n b", "exclude each other", ""},
		{"-f " + dir + "/none.yaml", "no such file", ""},
		{"", "there is no kubeconfig: give one with --kubeconfig, or files with -f", ""},
		{"--server http://localhost:8080 -n a", "listing firms.matterplane.dev in namespace a", ""},
	} {
		t.Run(c.args, func(t *testing.T) {
			firms, err := read(t, "", strings.Fields(c.args)...)
			if err != nil {
				if !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v, want %s", err, c.want)
				}
				return
			}
			if got := strings.Join(firms.Namespaces(), " "); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			only, err := firms.Only()
			if len(firms.Problems()) > 0 {
				only = string(firms.Problems()[0].Cause)
			}
			if err != nil {
				only = err.Error()
			}
			if !strings.Contains(only, c.only) {
				t.Errorf("the one firm: %s, want %s", only, c.only)
			}
		})
	}
}
