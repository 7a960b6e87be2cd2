// Package cli is the command line: one file a verb, each thin over the rooms that
// do the work.
package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Run runs the command line and returns the exit code of the process.
func Run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		return 1 // cobra has printed it
	}
	return 0
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "matterplane",
		Short:         "Who works on which matter, who is walled off from it, and why",
		SilenceUsage:  true,
		SilenceErrors: false,
	}
	root.AddCommand(newManager(), newLedger())
	return root
}
