package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/test/firms"
)

// Lines as a kube-apiserver writes them.
const (
	statusLine = `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","stage":"ResponseComplete","verb":"update","userAgent":"matterplane-leader/v0.0.0 (linux/amd64) kubernetes/$Format","objectRef":{"resource":"matters","namespace":"acme","name":"m1","apiGroup":"matterplane.dev","apiVersion":"v1alpha1","subresource":"status"},"responseStatus":{"metadata":{},"code":200},"stageTimestamp":"2026-11-22T09:00:00.000001Z"}` + "\n"
	leaseLine  = `{"verb":"update","userAgent":"matterplane-leader/v0.0.0 (linux/amd64) kubernetes/$Format/leader-election","objectRef":{"resource":"leases","namespace":"matterplane-system","name":"matterplane.dev","apiGroup":"coordination.k8s.io"},"responseStatus":{"code":200},"stageTimestamp":"2026-11-22T09:00:00Z"}` + "\n"
)

func TestAuditLog(t *testing.T) {
	l := &auditLog{path: filepath.Join(t.TempDir(), "audit.log")}
	grow := func(text string) {
		file, err := os.OpenFile(l.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if _, err := file.WriteString(text); err != nil {
			t.Fatal(err)
		}
	}
	grow(statusLine + leaseLine[:20])
	calls, err := l.read()
	if err != nil || len(calls) != 1 {
		t.Fatalf("of one line and a part of another are read %d, error %v", len(calls), err)
	}
	c := calls[0]
	if c.agent != leaderAgent || c.key() != "Matter/m1" || !c.writesStatus() || c.failed() || c.reads() {
		t.Errorf("read as %+v", c)
	}
	grow(leaseLine[20:])
	calls, err = l.since(1)
	if err != nil || len(calls) != 1 {
		t.Fatalf("of the rest are read %d, error %v", len(calls), err)
	}
	if c := calls[0]; c.agent != leaderAgent || c.writes() {
		t.Errorf("a lease counts as a write of %s: %+v", c.agent, c)
	}
	if !about("create", "events", "", "", 201).writes() {
		t.Error("an Event of a firm does not count as a write")
	}
}

// about makes a call.
func about(verb, resource, name, subresource string, code int) call {
	return call{
		agent: leaderAgent, verb: verb, code: code, answered: begun,
		object: target{Group: "matterplane.dev", Resource: resource, Namespace: "acme", Name: name, Subresource: subresource},
	}
}

// wrote is the write of a matter's status.
func wrote(name string) call { return about("update", "matters", name, "status", 200) }

func TestJudgeWrites(t *testing.T) {
	both := map[string]bool{"Matter/m1": true, "Matter/m2": true}
	for name, of := range map[string]struct {
		calls []call
		value float64
		why   string // a part of it
	}{
		"once each":                 {[]call{wrote("m1"), wrote("m2")}, 1, ""},
		"an Event beside":           {[]call{wrote("m1"), wrote("m2"), about("create", "events", "", "", 201)}, 1, ""},
		"a no-op":                   {[]call{wrote("m1"), wrote("m2"), wrote("m3")}, 1.5, "had not changed"},
		"twice":                     {[]call{wrote("m1"), wrote("m2"), wrote("m2")}, 1.5, "2 times"},
		"one instead of another":    {[]call{wrote("m1"), wrote("m3")}, 1, "had not changed"},
		"twice instead of another":  {[]call{wrote("m1"), wrote("m1")}, 1, "2 times"},
		"a conflict":                {[]call{about("update", "matters", "m1", "status", 409), wrote("m1"), wrote("m2")}, 1, "conflict"},
		"a spec":                    {[]call{wrote("m1"), wrote("m2"), about("patch", "matters", "m1", "", 200)}, 1, "patch"},
		"one that nobody writes":    {[]call{wrote("m1")}, 0.5, ""},
		"one that cannot be stored": {[]call{wrote("m1"), wrote("m2"), about("update", "matters", "m2", "status", 500)}, 1, "500"},
	} {
		r := judgeWrites(&story{acme, []told{{"a change", both, of.calls, nil}}})
		if r.value != of.value || (of.why == "") != (r.why == "") || !strings.Contains(r.why, of.why) {
			t.Errorf("%s: got %g, %q", name, r.value, r.why)
		}
		if ok := (measurement{statusWrites, r}).ok(); ok != (of.value == 1 && of.why == "") {
			t.Errorf("%s: reached: %t", name, ok)
		}
	}
	if r := judgeWrites(&story{acme, []told{{says: "nothing"}}}); r.why == "" {
		t.Error("a change that changes nothing shows something")
	}
	if r := judgeWrites(&story{acme, []told{{"a wall", both, []call{wrote("m1"), wrote("m2")}, errors.New("no wall")}}}); !strings.Contains(r.why, "no wall") {
		t.Errorf("a wall that does not stand: got %q", r.why)
	}
	if r := judgeWrites(&story{"globex", []told{{"a change", both, []call{wrote("m1"), wrote("m2")}, nil}}}); !strings.Contains(r.why, "another firm") {
		t.Errorf("writes in another firm: got %q", r.why)
	}
}

func TestJudgeReads(t *testing.T) {
	list := about("list", "matters", "", "", 200)
	list.object.Namespace = ""
	lease := about("get", "leases", "matterplane.dev", "", 200)
	for name, of := range map[string]struct {
		calls []call
		value float64
		ok    bool
	}{
		"caches filled, a lease read": {[]call{list, list, list, list, list, lease, wrote("m1")}, 0, true},
		"a list too many":             {[]call{list, list, list, list, list, list, wrote("m1")}, 1, false},
		"a get":                       {[]call{about("get", "matters", "m1", "", 200), wrote("m1")}, 1, false},
		"a get of what is not there":  {[]call{about("get", "matters", "m1", "", 404), wrote("m1")}, 1, false},
		"a list of a firm":            {[]call{about("list", "matters", "", "", 200), wrote("m1")}, 1, false},
		"nothing done":                {nil, 0, false},
	} {
		r := judgeReads(of.calls, 1)
		if m := (measurement{uncachedReads, r}); r.value != of.value || m.ok() != of.ok {
			t.Errorf("%s: got %g, reached: %t", name, r.value, m.ok())
		}
	}
}

func TestSumOf(t *testing.T) {
	const text = "# HELP workqueue_depth how deep\nworkqueue_depth{name=\"firm\",priority=\"0\"} 1\nworkqueue_depth{name=\"matter\"} 2.5e1\nworkqueue_depth_total 7\nactive 3\n"
	for metric, want := range map[string]float64{"workqueue_depth": 26, "active": 3, "nothing": 0} {
		if got := sumOf(text, metric); got != want {
			t.Errorf("%s: got %g, want %g", metric, got, want)
		}
	}
}

// TestStatuses: a generated firm has no status, and what is derived of it is told
// from that, object by object; what it is created with is put back.
func TestStatuses(t *testing.T) {
	firm := firms.Applied(firms.Generate(firms.Shape{Matters: 20, Seed: 1, Namespace: acme}), begun)
	stored, err := storedOf(firm)
	if err != nil {
		t.Fatal(err)
	}
	derived, err := derivedOf(firm)
	if err != nil {
		t.Fatal(err)
	}
	objects := objectsOf(firm)
	if got := len(changed(stored, derived)); got != len(objects) || len(stored) != got {
		t.Errorf("%d differ, of %d", got, len(objects))
	}
	if got := changed(derived, derived); len(got) != 0 {
		t.Errorf("what is the same differs: %v", got)
	}
	for _, o := range objects {
		before, _, _ := statusOf(o)
		setStatus(o, o)
		setStatus(o, nil)
		if kind, _, conditions := statusOf(o); kind != before || len(conditions) > 0 {
			t.Errorf("%s %s keeps conditions", kind, o.GetName())
		}
	}
	created, err := storedOf(firm)
	if err != nil {
		t.Fatal(err)
	}
	if got := created["Firm/firm"]; !strings.Contains(got, `"observedGeneration":-1`) {
		t.Errorf("a Firm is created with %s", got)
	}
}

// TestCast: in the firms of all sizes whoever the changes are about is there, and is somebody else.
func TestCast(t *testing.T) {
	for _, matters := range []int{smallFirm, 10_000} {
		testCast(t, castOf(firms.Generate(firms.Shape{Matters: matters, Seed: 1})))
	}
}

func testCast(t *testing.T, c cast) {
	t.Helper()
	if c.matter == c.other || c.outsider == c.busy || c.assistant == c.busy || c.outsider == c.assistant {
		t.Errorf("got %+v", c)
	}
	for _, name := range []string{c.matter, c.other, c.group, c.outsider, c.busy, c.assistant} {
		if name == "" {
			t.Errorf("got %+v", c)
		}
	}
}

func TestInParallel(t *testing.T) {
	var sum atomic.Int64
	err := inParallel(t.Context(), []int64{1, 2, 3, 4, 5}, 3, func(n int64) error { sum.Add(n); return nil })
	if err != nil || sum.Load() != 15 {
		t.Errorf("got %d, error %v", sum.Load(), err)
	}
	failure := errors.New("no")
	if err := inParallel(t.Context(), make([]int, 100), 3, func(int) error { return failure }); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
}

// TestUnmeasured: a figure that cannot be measured is there, and is not reached.
func TestUnmeasured(t *testing.T) {
	defer func(all []figure) { figures = all }(figures)
	figures = []figure{toCome("F-0", "what nobody measures", "nothing", 1)}
	all, err := (&bench{size: quick}).measure(t.Context(), "F-0")
	if err != nil || len(all) != 1 || all[0].ok() || all[0].why == "" {
		t.Fatalf("got %+v, error %v", all, err)
	}
	var out strings.Builder
	if err := asJSON(&out, all); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"value": null`, `"spread": null`, `"ok": false`, `"why": "not measured: `} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("there is no %s in\n%s", part, out.String())
		}
	}
}

func TestFigures(t *testing.T) {
	var ids []string
	for _, f := range figures {
		ids = append(ids, f.id)
	}
	want := strings.Fields("F-1 F-2 F-3 F-4 F-5 F-6 F-7 F-8 F-9 F-10 F-11 F-12 F-13")
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
