package main

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// pages returns the page of every command under its name.
func pages(root *cobra.Command) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) { walk(root, yield) }
}

func walk(cmd *cobra.Command, yield func(string, []byte) bool) bool {
	if !yield(strings.ReplaceAll(cmd.CommandPath(), " ", "_")+".md", page(cmd)) {
		return false
	}
	for _, child := range cmd.Commands() {
		if child.IsAvailableCommand() && !child.IsAdditionalHelpTopicCommand() && !walk(child, yield) {
			return false
		}
	}
	return true
}

// page returns what cobra writes of a command, as the first heading of a page of its
// own, and with the long text as a terminal shows it: its columns count on that.
func page(cmd *cobra.Command) []byte {
	var written bytes.Buffer
	if err := doc.GenMarkdown(cmd, &written); err != nil {
		panic(fmt.Sprintf("writing into memory: %v", err))
	}
	text := written.String()
	if cmd.Long != "" {
		text = strings.Replace(text, cmd.Short+"\n\n### Synopsis\n\n"+cmd.Long, "```text\n"+strings.TrimSpace(cmd.Long)+"\n```", 1)
	}
	text = headings.Replace(text)
	return []byte(note + strings.TrimSpace(text) + "\n")
}

// headings makes cobra's headings those of a page of its own.
var headings = strings.NewReplacer(
	"## matterplane", "# matterplane",
	"\n### Examples\n", "\n## Examples\n",
	"\n### Options\n", "\n## Options\n",
	"\n### SEE ALSO\n", "\n## See also\n",
	")\t - ", "): ",
)
