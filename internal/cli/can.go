package cli

import (
	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/report"
)

// exitNo is how can says no.
const exitNo = 1

// newCan returns the command that says whether somebody may do something (section D).
func newCan() *cobra.Command {
	var q *question
	all := false
	cmd := &cobra.Command{
		Use:   "can USER ACTION MATTER | can USER MATTER --all",
		Short: "May a user do something on a matter, and why",
		Long: `May a user do something on a matter, and why.

ACTION is view, edit, manage-team, manage-walls, view-invoices, post-invoices or
report-time. With --all it is each of them.

Exit code: 0 yes, 1 no, 2 cannot tell. With --all: 0 told, 2 cannot tell.`,
		Example: `  matterplane can amira-khan view harbour-inquiry -f firms/acme
  kubectl matterplane can amira-khan harbour-inquiry --all`,
		Args: func(cmd *cobra.Command, args []string) error {
			if all {
				return exactly(2, cmd, args)
			}
			return exactly(3, cmd, args)
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			switch {
			case len(args) == 0:
				return q.users(cmd)
			case len(args) == 1 && !all:
				return actions(), cobra.ShellCompDirectiveNoFileComp
			case len(args) == 1 || len(args) == 2 && !all:
				return q.matters(cmd)
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := q.read(cmd)
			if err != nil {
				return err
			}
			var decisions answer.Decisions
			if all {
				decisions, err = answer.MayAll(f.view, f.namespace, args[0], args[1])
			} else {
				decisions, err = answer.May(f.view, f.namespace, args[0], access.Action(args[1]), args[2])
			}
			if err != nil {
				return err
			}
			if err := q.printDecisions(cmd, decisions); err != nil || all || decisions.Decisions[0].Allowed {
				return err
			}
			return answered(exitNo)
		},
	}
	q = newQuestion(cmd, "text", "json")
	cmd.Flags().BoolVar(&all, "all", false, "answer for every action")
	return cmd
}

func (q *question) printDecisions(cmd *cobra.Command, decisions answer.Decisions) error {
	if q.output == "json" {
		return printJSON(cmd.OutOrStdout(), decisions)
	}
	return report.Decisions(cmd.OutOrStdout(), decisions, styleOf(cmd.OutOrStdout()))
}
