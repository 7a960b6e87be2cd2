package node

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"

	"github.com/matterplane/matterplane/internal/child"
)

// launch starts a child that writes all that it prints to out.
func launch(out io.Writer, env []string, program string, args ...string) (*child.Process, error) {
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr, cmd.Env = out, out, env
	p, err := child.Start(cmd)
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", program, err)
	}
	return p, nil
}

// exitCode is the code of a process that has ended, as a container's status shows it:
// 128 and the signal for one that was killed.
func exitCode(ended *os.ProcessState) int32 {
	status, ok := ended.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() {
		return 128 + int32(status.Signal())
	}
	return int32(ended.ExitCode())
}
