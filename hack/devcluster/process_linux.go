package main

import "syscall"

// childAttributes lets no child outlive this program, however it ends, and
// keeps a terminal's Ctrl-C from children that have to end in order.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
