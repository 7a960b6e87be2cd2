package docs

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// stages are the commands that .ci/run runs, and every change waits for. Nobody types
// them from here: the tests are one of them.
func stages(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(cluster.Path(t, ".ci", "run"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(text)) {
		if command, is := strings.CutPrefix(line, "stage "); is {
			all = append(all, strings.TrimSpace(command))
		}
	}
	return all
}

var remark = regexp.MustCompile(`\s+#.*$`)

// isOf says whether a command is one of those that are run elsewhere.
func (s *Step) isOf(stages []string) bool {
	return slices.Contains(stages, remark.ReplaceAllString(s.Command, ""))
}

func TestStages(t *testing.T) {
	t.Parallel()
	all := stages(t)
	for command, want := range map[string]bool{
		"make test":                   true,
		"make test      # every test": true,
		"make verify":                 true,
		"make test PKGS=./api":        false,
		"make":                        false,
		"stage":                       false,
	} {
		if got := (&Step{Command: command}).isOf(all); got != want {
			t.Errorf("%q is run by .ci/run: %t, want %t; it runs %q", command, got, want, all)
		}
	}
}
