package plane

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/matterplane/matterplane/internal/child"
)

// Process is a child that can be killed, stopped and let go on. What it prints is
// appended to a log file, whichever incarnation prints it.
type Process struct {
	*child.Process
	Name string
	Log  string
}

// Start starts a child. It ends with this program, whatever ends it.
func Start(name, log, binary string, args ...string) (*Process, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the log of %s: %w", name, err)
	}
	defer out.Close() // the child has it
	cmd := exec.Command(binary, args...)
	cmd.Stdout, cmd.Stderr = out, out
	started, err := child.Start(cmd)
	if err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	return &Process{Process: started, Name: name, Log: log}, nil
}

// Ended says how the child has ended, and whether it has.
func (p *Process) Ended() (string, bool) {
	select {
	case <-p.Done():
		return p.State().String(), true
	default:
		return "", false
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
	<-p.Done()
	after, err := os.ReadFile(p.Log)
	if err != nil {
		return 0, fmt.Errorf("reading the log of %s: %w", p.Name, err)
	}
	dump := string(after[len(before):])
	return strings.Count(dump, "\ngoroutine ") - len(telling.FindAllString(dump, -1)), nil
}

func (p *Process) signal(s syscall.Signal) {
	if err := p.Signal(s); err != nil {
		panic(fmt.Sprintf("signalling %s: %v", p.Name, err)) // our own child
	}
}

// ProcessorTime is what the child has used of the processors, to a hundredth of a
// second; nothing where the system does not say so.
func (p *Process) ProcessorTime() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.PID()))
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
