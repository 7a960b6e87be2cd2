// Package child runs programs that do not outlive this one, however it ends: control
// planes and managers of tests and of tools.
package child

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Process is a child that was started.
type Process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed once it has ended
}

// Start starts a child, and waits for its end meanwhile. Whoever starts it says who it is, if
// that fails.
func Start(cmd *exec.Cmd) (*Process, error) {
	cmd.SysProcAttr = attributes()
	p := &Process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		// The kernel takes the end of the thread that started a child for the end
		// of the parent: this one lasts as long as the child.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(p.done)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // State says how it ended
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// Run runs a child to its end, and returns what exec.Cmd.Run does. The command has a context
// (exec.CommandContext), which asks the child and its own children to end when it is cancelled.
func Run(cmd *exec.Cmd) error {
	runtime.LockOSThread() // as in Start
	defer runtime.UnlockOSThread()
	cmd.SysProcAttr = attributes()
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	return cmd.Run()
}

// Done is closed once the child has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// State waits until the child has ended, and says how.
func (p *Process) State() *os.ProcessState {
	<-p.done
	return p.cmd.ProcessState
}

// PID is its number, which another process may have once it has ended.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Signal sends a signal to the child, if it has not ended.
func (p *Process) Signal(s os.Signal) error {
	if err := p.cmd.Process.Signal(s); !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}

// Kill kills the child (SIGKILL) and waits until it is gone.
func (p *Process) Kill() {
	_ = p.Signal(syscall.SIGKILL) // our own child, of which the end is what is wanted
	<-p.done
}

// Terminate asks the child to end (SIGTERM), and kills it when its grace is over. It says
// whether the child has ended by itself, and waits until it is gone.
func (p *Process) Terminate(grace time.Duration) bool {
	_ = p.Signal(syscall.SIGTERM) // as in Kill
	late := time.NewTimer(grace)
	defer late.Stop()
	select {
	case <-p.done:
		return true
	case <-late.C:
		p.Kill()
		return false
	}
}
