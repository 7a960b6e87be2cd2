package cli

import "github.com/spf13/cobra"

// Reference returns the command line for what writes its reference: with all that
// cobra adds to it when it runs, and nothing that depends on where.
func Reference() *cobra.Command {
	root := newRoot("matterplane")
	root.InitDefaultCompletionCmd()
	root.DisableAutoGenTag = true
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		for _, shell := range completion.Commands() { // nobody runs here what would load it there
			shell.Long = shell.Short + ".\n\nHow the shell loads it is told by --help."
		}
	}
	return root
}
