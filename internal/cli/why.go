package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/report"
)

// newWhy returns the command that says why somebody is on a team or walled off, or
// is not (sections M and C).
func newWhy() *cobra.Command {
	var q *question
	cmd := &cobra.Command{
		Use:   "why USER MATTER",
		Short: "Why a user is on the team of a matter or not, and walled off or not",
		Long: `Why a user is on the team of a matter or not, and walled off or not: every way
that there is, what was passed over, by which rules, and along which path.`,
		Example: `  matterplane why amira-khan harbour-inquiry -f firms/acme
  kubectl matterplane why amira-khan harbour-inquiry -o mermaid`,
		Args: func(cmd *cobra.Command, args []string) error { return exactly(2, cmd, args) },
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			switch len(args) {
			case 0:
				return q.users(cmd)
			case 1:
				return q.matters(cmd)
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := q.read(cmd)
			if err != nil {
				return err
			}
			why, err := answer.Explain(f.view, f.namespace, args[0], args[1])
			if err != nil {
				return err
			}
			switch q.output {
			case "json":
				return printJSON(cmd.OutOrStdout(), why)
			case "mermaid":
				_, err := fmt.Fprint(cmd.OutOrStdout(), why.Mermaid())
				return err
			}
			return report.Why(cmd.OutOrStdout(), why, styleOf(cmd.OutOrStdout()))
		},
	}
	q = newQuestion(cmd, "tree", "json", "mermaid")
	return cmd
}
