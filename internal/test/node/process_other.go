//go:build !linux

package node

import "syscall"

// childAttributes keeps a terminal's Ctrl-C from children that have to end in
// order. Nothing but Linux ends a child whose parent was killed.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
