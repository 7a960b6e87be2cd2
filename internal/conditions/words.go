package conditions

import (
	"fmt"
	"strings"
)

const (
	// maxListed is how many names a message lists (C-8).
	maxListed = 10
	// maxMessage bounds a message, in bytes, far below what the API server takes:
	// a hostile annotation must not make a status that cannot be written.
	maxMessage = 4096
)

// Names lists names for a message: the first ten of them, and how many more.
func Names(names []string) string { return listed(names, ", ") }

// Findings lists what a condition has to say, the first ten of it, and how much more.
func Findings(findings []string) string { return listed(findings, "; ") }

func listed(items []string, separator string) string {
	if len(items) <= maxListed {
		return strings.Join(items, separator)
	}
	return fmt.Sprintf("%s and %d more", strings.Join(items[:maxListed], separator), len(items)-maxListed)
}

// bounded returns a message that fits.
func bounded(message string) string {
	if len(message) <= maxMessage {
		return message
	}
	return strings.ToValidUTF8(message[:maxMessage], "") + "…"
}
