package cli

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/progress"
	"github.com/matterplane/matterplane/internal/report"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/source"
)

// question is a verb that asks about firms.
type question struct {
	from   *source.Flags
	output string
}

// newQuestion gives a command the flags of a question. The outputs are what -o can
// say, the first by default.
func newQuestion(cmd *cobra.Command, outputs ...string) *question {
	q := &question{from: source.NewFlags()}
	q.from.AddFlags(cmd.Flags())
	cmd.Flags().StringVarP(&q.output, "output", "o", outputs[0], "one of: "+strings.Join(outputs, ", "))
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if slices.Contains(outputs, q.output) {
			return nil
		}
		return fmt.Errorf("--output %q is none of %s", q.output, strings.Join(outputs, ", "))
	}
	complete(cmd, "output", func() []string { return outputs })
	return q
}

// exactly asks for as many arguments as a use of the command has.
func exactly(n int, cmd *cobra.Command, args []string) error {
	if len(args) == n {
		return nil
	}
	return fmt.Errorf("give %s; see --help", cmd.Use)
}

// firm is the firm that is asked about.
type firm struct {
	namespace string
	view      *roster.Snapshot
	objects   roster.Objects
}

// readAll reads all firms that the flags name. An answer from files that cannot all
// be read could be wrong: there is none.
func (q *question) readAll(cmd *cobra.Command) (*source.Firms, error) {
	firms, err := readHalf(cmd, q.from)
	if err != nil {
		return nil, err
	}
	if problems := firms.Problems(); len(problems) > 0 {
		return nil, unreadable(problems)
	}
	return firms, nil
}

// readHalf reads what can be read of the firms: they tell of the problems.
func readHalf(cmd *cobra.Command, from *source.Flags) (*source.Firms, error) {
	ctx, done := progress.Start(cmd.Context(), "reading "+cmp.Or(strings.Join(from.Filenames, ", "), "the cluster"), "objects", 0)
	defer done()
	return from.Read(ctx, cmd.InOrStdin())
}

// read reads the one firm that is asked about.
func (q *question) read(cmd *cobra.Command) (firm, error) {
	firms, err := q.readAll(cmd)
	if err != nil {
		return firm{}, err
	}
	namespace, err := firms.Only()
	if err != nil {
		return firm{}, err
	}
	return firm{namespace: namespace, view: firms.View(namespace), objects: firms.Objects(namespace)}, nil
}

// maxProblems is how many problems an error lists.
const maxProblems = 10

func unreadable(problems []manifests.Problem) error {
	var b strings.Builder
	for _, problem := range problems[:min(len(problems), maxProblems)] {
		fmt.Fprintln(&b, problem)
	}
	if more := len(problems) - maxProblems; more > 0 {
		fmt.Fprintf(&b, "and %d more\n", more)
	}
	return errors.New(b.String() + "the files cannot all be read, so that an answer could be wrong")
}

// printJSON prints a document.
func printJSON(w io.Writer, document any) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(document)
}

// styleOf returns the style that suits what a command prints to.
func styleOf(w io.Writer) report.Style {
	if file, is := w.(*os.File); is {
		return report.NewStyle(file)
	}
	return report.Style{}
}
