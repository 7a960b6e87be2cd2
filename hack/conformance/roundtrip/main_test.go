// Package roundtrip takes all that kustomize and Helm make of this repository to a real
// API server and back, by Flux's own library, and tries an upgrade from the CRDs of the
// last release. It has a control plane of its own: what is installed here calls webhooks
// that nobody serves.
package roundtrip

import (
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/fluxcd/cli-utils/pkg/kstatus/polling"
	"github.com/fluxcd/pkg/ssa"
	ssautils "github.com/fluxcd/pkg/ssa/utils"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

func TestMain(m *testing.M) {
	log.SetLogger(zap.New(zap.WriteTo(io.Discard))) // clients would complain that there is none
	cluster.Main(m)
}

// owner is the field manager that Flux writes as.
const owner = "kustomize-controller"

// within is how long Flux waits for what it has applied or deleted.
var within = ssa.WaitOptions{Interval: 100 * time.Millisecond, Timeout: time.Minute}

func newFlux(t *testing.T) *ssa.ResourceManager {
	t.Helper()
	c, err := client.New(cluster.Config(), client.Options{Scheme: cluster.Scheme()})
	if err != nil {
		t.Fatal(err)
	}
	poller := polling.NewStatusPoller(c, c.RESTMapper(), polling.Options{})
	return ssa.NewResourceManager(c, poller, ssa.Owner{Field: owner, Group: "kustomize.toolkit.fluxcd.io"})
}

// kustomized returns what kustomize builds of a directory under config.
func kustomized(t *testing.T, dir ...string) string {
	t.Helper()
	return cluster.MustKubectl(t, "", "", "kustomize", cluster.Path(t, append([]string{"config"}, dir...)...))
}

// charted returns what Helm's library renders of the chart.
func charted(t *testing.T, values string) string {
	t.Helper()
	render := exec.CommandContext(t.Context(), "go", "run", ".", "-values", values, cluster.Path(t, "config", "helm"))
	render.Dir = cluster.Path(t, "hack", "helm")
	render.Stderr = os.Stderr
	out, err := render.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// read returns the objects of a text.
func read(t *testing.T, text string) []*unstructured.Unstructured {
	t.Helper()
	objects, err := ssautils.ReadObjects(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(objects) == 0 {
		t.Fatal("there are no objects")
	}
	return objects
}

// written returns the text of objects.
func written(t *testing.T, objects []*unstructured.Unstructured) string {
	t.Helper()
	text, err := ssautils.ObjectsToYAML(objects)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// crds returns those in a directory under config/crd.
func crds(t *testing.T, dir string) []*unstructured.Unstructured {
	t.Helper()
	entries, err := os.ReadDir(cluster.Path(t, "config", "crd", dir))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), v1alpha1.GroupVersion.Group) { // what breaks on purpose is beside them
			continue
		}
		text, err := os.ReadFile(cluster.Path(t, "config", "crd", dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString("---\n" + string(text) + "\n")
	}
	return read(t, all.String())
}

// samples returns the objects of config/samples, of all five kinds, in a namespace.
func samples(t *testing.T, namespace string) (objects []*unstructured.Unstructured) {
	t.Helper()
	kinds := map[string]bool{}
	for _, o := range read(t, kustomized(t, "samples")) {
		if o.GroupVersionKind().Group == v1alpha1.GroupVersion.Group {
			o.SetNamespace(namespace)
			objects = append(objects, o)
			kinds[o.GetKind()] = true
		}
	}
	if len(kinds) != 5 {
		t.Fatalf("the samples are of %v", kinds)
	}
	return objects
}
