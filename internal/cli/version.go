package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// released is set by the linker, with -X, for the images and binaries of a release:
// they are built without the history that the build would know it by.
var released string

// version is that of the program, as far as the build knows it.
func version() string {
	if released != "" {
		return released
	}
	info, known := debug.ReadBuildInfo()
	if !known {
		return ""
	}
	return strings.Trim(info.Main.Version, "()") // (devel)
}

// newVersion returns the command that says which release this is.
func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Which release this is",
		Long: `Which release this is, and what it was built with and for. The image, the chart and
the plugin of a release have the same version.`,
		Args:              cobra.NoArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "matterplane %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
