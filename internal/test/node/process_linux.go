package node

import "syscall"

// childAttributes lets no child outlive the test binary, and keeps a terminal's
// Ctrl-C from children that have to end in order.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
