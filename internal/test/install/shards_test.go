package install

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// twoShards are the values of three releases: north, south, and that of all other firms.
const twoShards = `{shards: {north: [acme, zeta], south: [beta]}, shard: "SHARD"}`

// released returns what a release of twoShards consists of.
func released(t *testing.T, shard string) []*unstructured.Unstructured {
	t.Helper()
	objects, err := rendered(t, strings.ReplaceAll(twoShards, "SHARD", shard), "-namespace", namespaceOf(shard))
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

func namespaceOf(shard string) string {
	if shard == "" {
		return namespace
	}
	return "matterplane-" + shard
}

// TestReleasesOfShardsShareNothing: no two of them have an object in common, so that
// none overwrites or uninstalls another's.
func TestReleasesOfShardsShareNothing(t *testing.T) {
	t.Parallel()
	of := map[string]string{}
	for _, shard := range []string{"", "north", "south"} {
		for name := range byName(t, released(t, shard)) {
			if other, there := of[name]; there {
				t.Errorf("%q and %q both have %s", other, shard, name)
			}
			of[name] = shard
		}
	}
}

// TestWebhooksAskWhoServesTheFirm, and the managers are told the same.
func TestWebhooksAskWhoServesTheFirm(t *testing.T) {
	t.Parallel()
	for shard, want := range map[string]struct {
		operator metav1.LabelSelectorOperator
		flags    []string
	}{
		"":      {metav1.LabelSelectorOpNotIn, []string{"--except-namespaces=acme,beta,zeta"}},
		"north": {metav1.LabelSelectorOpIn, []string{"--shard=north", "--namespaces=acme,zeta"}},
		"south": {metav1.LabelSelectorOpIn, []string{"--shard=south", "--namespaces=beta"}},
	} {
		objects := released(t, shard)
		deployment := of[appsv1.Deployment](t, objects, "Deployment")[0]
		for _, flag := range want.flags {
			if !slices.Contains(deployment.Spec.Template.Spec.Containers[0].Args, flag) {
				t.Errorf("%q is not told %s", shard, flag)
			}
		}
		_, firms, _ := strings.Cut(want.flags[len(want.flags)-1], "=")
		selector := &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{
			{Key: "kubernetes.io/metadata.name", Operator: want.operator, Values: strings.Split(firms, ",")},
		}}
		var asked []*metav1.LabelSelector
		for _, c := range of[admissionregistrationv1.MutatingWebhookConfiguration](t, objects, "MutatingWebhookConfiguration") {
			asked = append(asked, c.Webhooks[0].NamespaceSelector)
		}
		for _, c := range of[admissionregistrationv1.ValidatingWebhookConfiguration](t, objects, "ValidatingWebhookConfiguration") {
			asked = append(asked, c.Webhooks[0].NamespaceSelector)
		}
		if diff := cmp.Diff([]*metav1.LabelSelector{selector, selector}, asked); diff != "" {
			t.Errorf("%q is asked about (-want +got):\n%s", shard, diff)
		}
	}
}

// TestTheRightsOfAShard reach its own firms and no others.
func TestTheRightsOfAShard(t *testing.T) {
	t.Parallel()
	golden(t, "shard", rights(t, released(t, "north")))
}

// TestAFirmIsInOneShard: what cannot be meant is not installed.
func TestAFirmIsInOneShard(t *testing.T) {
	t.Parallel()
	for values, want := range map[string]string{
		`{shards: {north: [acme], south: [acme]}}`: "acme is in north and in south",
		`{shards: {north: [acme]}, shard: west}`:   "there is no west in shards",
		`{shards: {north: []}}`:                    "north",
		`{shards: {north: [Acme]}}`:                "Acme",
		`{shards: {north: ["firm-*"]}}`:            "firm-",
		`{shards: {"nor.th": [acme]}}`:             "nor.th",
	} {
		if _, err := rendered(t, values); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", values, err)
		}
	}
}
