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
	"<!-- docs: a new firm -->\n<!-- docs: $ true -->\n" +
	"```yaml\nno command\n```\n" +
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
		{Line: 13, Place: "a new firm"},
		{Line: 14, Command: "true", Hidden: true},
		{Line: 19, Command: "kubectl get matters", Output: "m   5m3s"},
	}
	if diff := cmp.Diff(want, page.Steps, cmpopts.IgnoreUnexported(Step{})); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if got := page.With(nil); got != example {
		t.Errorf("written as it is:\n%s", got)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, page := range map[string]string{
		"output of no command":     "```console\nno command\n```\n",
		"no end":                   "```console\n$ true\n",
		"sh":                       "```sh\ntrue\n```\n",
		"bash, further in":         "1. Do\n\n   ```bash\n   true\n   ```\n",
		"shell, of another fence":  "~~~ shell\ntrue\n~~~\n",
		"a console further in":     "   ```console\n   $ true\n   ```\n",
		"text with a command":      "```text\n$ true\n```\n",
		"a block of no language":   "```\nfirst\n$ true\n```\n",
		"yaml with a command":      "```yaml\na: |\n  $ true\n```\n",
		"what is indented":         "Do this:\n\n    $ true\n",
		"after a block of another": "```text\n```\n```sh\ntrue\n```\n",
	} {
		if got, err := Parse(page); err == nil {
			t.Errorf("%s: no error, but %v", name, got.Steps)
		}
	}
}

func TestGoesOn(t *testing.T) {
	for command, want := range map[string]bool{
		`kubectl get matters`:            false,
		"kubectl get \\":                 true,
		"kubectl get |":                  true,
		"true &&":                        true,
		"kubectl get \\\n  matters":      false,
		`kubectl patch -p '[`:            true,
		"kubectl patch -p '[\n  {}]'":    false,
		`echo "it's"`:                    false,
		`echo 'a "b' `:                   false,
		`echo "\""`:                      false,
		`sed 's/\' a`:                    false,
		`sed -E 's/(since: ")[0-9]{4}/'`: false,
	} {
		if got := goesOn(command); got != want {
			t.Errorf("%q goes on: %t", command, got)
		}
	}
}

func TestShows(t *testing.T) {
	for _, c := range []struct {
		page, printed string
		want          bool
	}{
		{"", "", true},
		{"a", "a\n", true},
		{"a\nb", "a\nb", true},
		{"a\nb", "b\na", false},
		{"", "a", false},
		{"a", "", false},
		{"…", "", true},
		{"…", "a\nb", true},
		{"a\n…", "a\nb\nc", true},
		{"a\n…", "b\na", false},
		{"…\nc", "a\nb\nc", true},
		{"…\nb", "a\nb\nc", false},
		{"a\n…\nc", "a\nb\nc", true},
		{"a\n…\na", "a", false},
		{"a\n…\nc\n…\ne", "a\nb\nc\nd\ne", true},
		{"a\n…\nd\n…\nb\n…\ne", "a\nb\nc\nd\ne", false},
		{"…\nb\nd\n…", "a\nb\nc\nd", false},
		{"m  True   1s\n…", "m  True   5m\nn  True   5m", true},
		{"more …", "more and more", false},
	} {
		if got := Shows(c.page, c.printed); got != c.want {
			t.Errorf("%q shows %q: %t", c.page, c.printed, got)
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
		"m  True   5m3s\nn  True   12s\n":                              "m  True   <age>\nn  True   <age>",
		"m  True   \nn":                                                "m  True\nn",
		`{"time":"2026-11-22T09:00:00.000001Z"}`:                       `{"time":"<time>"}`,
		"since 2026-11-22T09:00:00Z, 5m ago, clock":                    "since <time>, 5m ago, clock",
		"7m21s       Warning   firm/firm   12s in":                     "<age>  Warning   firm/firm   12s in",
		"  ✓ etcd  https://127.0.0.1:36749     0.4s":                   "  ✓ etcd  https://127.0.0.1:<port> <age>",
		"  ✓ build  1m4.2s\nv1.4s of":                                  "  ✓ build <age>\nv1.4s of",
		"follower-5m":                                                  "follower-5m",
		"Granted":                                                      "Granted",
		"LAST DEPLOYED: Sun Nov 22 17:50:35 2026":                      "LAST DEPLOYED: <time>",
		"matterplane-controller-manager-74c5876cb-5tgzx   1/1     4s":  "matterplane-controller-manager-<pod>  1/1  <age>",
		"[pod/matterplane-controller-manager-d6c4cd7c6-fxtxv/manager]": "[pod/matterplane-controller-manager-<pod>/manager]",
		"deployment.apps/matterplane-controller-manager   3/3":         "deployment.apps/matterplane-controller-manager   3/3",
		"vm_a3fa14a3-6093-45bd-a9ee-0c9460439a85 held":                 "<holder> held",
		`{"id":"a3fa14a3-6093-45bd-a9ee-0c9460439a85"}`:                `{"id":"<uuid>"}`,
	} {
		if got := Masked(output); got != want {
			t.Errorf("%q is %q, want %q", output, got, want)
		}
	}
}
