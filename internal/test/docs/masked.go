package docs

import (
	"regexp"
	"slices"
	"strings"
)

var (
	moment   = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)
	seen     = regexp.MustCompile(`(?m)^(\d+(ms|[smhd]))+  +`)
	took     = regexp.MustCompile(`(?m) +(\d+m)?\d+\.\d+s$`)
	port     = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	data     = regexp.MustCompile(`(/matterplane-devcluster-)\d+/`)
	age      = regexp.MustCompile(`(?m)([ \t])(\d+(ms|[smhd]))+$`)
	uuid     = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	holder   = regexp.MustCompile(`\S+_` + uuid.String())
	pod      = regexp.MustCompile(`\b(matterplane-controller-manager|webhook-service)-([0-9a-f]{5,10}-)?[0-9bcdfghj-np-tv-z]{5}\b`)
	blanks   = regexp.MustCompile(` {2,}`)
	deployed = regexp.MustCompile(`(?m)^(LAST DEPLOYED: ).*$`)
	spaces   = regexp.MustCompile(`(?m)[ \t]+$`)
)

// Masked returns what must be the same in every run: not what time it is, nor how
// old something is or how long it took where that starts or ends a line, nor the ports
// and temporary directories of this machine, nor what a pod is called or who holds a
// lease, nor blanks that end a line or fill the columns of pods.
func Masked(output string) string {
	output = spaces.ReplaceAllString(strings.TrimRight(output, "\n"), "")
	output = took.ReplaceAllString(output, " <age>")
	output = port.ReplaceAllString(output, "127.0.0.1:<port>")
	output = data.ReplaceAllString(output, "$1<number>/")
	output = deployed.ReplaceAllString(output, "$1<time>")
	output = uuid.ReplaceAllString(holder.ReplaceAllString(output, "<holder>"), "<uuid>")
	if pod.MatchString(output) {
		output = blanks.ReplaceAllString(pod.ReplaceAllString(output, "$1-<pod>"), "  ")
	}
	output = seen.ReplaceAllString(output, "<age>  ")
	output = age.ReplaceAllString(output, "$1<age>")
	return moment.ReplaceAllString(output, "<time>")
}

// leftOut is a line of a page that stands for any number of lines.
const leftOut = "…"

// Shows says whether a page that shows one output shows the other: all that must be the
// same in every run, in the same order, and nothing left out but where the page says so.
func Shows(page, printed string) bool {
	rest := lines(Masked(printed))
	parts := [][]string{{}}
	for _, line := range lines(Masked(page)) {
		if line == leftOut {
			parts = append(parts, []string{})
			continue
		}
		last := len(parts) - 1
		parts[last] = append(parts[last], line)
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(parts) == 1 {
		return slices.Equal(first, rest)
	}
	if len(rest) < len(first)+len(last) || !slices.Equal(first, rest[:len(first)]) || !slices.Equal(last, rest[len(rest)-len(last):]) {
		return false
	}
	rest = rest[len(first) : len(rest)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		at := place(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return true
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// place returns where a part of a text starts, or -1.
func place(text, part []string) int {
	for i := range len(text) - len(part) + 1 {
		if slices.Equal(text[i:i+len(part)], part) {
			return i
		}
	}
	return -1
}
