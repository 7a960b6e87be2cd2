package child

import "syscall"

// attributes let no child outlive this program, however it ends, and
// keep a terminal's Ctrl-C from children that have to end in order.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
