// Package report prints the teams and walls of firms for people to read. It
// derives nothing: what it prints is in the objects and their status.
package report

import (
	"bufio"
	"cmp"
	"io"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/internal/roster"
)

// Firm is what a report shows of one namespace (W-1). The order of its lists
// does not matter.
type Firm struct {
	roster.Objects

	Namespace string
}

// Group sorts objects of our kinds into firms, one for each namespace, by
// namespace. It skips objects of any other kind.
func Group[O metav1.Object](objects []O) []Firm {
	firms := map[string]*Firm{}
	for _, object := range objects {
		namespace := object.GetNamespace()
		firm := firms[namespace]
		if firm == nil {
			firm = &Firm{Namespace: namespace}
		}
		if firm.Add(object) {
			firms[namespace] = firm
		}
	}

	var grouped []Firm
	for _, firm := range firms {
		grouped = append(grouped, *firm)
	}
	slices.SortFunc(grouped, func(a, b Firm) int { return cmp.Compare(a.Namespace, b.Namespace) })
	return grouped
}

// Teams prints who is on which team of the firms and who is walled off, through
// whom and why. The same objects give the same bytes. The error is the writer's.
func Teams(w io.Writer, firms []Firm, style Style) error {
	p := newPage(w, style)
	if len(firms) == 0 {
		p.text(margin{}, plain, "There is no firm here.")
		return p.out.Flush()
	}

	var all totals
	for _, firm := range firms {
		all.add(p.firm(firm))
		p.blank()
	}
	if len(firms) > 1 {
		p.totals(count(len(firms), "firm", "firms")+" in all", all)
		p.blank()
	}
	p.legend()
	return p.out.Flush()
}

// byName returns the objects by name, and leaves the list as it was.
func byName[O metav1.Object](objects []O) []O {
	return slices.SortedFunc(slices.Values(objects), func(a, b O) int {
		return cmp.Compare(a.GetName(), b.GetName())
	})
}

// page is the report as far as it is written.
type page struct {
	out   *bufio.Writer // remembers its first error until it is flushed
	style Style
	marks marks
}

func newPage(w io.Writer, style Style) *page {
	return &page{out: bufio.NewWriter(w), style: style.bounded(), marks: style.marks()}
}
