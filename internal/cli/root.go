// Package cli is the command line: one file a verb, each thin over the rooms that
// do the work.
package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/progress"
)

// The exit codes of all verbs. Some say more with 1 and 3, each in its help.
const (
	exitDone   = 0
	exitFailed = 2
)

// Run runs the command line, its own name first, and returns the exit code of the
// process.
func Run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the second signal ends it at once
	root := newRoot(args[0])
	root.SetIn(interruptible{ctx, os.Stdin})
	root.SetArgs(args[1:])
	if filepath.Base(args[0]) == completer {
		root.SetArgs(append([]string{cobra.ShellCompRequestCmd}, args[1:]...))
	}
	return exitCode(root, root.ExecuteContext(progress.With(ctx, progress.On(os.Stderr))))
}

// answered is an error that is none: the verb has said all, and its answer is an
// exit code.
type answered int

// Error implements error.
func (a answered) Error() string { return fmt.Sprintf("the answer is exit code %d", int(a)) }

func exitCode(root *cobra.Command, err error) int {
	if err == nil {
		return exitDone
	}
	if code, is := errors.AsType[answered](err); is {
		return int(code)
	}
	if errors.Is(err, context.Canceled) { // only a signal does that
		err = errors.New("interrupted")
	}
	root.PrintErrln(root.ErrPrefix(), err.Error())
	return exitFailed
}

// The names under which kubectl finds a plugin and what completes its command line.
const (
	plugin    = "kubectl-matterplane"
	completer = "kubectl_complete-matterplane"
)

func newRoot(name string) *cobra.Command {
	root := &cobra.Command{
		Use:           "matterplane",
		Short:         "Who works on which matter, who is walled off from it, and why",
		SilenceUsage:  true,
		SilenceErrors: true, // exitCode prints them
		PersistentPreRun: func(cmd *cobra.Command, _ []string) {
			if cmd.Name() != managerVerb {
				Hurry()
			}
		},
	}
	if strings.HasPrefix(filepath.Base(name), plugin) || filepath.Base(name) == completer {
		root.Annotations = map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl matterplane"}
	}
	root.AddCommand(newCheck(), newDiff(), newTest(), newCan(), newWho(), newWhy(), newGraph(), newRender(), newLedger(),
		newImport(), newManager(), newVersion())
	return root
}
