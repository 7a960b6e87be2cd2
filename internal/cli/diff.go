package cli

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/difference"
	"github.com/matterplane/matterplane/internal/progress"
	"github.com/matterplane/matterplane/internal/report"
	"github.com/matterplane/matterplane/internal/source"
)

// exitChanges is how diff says that there is a difference.
const exitChanges = 3

// newDiff returns the command that says who gains and who loses access, before a
// change is merged.
func newDiff() *cobra.Command {
	from, output := &source.Sides{}, ""
	outputs := []string{"text", "markdown", "json", "mermaid"}
	cmd := &cobra.Command{
		Use:   "diff BASE HEAD | diff BASE...HEAD -f PATH",
		Short: "Who gains and who loses access by a change, and through what",
		Long: `Who gains and who loses access by a change, and through what; which walls it raises
and lifts; and whom the firm's rules require for it.

With -f the sides are revisions of the git repository of the working directory, of
which PATH is read:

  main HEAD      one, and the other
  main...HEAD    where HEAD parted from main, and HEAD: what a pull request changes
  main           one, and the working tree

Without -f they are directories, files and kustomize overlays, one of them - for
standard input. HEAD counts as written on top of BASE, so that what a setting does
to those who are there already is told as it would be (section L).

Exit code: 0 no change, 3 changes, 2 cannot tell.`,
		Example: `  matterplane diff main...HEAD -f firms/
  matterplane diff main...HEAD -f firms/ -o markdown > comment.md
  kustomize build overlays/next | matterplane diff overlays/now -`,
		Args: cobra.RangeArgs(1, 2),
		PreRunE: func(*cobra.Command, []string) error {
			if slices.Contains(outputs, output) {
				return nil
			}
			return fmt.Errorf("--output %q is none of %s", output, strings.Join(outputs, ", "))
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := compare(cmd, from, args)
			if err != nil {
				return err
			}
			if err := printDifference(cmd, d, output, shell(from, args)); err != nil || len(d.Firms) == 0 {
				return err
			}
			return answered(exitChanges)
		},
	}
	from.AddFlags(cmd.Flags())
	cmd.Flags().StringVarP(&output, "output", "o", outputs[0], "one of: "+strings.Join(outputs, ", "))
	complete(cmd, "output", func() []string { return outputs })
	return cmd
}

// compare reads both sides. From half of the files an answer could be wrong: there is
// none.
func compare(cmd *cobra.Command, from *source.Sides, args []string) (difference.Difference, error) {
	base, head, err := readSides(cmd, from, args)
	if err != nil {
		return difference.Difference{}, err
	}
	if problems := slices.Concat(base.Problems(), head.Problems()); len(problems) > 0 {
		return difference.Difference{}, unreadable(problems)
	}
	if len(base.Namespaces())+len(head.Namespaces()) == 0 {
		return difference.Difference{}, errors.New("there is nothing of ours on either side: no Firm, Office, FirmUser, AssistantLink or Matter")
	}
	ctx, done := progress.Start(cmd.Context(), "comparing "+base.Name+" and "+head.Name, "", 0)
	defer done()
	return unlessInterrupted(ctx, func() (difference.Difference, error) {
		return difference.Of(difference.Side{Firms: base, Name: base.Name}, difference.Side{Firms: head, Name: head.Name})
	})
}

func readSides(cmd *cobra.Command, from *source.Sides, args []string) (base, head source.Side, err error) {
	ctx, done := progress.Start(cmd.Context(), "reading "+strings.Join(args, " and "), "objects", 0)
	defer done()
	return from.Read(ctx, cmd.InOrStdin(), args)
}

func printDifference(cmd *cobra.Command, d difference.Difference, output, command string) error {
	switch output {
	case "json":
		return printJSON(cmd.OutOrStdout(), d)
	case "mermaid":
		_, err := fmt.Fprint(cmd.OutOrStdout(), d.Mermaid())
		return err
	case "markdown":
		return report.DiffMarkdown(cmd.OutOrStdout(), d, report.Comment{Command: command})
	}
	return report.Diff(cmd.OutOrStdout(), d, styleOf(cmd.OutOrStdout()))
}

// shell is the command line that shows all, as one would type it.
func shell(from *source.Sides, args []string) string {
	words := append([]string{"matterplane", "diff"}, args...)
	for _, name := range from.Filenames {
		words = append(words, "-f", name)
	}
	if from.Namespace != "" {
		words = append(words, "-n", from.Namespace)
	}
	for i, word := range words {
		if !harmless.MatchString(word) {
			words[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}

// harmless are words that no shell takes for anything else.
var harmless = regexp.MustCompile(`^[A-Za-z0-9@%+=:,./_-]+$`)
