package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/graph"
)

// newGraph returns the command that draws the team and the walls of a matter
// (sections M and C).
func newGraph() *cobra.Command {
	var q *question
	cmd := &cobra.Command{
		Use:   "graph MATTER",
		Short: "A picture of a matter's team and walls, for a memo",
		Long: `A picture of a matter's team, what each is on it through, and who is walled off from
it and why, for a memo. Crowds are drawn as one.`,
		Example: `  matterplane graph kestrel-penmark -f firms/acme > kestrel-penmark.svg
  kubectl matterplane graph harbour-inquiry -o mermaid`,
		Args: func(cmd *cobra.Command, args []string) error { return exactly(1, cmd, args) },
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return q.matters(cmd)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := q.read(cmd)
			if err != nil {
				return err
			}
			picture, err := graph.Of(f.view, args[0])
			if err != nil {
				return fmt.Errorf("%w in %s", err, f.namespace)
			}
			draw := picture.SVG
			if q.output == "mermaid" {
				draw = picture.Mermaid
			}
			_, err = fmt.Fprint(cmd.OutOrStdout(), draw())
			return err
		},
	}
	q = newQuestion(cmd, "svg", "mermaid")
	return cmd
}
