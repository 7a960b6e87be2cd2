package plane

import (
	"fmt"
	"os"
	"strings"
)

// Memory is what the child has of the machine's memory, in bytes: now, and at most
// since it started; nothing where the system does not say so.
func (p *Process) Memory() (now, most int64) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.PID()))
	if err != nil {
		return 0, 0
	}
	return memoryOf(string(text), "VmRSS"), memoryOf(string(text), "VmHWM")
}

// memoryOf reads a field of proc(5) that is in units of 1024 bytes.
func memoryOf(status, field string) int64 {
	for line := range strings.Lines(status) {
		var kib int64
		if name, value, found := strings.Cut(line, ":"); found && name == field {
			if _, err := fmt.Sscan(value, &kib); err == nil {
				return kib << 10
			}
		}
	}
	return 0
}
