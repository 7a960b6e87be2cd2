// Command matterplane is the control plane and the command line of matterplane:
// who works on which matter, who is walled off from it, and why.
package main

import (
	"os"

	"github.com/matterplane/matterplane/internal/cli"
)

func main() { os.Exit(cli.Run(os.Args)) }
