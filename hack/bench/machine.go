package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// machine describes what the figures were measured on.
func machine() string {
	said := fmt.Sprintf("%s on %s/%s, %d processors", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if model := field("/proc/cpuinfo", "model name"); model != "" {
		said += " (" + model + ")"
	}
	if memory := field("/proc/meminfo", "MemTotal"); memory != "" {
		var kib float64
		if _, err := fmt.Sscanf(memory, "%f kB", &kib); err == nil {
			said += fmt.Sprintf(", %.0f GiB of memory", kib/(1<<20))
		}
	}
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		said += ", load " + strings.Fields(string(load))[0] + " at the end"
	}
	return said + "."
}

// field returns the first value under a name in a file of the system; nothing where
// there is no such file.
func field(path, name string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if key, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
