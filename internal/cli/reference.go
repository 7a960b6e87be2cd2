package cli

import "github.com/spf13/cobra"

// Reference returns the command line for what writes its reference: with all that
// cobra adds to it when it runs, and nothing that depends on where.
func Reference() *cobra.Command {
	root := newRoot("matterplane")
	root.InitDefaultCompletionCmd()
	root.DisableAutoGenTag = true
	return root
}
