package docs

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const example = "# A page\n\n" +
	"```console\n" +
	"$ team() { kubectl get matter \"$1\"; }\n" +
	"$ kubectl apply -f a \\\n    -f b\n" +
	"a created\n\nb created\n\n" +
	"$ team a\n" +
	"```\n" +
	"<!-- docs: a new firm -->\n" +
	"```yaml\n$ no command\n```\n" +
	"```console\n$ kubectl get matters\nm   5m3s\n```\n"

func TestParse(t *testing.T) {
	page, err := Parse(example)
	if err != nil {
		t.Fatal(err)
	}
	want := []Step{
		{Line: 4, Command: `team() { kubectl get matter "$1"; }`},
		{Line: 5, Command: "kubectl apply -f a \\\n    -f b", Output: "a created\n\nb created"},
		{Line: 11, Command: "team a"},
		{Line: 13, Firm: "a new firm"},
		{Line: 18, Command: "kubectl get matters", Output: "m   5m3s"},
	}
	if diff := cmp.Diff(want, page.Steps, cmpopts.IgnoreUnexported(Step{})); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if got := page.With(nil); got != example {
		t.Errorf("written as it is:\n%s", got)
	}
	for _, broken := range []string{"```console\nno command\n```\n", "```console\n$ true\n"} {
		if _, err := Parse(broken); err == nil {
			t.Errorf("no error in %q", broken)
		}
	}
}

func TestWith(t *testing.T) {
	page, err := Parse("```console\n$ a\none\n$ b\n$ c\nx\ny\n\n$ d\n```\n")
	if err != nil {
		t.Fatal(err)
	}
	got := page.With(map[int]string{0: "", 1: "1\n2", 2: "z"})
	if want := "```console\n$ a\n$ b\n1\n2\n$ c\nz\n\n$ d\n```\n"; got != want {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, got))
	}
}

func TestDefines(t *testing.T) {
	for command, want := range map[string]bool{
		"team() { kubectl get matter \"$1\"; }": true,
		"export KUBECONFIG=bin/kubeconfig":      true,
		"exporter":                              false,
		"kubectl get matters":                   false,
	} {
		if got := (&Step{Command: command}).Defines(); got != want {
			t.Errorf("%s defines: %t", command, got)
		}
	}
}

func TestReads(t *testing.T) {
	for command, want := range map[string]bool{
		"kubectl get matters":            true,
		"kubectl events --for matter/a":  true,
		"team a":                         true,
		"cat docs/a.yaml":                true,
		"kubectl delete matter a":        false,
		"kubectl apply -f a":             false,
		"kubectl get matter a > a.yaml":  false,
		"seq 3 | kubectl create -f -":    false,
		"echo get | kubectl create -f -": false,
	} {
		if got := (&Step{Command: command}).Reads(); got != want {
			t.Errorf("%s reads: %t", command, got)
		}
	}
}

func TestMasked(t *testing.T) {
	for output, want := range map[string]string{
		"m  True   5m3s\nn  True   12s\n":            "m  True   <age>\nn  True   <age>",
		"m  True   \nn":                              "m  True\nn",
		`{"time":"2026-11-22T09:00:00.000001Z"}`:     `{"time":"<time>"}`,
		"since 2026-11-22T09:00:00Z, 5m ago, clock":  "since <time>, 5m ago, clock",
		"7m21s       Warning   firm/firm   12s in":   "<age>  Warning   firm/firm   12s in",
		"  ✓ etcd  https://127.0.0.1:36749     0.4s": "  ✓ etcd  https://127.0.0.1:<port> <age>",
		"  ✓ build  1m4.2s\nv1.4s of":                "  ✓ build <age>\nv1.4s of",
		"follower-5m":                                "follower-5m",
		"Granted":                                    "Granted",
	} {
		if got := Masked(output); got != want {
			t.Errorf("%q is %q, want %q", output, got, want)
		}
	}
}
