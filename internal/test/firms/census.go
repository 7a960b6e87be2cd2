package firms

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
)

// Census writes a table of how large everything at a firm is: how many there are,
// and of what is skewed the median, the 90th of 100, the largest, and how much of
// all the largest tenth has.
func Census(w io.Writer, objects roster.Objects) error {
	view := roster.NewSnapshot(objects)
	grouped, on := map[string]int{}, map[string]int{}
	var members, walls []int
	kinds, told := map[v1alpha1.AssetType]int{}, map[string]int{}
	for _, m := range objects.Matters {
		kinds[m.Spec.Type]++
		status := staffing.Derive(view, m)
		if m.Spec.Type == v1alpha1.TypeCase {
			grouped[m.Name] += 0
		}
		if m.Spec.Type != v1alpha1.TypeMatter {
			continue
		}
		members = append(members, int(status.Summary.Members))
		if n := int(status.Summary.Conflicted); n > 0 {
			walls = append(walls, n)
		}
		for i := range status.Staffing {
			on[status.Staffing[i].User]++
		}
		if m.Spec.Case != "" {
			grouped[m.Spec.Case]++
		}
		for what, is := range map[string]bool{
			"closed": m.Spec.State == v1alpha1.StateClosed, "confidential": m.Spec.Confidential,
			"in a collection": len(m.Spec.Collections) > 0, "in a case": m.Spec.Case != "",
		} {
			if is {
				told[what]++
			}
		}
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "matters\t%d\tcases\t%d\tcollections\t%d\n", kinds[v1alpha1.TypeMatter], kinds[v1alpha1.TypeCase], kinds[v1alpha1.TypeCollection])
	fmt.Fprintf(out, "users\t%d\tlinks\t%d\toffices\t%d\n", len(objects.Users), len(objects.Links), len(objects.Offices))
	if f := objects.Firm; f != nil {
		fmt.Fprintf(out, "clients\t%d\tunits\t%d\tsystems\t%d\n", len(f.Spec.Clients), len(f.Spec.BusinessUnits), len(f.Spec.Systems))
	}
	fmt.Fprintf(out, "closed\t%d\tconfidential\t%d\tin a case\t%d\n", told["closed"], told["confidential"], told["in a case"])
	fmt.Fprintf(out, "\nof each\thow many\tmean\tmedian\t90%%\tlargest\tthe largest tenth has\n")
	skewed(out, "members of a matter", members)
	skewed(out, "conflicted users of a matter with any", walls)
	skewed(out, "matters of a user with any", values(on))
	skewed(out, "matters of a case", values(grouped))
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the census: %w", err)
	}
	return nil
}

func values(counts map[string]int) []int {
	var all []int
	for _, n := range counts {
		all = append(all, n)
	}
	return all
}

// skewed writes a line about numbers.
func skewed(w io.Writer, what string, of []int) {
	if len(of) == 0 {
		fmt.Fprintf(w, "%s\t0\n", what)
		return
	}
	slices.Sort(of)
	sum := func(some []int) (total int) {
		for _, n := range some {
			total += n
		}
		return total
	}
	total, n := sum(of), len(of)
	fmt.Fprintf(w, "%s\t%d\t%.1f\t%d\t%d\t%d\t%.0f%%\n", what, n, float64(total)/float64(n),
		of[n/2], of[n*9/10], of[n-1], 100*float64(sum(of[n-max(1, n/10):]))/float64(total))
}
