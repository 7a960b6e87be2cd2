package cli

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/report"
)

// newWho returns the command that says who may do something on a matter, and on
// which matters somebody may (section D).
func newWho() *cobra.Command {
	var q *question
	var user string
	var asked []string
	cmd := &cobra.Command{
		Use:   "who MATTER | who --user USER",
		Short: "Everyone with access to a matter, or every matter of a user, and why",
		Long: `Everyone with access to a matter, or every matter of a user, and why.

Roles that reach every matter, such as those that post invoices, are listed too:
--action view shows only who may open it.`,
		Example: `  matterplane who harbour-inquiry --action view -f firms/acme
  kubectl matterplane who --user amira-khan`,
		Args: func(cmd *cobra.Command, args []string) error {
			if user != "" {
				return exactly(0, cmd, args)
			}
			return exactly(1, cmd, args)
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 || user != "" {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return q.matters(cmd)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if user != "" && len(asked) > 0 {
				return errors.New("--action goes with a matter, not with --user")
			}
			f, err := q.read(cmd)
			if err != nil {
				return err
			}
			if user != "" {
				return q.printMatters(cmd, f, user)
			}
			return q.printPeople(cmd, f, args[0], asked)
		},
	}
	q = newQuestion(cmd, "text", "json")
	cmd.Flags().StringVar(&user, "user", "", "list the matters of this user")
	cmd.Flags().StringSliceVar(&asked, "action", nil, "only who may do this; may be given several times")
	complete(cmd, "action", actions)
	completeFrom(cmd, "user", q.users)
	return cmd
}

func (q *question) printPeople(cmd *cobra.Command, f firm, asset string, asked []string) error {
	var about []access.Action
	for _, action := range slices.Compact(slices.Sorted(slices.Values(asked))) {
		about = append(about, access.Action(action))
	}
	people, err := answer.Who(f.view, f.namespace, asset, about...)
	if err != nil {
		return err
	}
	if q.output == "json" {
		return printJSON(cmd.OutOrStdout(), people)
	}
	return report.People(cmd.OutOrStdout(), people, styleOf(cmd.OutOrStdout()))
}

func (q *question) printMatters(cmd *cobra.Command, f firm, user string) error {
	matters, err := answer.Where(f.view, f.namespace, user)
	if err != nil {
		return err
	}
	if q.output == "json" {
		return printJSON(cmd.OutOrStdout(), matters)
	}
	return report.Matters(cmd.OutOrStdout(), matters, styleOf(cmd.OutOrStdout()))
}
