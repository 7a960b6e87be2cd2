package plane

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Process is a child that can be killed, stopped and let go on. What it prints is
// appended to a log file, whichever incarnation prints it.
type Process struct {
	Name string
	Log  string

	cmd  *exec.Cmd
	done chan struct{}
	err  error // why it ended; read it after done
}

// Start starts a child. It ends with this program, whatever ends it.
func Start(name, log, binary string, args ...string) (*Process, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the log of %s: %w", name, err)
	}
	p := &Process{Name: name, Log: log, cmd: exec.Command(binary, args...), done: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = out, out
	p.cmd.SysProcAttr = childAttributes()
	started := make(chan error)
	go func() {
		// The kernel takes the end of the thread that started a child for the end
		// of the parent: this one lasts as long as the child.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(p.done)
		defer out.Close()
		err := p.cmd.Start()
		started <- err
		if err == nil {
			p.err = p.cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	return p, nil
}

// Done is closed once the child has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Ended says why the child has ended, and whether it has.
func (p *Process) Ended() (string, bool) {
	select {
	case <-p.done:
		if p.err == nil {
			return "exit status 0", true
		}
		return p.err.Error(), true
	default:
		return "", false
	}
}

// Kill kills the child (SIGKILL) and waits until it is gone.
func (p *Process) Kill() {
	p.signal(syscall.SIGKILL)
	<-p.done
}

// Terminate asks the child to end (SIGTERM), and kills it when its grace is over.
func (p *Process) Terminate(grace time.Duration) {
	p.signal(syscall.SIGTERM)
	late := time.NewTimer(grace)
	defer late.Stop()
	select {
	case <-p.done:
	case <-late.C:
		p.Kill()
	}
}

// Freeze stops the child in the middle of whatever it does (SIGSTOP).
func (p *Process) Freeze() { p.signal(syscall.SIGSTOP) }

// Thaw lets a frozen child go on (SIGCONT); for the child no time has passed.
func (p *Process) Thaw() { p.signal(syscall.SIGCONT) }

// telling creates the goroutines that tell Events: some from the first Event on, which
// one incarnation has and another does without, and one for each that could not be
// sent, which tries for two minutes and ends.
var telling = regexp.MustCompile(`created by k8s\.io/(client-go/tools/(events|record)\.\(\*eventBroadcasterImpl\)\.|apimachinery/pkg/watch\.New(LongQueue)?Broadcaster )`)

// Goroutines ends the child (SIGQUIT), and counts the goroutines that it had, those
// aside that only tell Events.
func (p *Process) Goroutines() (int, error) {
	before, err := os.ReadFile(p.Log)
	if err != nil {
		return 0, fmt.Errorf("reading the log of %s: %w", p.Name, err)
	}
	p.signal(syscall.SIGQUIT)
	<-p.done
	after, err := os.ReadFile(p.Log)
	if err != nil {
		return 0, fmt.Errorf("reading the log of %s: %w", p.Name, err)
	}
	dump := string(after[len(before):])
	return strings.Count(dump, "\ngoroutine ") - len(telling.FindAllString(dump, -1)), nil
}

func (p *Process) signal(s syscall.Signal) {
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		panic(fmt.Sprintf("signalling %s: %v", p.Name, err)) // our own child
	}
}

// ProcessorTime is what the child has used of the processors, to a hundredth of a
// second; nothing where the system does not say so.
func (p *Process) ProcessorTime() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	return usedOf(string(text))
}

// usedOf reads a line of proc(5): of what follows the name in parentheses, the 12th
// field is the time in user mode and the 13th that in the kernel, in ticks.
func usedOf(stat string) time.Duration {
	const tick = 10 * time.Millisecond
	fields := strings.Fields(stat[strings.LastIndex(stat, ")")+1:])
	var used time.Duration
	for _, i := range []int{11, 12} {
		if i < len(fields) {
			ticks, err := strconv.ParseInt(fields[i], 10, 64)
			if err != nil {
				return 0
			}
			used += time.Duration(ticks) * tick
		}
	}
	return used
}

// Tail returns the last lines of the log.
func (p *Process) Tail(lines int) string {
	text, err := os.ReadFile(p.Log)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// Panics returns the first line of the log that tells of a panic, empty if none does.
func (p *Process) Panics() string {
	text, err := os.ReadFile(p.Log)
	if err != nil {
		return err.Error()
	}
	for line := range strings.Lines(string(text)) {
		if strings.Contains(strings.ToLower(line), "panic") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}
