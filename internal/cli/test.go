package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/expect"
	"github.com/matterplane/matterplane/internal/junit"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/progress"
	"github.com/matterplane/matterplane/internal/report"
	"github.com/matterplane/matterplane/internal/source"
)

// exitUnexpected is how test says that a firm is not as expected.
const exitUnexpected = 1

// newTest returns the command that holds firms to the access that is expected.
func newTest() *cobra.Command {
	t := &accessTest{}
	cmd := &cobra.Command{
		Use:   "test",
		Short: "Hold a firm to the access that is expected of it",
		Long: `Hold a firm to the access that is expected of it: who must, who must never, who alone.

Expectations are documents of the kind AccessTest, in any YAML file beside the
manifests, or where --tests says. docs/access-tests.md shows them.

Exit code: 0 all is as expected, 1 something is not, 2 cannot tell: a test or a
manifest cannot be read, or there is no test at all.`,
		Example: `  matterplane test -f firms/acme
  matterplane test -f firms/ --run kestrel -o junit > junit.xml
  kubectl matterplane test --tests firms/acme/tests`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return t.run(cmd) },
	}
	t.question = newQuestion(cmd, "text", "json", "junit")
	cmd.Flags().StringArrayVar(&t.tests, "tests", nil, "directory or file of tests, instead of those among what -f reads; may be given several times")
	cmd.Flags().StringVar(&t.only, "run", "", "run only cases of which test/case matches this regular expression")
	cmd.Flags().BoolVarP(&t.verbose, "verbose", "v", false, "name the cases that pass, too")
	return cmd
}

// accessTest is the verb test.
type accessTest struct {
	*question

	tests   []string
	only    string
	verbose bool
}

func (t *accessTest) run(cmd *cobra.Command) error {
	run, err := regexp.Compile(t.only)
	if err != nil {
		return fmt.Errorf("--run: %w", err)
	}
	tests, err := t.find(cmd)
	if err != nil {
		return err
	}
	firms, err := t.readAll(cmd)
	if err != nil {
		return err
	}
	if len(firms.Namespaces()) == 0 {
		_, err := firms.Only()
		return err
	}
	ctx, done := progress.Start(cmd.Context(), "testing", "cases", 0)
	results, err := expect.Run(ctx, &testedFirms{firms: firms}, t.ofNamespace(cmd, tests),
		expect.Options{Run: run, Step: func() { progress.Add(ctx, 1) }})
	done()
	if err != nil {
		return err
	}
	if err := t.print(cmd, results); err != nil || results.Summary.Failed == 0 {
		return err
	}
	return answered(exitUnexpected)
}

// find returns the tests. One that cannot be read, and none at all, are errors: what
// does not run is green by accident.
func (t *accessTest) find(cmd *cobra.Command) ([]expect.Test, error) {
	paths := t.tests
	if len(paths) == 0 {
		paths = slices.DeleteFunc(slices.Clone(t.from.Filenames), func(name string) bool { return name == manifests.Stdin })
	}
	tests, problems, err := expect.Find(cmd.Context(), paths...)
	if err != nil {
		return nil, err
	}
	if len(t.tests) == 0 && slices.Contains(t.from.Filenames, manifests.Stdin) {
		data, err := io.ReadAll(cmd.InOrStdin())
		if err != nil {
			return nil, fmt.Errorf("reading standard input: %w", err)
		}
		cmd.SetIn(bytes.NewReader(data)) // it is read once more, for the manifests
		piped, wrong := expect.Parse("standard input", data)
		tests, problems = append(tests, piped...), append(problems, wrong...)
	}
	if len(problems) > 0 {
		return nil, unreadable(problems)
	}
	if len(tests) == 0 {
		return nil, noTests(paths)
	}
	return tests, nil
}

func noTests(paths []string) error {
	if len(paths) == 0 {
		return errors.New("a cluster holds no tests: say with --tests where they are")
	}
	return fmt.Errorf("there are no tests (%s of %s) in %s", expect.Kind, expect.Version, strings.Join(paths, ", "))
}

// ofNamespace leaves out tests of other firms, where -n asks for one.
func (t *accessTest) ofNamespace(cmd *cobra.Command, tests []expect.Test) []expect.Test {
	namespace := cmd.Flags().Lookup("namespace").Value.String()
	return slices.DeleteFunc(tests, func(test expect.Test) bool {
		return namespace != "" && test.Namespace != "" && test.Namespace != namespace
	})
}

func (t *accessTest) print(cmd *cobra.Command, results expect.Results) error {
	switch t.output {
	case "json":
		return printJSON(cmd.OutOrStdout(), results)
	case "junit":
		return junit.Write(cmd.OutOrStdout(), suites(results)...)
	}
	return report.Expectations(cmd.OutOrStdout(), results, t.verbose, styleOf(cmd.OutOrStdout()))
}

// suites are the results as CI systems read them: a suite a test.
func suites(results expect.Results) []junit.Suite {
	var suites []junit.Suite
	for _, test := range results.Tests {
		suite := junit.Suite{Name: test.Namespace + "/" + test.Name}
		for _, c := range test.Cases {
			entry := junit.Case{Name: c.Name, Class: suite.Name, File: c.File, Line: c.Line}
			if !c.Passed {
				entry.Failure = c.Failures[0].Message
				entry.Detail = strings.Join(report.FailureLines(c), "\n")
			}
			suite.Cases = append(suite.Cases, entry)
		}
		suites = append(suites, suite)
	}
	return suites
}

// testedFirms are the firms that were read, each made ready once.
type testedFirms struct {
	firms *source.Firms
	ready map[string]*expect.Firm
}

// Namespaces implements expect.Firms.
func (t *testedFirms) Namespaces() []string { return t.firms.Namespaces() }

// Firm implements expect.Firms.
func (t *testedFirms) Firm(namespace string) *expect.Firm {
	if !slices.Contains(t.firms.Namespaces(), namespace) {
		return nil
	}
	if t.ready == nil {
		t.ready = map[string]*expect.Firm{}
	}
	if t.ready[namespace] == nil {
		t.ready[namespace] = expect.NewFirm(namespace, t.firms.Objects(namespace))
	}
	return t.ready[namespace]
}
