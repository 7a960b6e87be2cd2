package manifests_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/matterplane/matterplane/internal/manifests"
)

// FuzzRead reads anything: it never panics, and whatever it tells of is in the text.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		placed, matter, matter + "spec:\n  tpye: x\n  lead: [\n", "---\n---\n" + matter + "...\n", "{\"a\": 1}{\"b\": [", "a: &a\n  <<: *a\n",
		"{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{\"apiVersion\": \"matterplane.dev/v1alpha1\", \"kind\": \"Firm\", \"metadata\": {\"name\": 1}}, 7, null]}",
		"apiVersion: v1\nkind: List\nitems:\n- &x\n  apiVersion: matterplane.dev/v1alpha1\n  kind: Matter\n  metadata: {name: a, creationTimestamp: x}\n- *x\n",
		matter + "spec: {staffing: [{user: a, user: b}, 7], <<: {lead: 7}}\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		set, err := manifests.Read(t.Context(), manifests.Options{Sources: []string{"-"}, Stdin: strings.NewReader(text)})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range set.Problems() {
			within(t, text, p.Position)
			if p.Other != (manifests.Position{}) {
				within(t, text, p.Other)
			}
		}
		for o := range set.All() {
			for _, path := range []string{"", "metadata.name", "spec.staffing[0].user", "spec.staffing[a]", "metadata.annotations.a.b/c", "spec[", "].x"} {
				within(t, text, set.Position(o, path))
			}
		}
		for _, namespace := range set.Namespaces() {
			set.View(namespace)
		}
	})
}

// within fails unless a position is in a text, its line ends being what YAML takes
// for them, or those that editors do.
func within(t *testing.T, text string, at manifests.Position) {
	t.Helper()
	for _, breaks := range []*strings.Replacer{
		strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n"), strings.NewReplacer(),
	} {
		lines := strings.Split(breaks.Replace(text), "\n")
		if at.Line >= 1 && at.Line <= len(lines) && at.Column >= 1 && at.Column <= utf8.RuneCountInString(lines[at.Line-1])+2 {
			return
		}
	}
	t.Errorf("%s is not in %q", at, text)
}
