package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/check/format"
	"github.com/matterplane/matterplane/internal/report"
	"github.com/matterplane/matterplane/internal/source"
)

// exitFound is the exit code of a check that has found something.
const exitFound = 1

// never is what --fail-on says where nothing fails.
const never = "never"

// newCheck returns the command that says what is wrong in files.
func newCheck() *cobra.Command {
	var q *question
	c := checking{failOn: string(check.Error)}
	cmd := &cobra.Command{
		Use:   "check -f FILES",
		Short: "What is wrong in files, before a cluster sees them",
		Long: `What is wrong in files, before a cluster sees them: what the API server would refuse,
and what the rules would refuse, leave without effect or show in conditions.

Every finding has a severity, a place and an ID, which is a rule's or a name:
  error    a cluster would refuse it or leave it without effect
  warning  it takes effect, and may not be meant
  note     a reviewer should know

The exit code is 0 if nothing was found that fails the check, 1 if something was,
and 2 if nothing could be checked. YAML that is broken is a finding.`,
		Example: `  matterplane check -f firms/
  matterplane check -f firms/ -o sarif > check.sarif
  kustomize build firms/acme | matterplane check -f - --fail-on warning --ignore M-12`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := c.run(cmd, q)
			if err != nil {
				return err
			}
			if err := printReport(cmd.OutOrStdout(), r, q.output); err != nil {
				return err
			}
			if r.Failed() {
				return answered(exitFound)
			}
			return nil
		},
	}
	q = newQuestion(cmd, "text", "json", "sarif", "junit", "github", "gitlab")
	cmd.Flags().StringVar(&c.failOn, "fail-on", c.failOn, "the mildest severity that fails the check: "+strings.Join(failOns(), ", "))
	cmd.Flags().StringSliceVar(&c.ignore, "ignore", nil, "leave out the findings of this ID; may be given several times")
	complete(cmd, "fail-on", failOns)
	complete(cmd, "ignore", func() []string {
		var ids []cobra.Completion
		for _, d := range check.Describe() {
			ids = append(ids, described(d.ID, d.Title))
		}
		return ids
	})
	return cmd
}

// checking is what the flags of a check say.
type checking struct {
	failOn string
	ignore []string
}

func failOns() []string {
	var words []string
	for _, s := range check.Severities {
		words = append(words, string(s))
	}
	return append(words, never)
}

// run reads and checks. An error says that nothing was checked.
func (c checking) run(cmd *cobra.Command, q *question) (format.Report, error) {
	r := format.Report{Version: version(), Path: fromTop()}
	if !slices.Contains(failOns(), c.failOn) {
		return r, fmt.Errorf("--fail-on %q is none of %s", c.failOn, strings.Join(failOns(), ", "))
	}
	if c.failOn != never {
		r.FailOn = check.Severity(c.failOn)
	}
	ignored, err := ignoring(c.ignore)
	if err != nil {
		return r, err
	}
	if len(q.from.Filenames) == 0 {
		return r, errors.New("check reads files: name them with -f, or - for standard input")
	}
	firms, err := readHalf(cmd, q.from)
	if err != nil {
		return r, err
	}
	found, err := check.Files(cmd.Context(), firms.Files)
	if err != nil {
		return r, err
	}
	r.Objects = countObjects(firms)
	if only := cmd.Flag("namespace").Value.String(); only != "" {
		found = slices.DeleteFunc(found, func(f check.Finding) bool { return f.Namespace != "" && f.Namespace != only })
	}
	if r.Objects == 0 && len(found) == 0 {
		return r, fmt.Errorf("there is nothing to check in %s: no Firm, Office, FirmUser, AssistantLink or Matter",
			strings.Join(q.from.Filenames, ", "))
	}
	r.Ignored = ignored
	r.Findings = slices.DeleteFunc(found, func(f check.Finding) bool {
		_, left := ignored[f.ID]
		if left {
			ignored[f.ID]++
		}
		return left
	})
	return r, nil
}

// countObjects counts those that were read.
func countObjects(firms *source.Firms) int {
	n := 0
	for _, namespace := range firms.Namespaces() {
		o := firms.Objects(namespace)
		n += len(o.Offices) + len(o.Users) + len(o.Links) + len(o.Matters)
		if o.Firm != nil {
			n++
		}
	}
	return n
}

func printReport(w io.Writer, r format.Report, output string) error {
	switch output {
	case "json":
		return r.JSON(w)
	case "sarif":
		return r.SARIF(w)
	case "junit":
		return r.JUnit(w)
	case "github":
		return r.GitHub(w)
	case "gitlab":
		return r.GitLab(w)
	}
	return report.Findings(w, r, styleOf(w))
}

// ignoring returns the IDs of --ignore, with no finding counted yet.
func ignoring(ids []string) (map[string]int, error) {
	if len(ids) == 0 {
		return nil, nil //nolint:nilnil // nothing is to be ignored
	}
	ignored := map[string]int{}
	known := findingIDs()
	for _, id := range ids {
		if !slices.Contains(known, id) {
			return nil, fmt.Errorf("--ignore %q is no ID of a finding%s", id, near(id, known))
		}
		ignored[id] = 0
	}
	return ignored, nil
}

func findingIDs() []string {
	var ids []string
	for _, d := range check.Describe() {
		ids = append(ids, d.ID)
	}
	return ids
}
