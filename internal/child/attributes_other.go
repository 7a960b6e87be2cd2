//go:build !linux

package child

import "syscall"

// attributes keep a terminal's Ctrl-C from children that have to end in
// order. Nothing but Linux ends a child whose parent was killed.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
