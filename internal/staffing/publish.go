package staffing

import (
	"encoding/json"
	"slices"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// maxListBytes bounds what the lists of a status take together, so that with
// its conditions and its envelope it stays under 512 KiB.
const maxListBytes = 448 << 10

// summarize counts the whole lists.
func summarize(status v1alpha1.MatterStatus) v1alpha1.MatterSummary {
	summary := v1alpha1.MatterSummary{
		Members:    int32(len(status.Staffing)),
		Conflicted: int32(len(status.ConflictedUsers)),
	}
	for _, m := range status.Staffing {
		if m.Access == v1alpha1.AccessExcluded {
			summary.Excluded++
		}
		if slices.ContainsFunc(m.Origins, func(o v1alpha1.Origin) bool { return o.Type == v1alpha1.OriginFollowing }) {
			summary.Followers++
		}
	}
	return summary
}

// publish bounds the lists of a status: each to its first 500 entries, and all
// together to what an object may take. The summary stays exact.
func publish(status v1alpha1.MatterStatus) v1alpha1.MatterStatus {
	kept := [3]int{published(status.Staffing), published(status.ConflictedUsers), published(status.Ignored)}
	if atMostBytes(status) > maxListBytes {
		kept = fit([3][]int{sizesOf(status.Staffing), sizesOf(status.ConflictedUsers), sizesOf(status.Ignored)}, maxListBytes)
	}
	status.Truncated = kept[0] < len(status.Staffing) || kept[1] < len(status.ConflictedUsers) || kept[2] < len(status.Ignored)
	status.Staffing = first(status.Staffing, kept[0])
	status.ConflictedUsers = first(status.ConflictedUsers, kept[1])
	status.Ignored = first(status.Ignored, kept[2])
	return status
}

func first[E any](list []E, n int) []E {
	if n == 0 {
		return nil
	}
	return list[:n:n]
}

// published returns how many entries of a list are published, bytes aside.
func published[E any](list []E) int { return min(len(list), v1alpha1.MaxPublished) }

// atMostBytes returns a number of bytes that the published lists do not exceed.
// It is quick to tell, and for nearly every status it settles that all fits.
func atMostBytes(status v1alpha1.MatterStatus) int {
	const (
		entryBytes  = 256 // the keys and fixed words of an entry, and its user
		originBytes = 128 // those of an origin
		nameBytes   = 6*63 + 3
		viaBytes    = 63 + 3
	)
	total := published(status.Ignored) * entryBytes
	origins := func(list []v1alpha1.Origin) {
		for i := range list {
			total += originBytes + len(list[i].Via)*viaBytes
			if list[i].Set != "" {
				total += nameBytes
			}
		}
	}
	for _, m := range status.Staffing[:published(status.Staffing)] {
		total += entryBytes + len(m.IncludedSystems)*nameBytes
		origins(m.Origins)
	}
	for _, c := range status.ConflictedUsers[:published(status.ConflictedUsers)] {
		total += entryBytes
		origins(c.Origins)
	}
	return total
}

// sizesOf returns how many bytes each of the entries that may be published takes,
// up to the one that exceeds all that there is.
func sizesOf[E any](list []E) []int {
	sizes, total := make([]int, 0, published(list)), 0
	for i := range list[:published(list)] {
		size := sizeOf(list[i])
		sizes = append(sizes, size)
		if total += size; total > maxListBytes {
			break
		}
	}
	return sizes
}

func sizeOf(entry any) int {
	data, err := json.Marshal(entry)
	if err != nil {
		panic(err) // the API types marshal
	}
	return len(data) + 1 // and a comma
}

// fit returns how many entries of each list fit into the budget. Lists that need
// less than their fair share leave the rest to the others, so that one long list
// does not crowd out a short one.
func fit(lists [3][]int, budget int) [3]int {
	var kept [3]int
	order := []int{0, 1, 2}
	slices.SortStableFunc(order, func(a, b int) int { return sum(lists[a]) - sum(lists[b]) })
	for i, list := range order {
		share := budget / (len(order) - i)
		for _, size := range lists[list] {
			if size > share {
				break
			}
			share -= size
			budget -= size
			kept[list]++
		}
	}
	return kept
}

func sum(sizes []int) int {
	total := 0
	for _, size := range sizes {
		total += size
	}
	return total
}
