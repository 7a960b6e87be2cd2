package cli

import (
	"bufio"
	"context"
	"errors"
	"iter"

	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/progress"
	"github.com/matterplane/matterplane/internal/render"
	"github.com/matterplane/matterplane/internal/source"
)

// newRender returns the command that prints every derived status.
func newRender() *cobra.Command {
	var q *question
	cmd := &cobra.Command{
		Use:   "render",
		Short: "Print the status of every object, as the cluster would derive it",
		Long: `Print the status of every object, as the cluster would derive it, by namespace, kind
and name.

Set aside are the times of conditions, which no file knows, and links that
contradict each other: without the stamp of when they were created, those of files
count by name (A-4, L-9). What no file names, such as who was the first user of the
firm (R-5), is not there.`,
		Example: `  matterplane render -f firms/acme
  diff <(matterplane render -f main) <(matterplane render -f pull-request)`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			firms, err := q.readAll(cmd)
			if err != nil {
				return err
			}
			write := render.Documents
			if q.output == "json" {
				write = render.List
			}
			ctx, done := progress.Start(cmd.Context(), "deriving", "objects", countObjects(firms))
			defer done()
			out := bufio.NewWriter(streamed(cmd.OutOrStdout(), done))
			if err := errors.Join(write(out, statuses(ctx, firms)), ctx.Err()); err != nil {
				return err
			}
			return out.Flush()
		},
	}
	q = newQuestion(cmd, "yaml", "json")
	return cmd
}

// statuses derives all firms, one after the other, until the context ends.
func statuses(ctx context.Context, firms *source.Firms) iter.Seq[render.Task] {
	return func(yield func(render.Task) bool) {
		for _, namespace := range firms.Namespaces() {
			for task := range render.Tasks(firms.Objects(namespace)) {
				if ctx.Err() != nil || !yield(task) {
					return
				}
				progress.Add(ctx, 1)
			}
		}
	}
}
