package observed

import (
	"encoding/json"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/manager"
	"github.com/matterplane/matterplane/internal/observe"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/docs"
	"github.com/matterplane/matterplane/internal/test/story"
)

// secret is in whatever testdata/firm.yaml and the writes below say that is for those
// who may read it.
const secret = "nightjar"

// TestADay is a firm's day: it is set up with the webhooks and another without, somebody
// may do something, and somebody else may not.
func TestADay(t *testing.T) {
	traces, endpoint := collect(t)
	address := unused(t)
	operator := story.Operate(t, func(o *manager.Options) {
		o.TracesEndpoint, o.MetricsAddress = endpoint, address
		o.LeaderElection, o.LeaderElectionNamespace = true, "matterplane-system"
	})
	firm, away := cluster.Namespace(t), cluster.NamespaceWithoutWebhooks(t)
	day(t, firm, away)
	t.Run("metrics", func(t *testing.T) { scraped(t, address) })
	operator.Stop(t)
	t.Run("log", func(t *testing.T) { written(t, firm, away) })
	t.Run("traces", func(t *testing.T) { traced(t, traces, firm) })
}

func day(t *testing.T, firm, away string) {
	t.Helper()
	objects, err := os.ReadFile("testdata/firm.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, namespace := range []string{firm, away} {
		cluster.MustKubectl(t, namespace, string(objects), "apply", "-f", "-")
		cluster.MustKubectl(t, namespace, "", "create", "rolebinding", "people", "--clusterrole=matterplane-editor", "--user=sso:ann", "--user=sso:cy")
		cluster.MustKubectl(t, namespace, "", "wait", "--for=condition=LedgerIntact", "matter/m1", "firm/firm", "--timeout=60s")
	}
	cluster.MustKubectl(t, firm, "", "patch", "fu", "bob", "--type=merge", "-p", `{"spec": {"familyName": "Nightjar-Smith"}}`, "--as=sso:ann")
	cluster.MustKubectl(t, firm, "", "patch", "matter", "m1", "--type=merge", "--dry-run=server", "-p", `{"spec": {"displayName": "Nightjar II"}}`, "--as=sso:ann")
	for _, change := range [][]string{
		{"patch", "fu", "cy", "--type=merge", "-p", `{"spec": {"systemRole": "FirmAdministrator", "email": "nightjar@nightjar.example"}}`},
		{"delete", "matters", "--all"},
	} {
		if said, err := cluster.Kubectl(t, firm, "", append(change, "--as=sso:cy")...); err == nil {
			t.Errorf("cy may: %s", said)
		}
	}
	story.AwaitIdle(t)
}

// unused returns an address where nobody listens.
func unused(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// written reads the log: what cy may not is told once, what ann may at level debug, and
// each line of an object says which.
func written(t *testing.T, firm, away string) {
	t.Helper()
	text := logged.String()
	if i := strings.Index(strings.ToLower(text), secret); i >= 0 {
		t.Errorf("the log tells: %s", text[max(0, i-500):min(len(text), i+100)])
	}
	var lines []map[string]any
	for line := range strings.Lines(text) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Errorf("%v: %s", err, line)
			continue
		}
		delete(fields, "ts")
		delete(fields, "logger")
		lines = append(lines, fields)
	}
	refused := where(lines, "refused", firm)
	want := []string{
		`{"actor":"sso:cy","code":403,"firm":"FIRM","kind":"FirmUser","level":"info","msg":"refused","name":"cy","operation":"UPDATE","rules":["R-4","R-7"],"webhook":"validate"}`,
		`{"actor":"sso:cy","code":403,"firm":"FIRM","kind":"Matter","level":"info","msg":"refused","name":"m1","operation":"DELETE","rules":["U-5"],"webhook":"validate"}`,
	}
	if diff := cmp.Diff(want, refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	page := []string{refused[0], where(lines, "allowed", firm)[0]}
	for i, line := range page {
		page[i] = strings.ReplaceAll(line, "FIRM", "harcourt-vane")
	}
	docs.Section(t, cluster.Path(t, "docs", "observability.md"), "log", "```text\n"+strings.Join(page, "\n")+"\n```\n", *update)
	const renamed = `{"actor":"sso:ann","firm":"FIRM","kind":"FirmUser","level":"debug","msg":"allowed","name":"bob","operation":"UPDATE","webhook":"validate"}`
	const tried = `{"actor":"sso:ann","dryRun":true,"firm":"FIRM","kind":"Matter","level":"debug","msg":"allowed","name":"m1","operation":"UPDATE","webhook":"validate"}`
	allowed := where(lines, "allowed", firm)
	for _, line := range []string{renamed, tried} {
		if !slices.Contains(allowed, line) {
			t.Errorf("%s is not among\n%s", line, strings.Join(allowed, "\n"))
		}
	}
	for namespace, some := range map[string]string{
		firm: `"kind":"Matter","level":"debug","msg":"reconciled","name":"m1","reasons":["NotFound","MembersExcluded"]`,
		away: `"rules":["L-7"]`,
	} {
		if said := strings.Join(where(lines, "reconciled", namespace), "\n"); !strings.Contains(said, some) {
			t.Errorf("%s is not in\n%s", some, said)
		}
	}
	for _, line := range lines {
		if _, of := line["reconcileID"]; (of || line[observe.Operation] != nil) && (line[observe.Firm] == nil || line[observe.Kind] == nil || line[observe.Name] == nil) {
			t.Errorf("of what is %v?", line)
		}
	}
}

// where returns the lines with a message about a firm.
func where(lines []map[string]any, message, firm string) []string {
	var found []string
	for _, line := range lines {
		if line["msg"] != message || line[observe.Firm] != firm {
			continue
		}
		line = maps.Clone(line)
		line[observe.Firm] = "FIRM"
		delete(line, "reconcileID")
		text, err := json.Marshal(line)
		if err != nil {
			panic(err) // it was read from JSON
		}
		found = append(found, string(text))
	}
	return found
}

// traced reads the spans that came to the collector.
func traced(t *testing.T, traces *received, firm string) {
	t.Helper()
	all := strings.Join(traces.tree(), "\n")
	if i := strings.Index(strings.ToLower(all), secret); i >= 0 {
		t.Errorf("a span tells: %s", all[max(0, i-300):min(len(all), i+100)])
	}
	wrote := traces.tree("reconcile Matter", "matterplane.firm="+firm, "matterplane.name=m1", "matterplane.written=true")
	if len(wrote) == 0 || !strings.Contains(wrote[0], "\n  PUT matters/status http.request.method=PUT matterplane.resource=matters/status http.response.status_code=200") {
		t.Errorf("no reconcile wrote a status:\n%s", strings.Join(wrote, "\n"))
	}
	t.Log(strings.Join(wrote[:1], ""))
	refused := traces.tree("validate FirmUser", "matterplane.firm="+firm, "matterplane.allowed=false")
	if len(refused) != 1 || !strings.Contains(refused[0], " matterplane.rules=[R-4 R-7]") || !strings.Contains(refused[0], "\n  GET firmusers ") {
		t.Errorf("no answer refused cy's change:\n%s", strings.Join(refused, "\n"))
	}
	t.Log(strings.Join(refused, ""))
}
