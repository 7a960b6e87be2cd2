package stories_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// The webhooks are invisible to GitOps: what is applied twice is unchanged, and
// there is no difference to what is there.
func TestWhatIsAppliedTwiceIsUnchanged(t *testing.T) {
	t.Parallel()
	serve(t)
	samples := filepath.Join("..", "..", "..", "config", "samples")
	namespace := samplesIn(t, samples)
	for _, flags := range [][]string{{}, {"--server-side", "--force-conflicts"}} {
		apply := append([]string{"apply", "-k", samples}, flags...)
		cluster.MustKubectl(t, namespace, "", apply...)
		before := versions(t, namespace)
		again := cluster.MustKubectl(t, namespace, "", apply...)
		for line := range strings.Lines(again) {
			if len(flags) == 0 && !strings.HasSuffix(line, " unchanged\n") {
				t.Errorf("applied again: %s", line)
			}
		}
		if after := versions(t, namespace); after != before {
			t.Errorf("applied again with %v:\n%s", flags, cmp.Diff(before, after))
		}
		diff, err := cluster.Kubectl(t, namespace, "", append([]string{"diff", "-k", samples}, flags...)...)
		if err != nil || diff != "" {
			t.Errorf("diff %v: %v\n%s", flags, err, diff)
		}
	}
}

// versions lists the versions of all of a firm's objects.
func versions(t *testing.T, namespace string) string {
	t.Helper()
	return cluster.MustKubectl(t, namespace, "", "get", "lawfirm", "-o",
		`jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.resourceVersion}{"\n"}{end}`)
}

// samplesIn returns the namespace that the samples make for themselves.
func samplesIn(t *testing.T, samples string) string {
	t.Helper()
	for line := range strings.Lines(cluster.MustKubectl(t, "", "", "kustomize", samples)) {
		if name, ok := strings.CutPrefix(line, "  namespace: "); ok {
			return strings.TrimSpace(name)
		}
	}
	t.Fatal("the samples name no namespace")
	return ""
}
