package judge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// State is what is stored of every object at a time.
type State map[Key]Value

// StateOf returns the state of a namespace that its revisions lead to.
func StateOf(history []Revision) State {
	state := State{}
	for _, r := range history {
		if r.Object == nil {
			delete(state, r.Key.In(""))
			continue
		}
		state[r.Key.In("")] = ValueOf(r)
	}
	return state
}

// Differences says where a state is not as wanted: which object, and both values.
func Differences(want, have State) (found []string) {
	for _, key := range sorted(want) {
		there, is := have[key]
		if !is {
			found = append(found, fmt.Sprintf("%s is not there", key))
			continue
		}
		if there != want[key] {
			found = append(found, fmt.Sprintf("%s (-undisturbed +here):\n%s", key, cmp.Diff(lines(want[key]), lines(there))))
		}
	}
	for _, key := range sorted(have) {
		if _, wanted := want[key]; !wanted {
			found = append(found, fmt.Sprintf("%s is there, and must not be", key))
		}
	}
	return found
}

// Write is a write that the manager sent and the API server answered.
type Write struct {
	Key
	Verb        string // PUT, PATCH, POST
	Subresource string
	Status      int // of HTTP; 0 if no answer ever came from the API server
}

// Accepted says whether the API server said that it took the write.
func (w Write) Accepted() bool { return w.Status >= 200 && w.Status < 300 }

// TooManyWrites says which objects were written more often than they have changed:
// a status more often than it passed from one value to another, or anything else
// of ours more often than its ledger and stamps did. It is the history of one
// namespace, and every write to it.
func TooManyWrites(history []Revision, writes []Write) (found []string) {
	sent, passed := map[Key][2]int{}, map[Key][2]int{}
	for _, w := range writes {
		if !w.Accepted() || w.Resource == "events" {
			continue
		}
		counts := sent[w.Key]
		counts[part(w.Subresource)]++
		sent[w.Key] = counts
	}
	last := map[Key]Value{}
	for _, r := range history {
		if r.Object == nil {
			delete(last, r.Key)
			continue
		}
		value, before := ValueOf(r), last[r.Key]
		counts := passed[r.Key]
		if _, known := last[r.Key]; known {
			if value.Status != before.Status {
				counts[ofStatus]++
			}
			if value.Kept != before.Kept {
				counts[ofKept]++
			}
		}
		last[r.Key], passed[r.Key] = value, counts
	}
	for _, key := range sorted(sent) {
		for part, name := range []string{"status", "ledger and stamps"} {
			if sent[key][part] > passed[key][part] {
				found = append(found, fmt.Sprintf("%s: its %s changed %d times and was written %d times",
					key, name, passed[key][part], sent[key][part]))
			}
		}
	}
	return found
}

const ofStatus, ofKept = 0, 1

func part(subresource string) int {
	if subresource == "status" {
		return ofStatus
	}
	return ofKept
}

// OpenWalls says which statuses published a wall and showed somebody whom it names
// as Granted, at any time.
func OpenWalls(history []Revision) (found []string) {
	for _, r := range history {
		if r.Resource != "matters" || r.Object == nil {
			continue
		}
		status, _ := r.Object["status"].(map[string]any)
		walled := map[string]bool{}
		for _, entry := range objects(status["conflictedUsers"]) {
			walled[fmt.Sprint(entry["user"])] = true
		}
		for _, entry := range objects(status["staffing"]) {
			if user := fmt.Sprint(entry["user"]); walled[user] && entry["access"] != "Excluded" {
				found = append(found, fmt.Sprintf("%s, revision %d: its wall names %s, and its team says %v",
					r.Key, r.Number, user, entry["access"]))
			}
		}
	}
	return found
}

// Strays says which statuses, in the history of a single change, are neither what
// they were before it nor what they are after it.
func Strays(before, after State, history []Revision) (found []string) {
	for _, r := range history {
		if r.Object == nil {
			continue
		}
		key, status := r.Key.In(""), ValueOf(r).Status
		was, there := before[key]
		if there && status != was.Status && status != after[key].Status {
			found = append(found, fmt.Sprintf("%s, revision %d: neither its status before the change nor after it\n(-after +here):\n%s",
				key, r.Number, cmp.Diff(strings.Split(after[key].Status, "\n"), strings.Split(status, "\n"))))
		}
	}
	return found
}

func objects(list any) (entries []map[string]any) {
	all, _ := list.([]any)
	for _, entry := range all {
		if m, ok := entry.(map[string]any); ok {
			entries = append(entries, m)
		}
	}
	return entries
}

// lines is a value as cmp compares it best.
func lines(v Value) map[string][]string {
	return map[string][]string{
		"spec": strings.Split(v.Spec, "\n"), "status": strings.Split(v.Status, "\n"), "kept": strings.Split(v.Kept, "\n"),
	}
}

func sorted[V any](m map[Key]V) []Key {
	return slices.SortedFunc(maps.Keys(m), func(a, b Key) int {
		return strings.Compare(a.String(), b.String())
	})
}
