package ledger

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

const (
	// nameLetters are those of which names consist, in the order of their bytes.
	nameLetters = "-.0123456789abcdefghijklmnopqrstuvwxyz"
	// longestName is how long a name may be (W-2).
	longestName = 63
	// mostNames bounds a column: more than L-10 and the schema let there be, and
	// few enough that no annotation unpacks to much.
	mostNames = 4096
)

// nameDigits says which digit a letter of a name is, or that it is none.
var nameDigits = func() (digits [256]uint8) {
	for i := range digits {
		digits[i] = uint8(max(strings.IndexByte(nameLetters, byte(i)), -1) + 1)
	}
	return digits
}()

// pack returns the histories of the lists as columns of numbers, in letters. It
// says no to what no object can hold, such as a name of a hundred letters in a
// write that the API server has yet to refuse.
func pack(m Matter) (packed string, ok bool) {
	w := &writer{bound: 1}
	for _, list := range ListNames {
		w.list(m.Of(list))
	}
	w.end()
	return string(w.text), !w.failed
}

// unpack reads what pack returns, and nothing else.
func unpack(packed string) (team, wall List, ok bool) {
	r := &reader{text: packed, bound: blockBound} // as if a block had just been read
	team, wall = r.list(), r.list()
	again, _ := pack(Matter{Staffing: team, ConflictedUsers: wall})
	return team, wall, !r.failed && again == packed
}

// list writes the columns of a list: who joined, when, and whether their
// assistants follow; who left, when, and at what time.
func (w *writer) list(l List) {
	clock := uint64(l.Clock)
	w.number(clock)

	joined, cases := slices.Sorted(maps.Keys(l.Joined)), awaitedCases(l.Joined)
	w.names(joined)
	w.names(cases)
	for _, user := range joined {
		w.put(uint64(l.Joined[user].At)-1, clock)
		w.put(l.Joined[user].said(cases), sayings(cases))
	}

	left := slices.Sorted(maps.Keys(l.Left))
	w.names(left)
	for _, user := range left {
		w.put(uint64(l.Left[user].At)-1, clock)
	}
	before := int64(0)
	for _, user := range inOrderOfLeaving(left, l.Left) {
		at := l.Left[user].Time.UnixMicro()
		w.number(zigzag(at - before))
		before = at
	}
}

func (r *reader) list() List {
	clock := r.number()
	l := List{Clock: int64(clock)}

	joined, cases := r.names(), r.names()
	if len(joined) > 0 {
		l.Joined = make(map[string]Joined, len(joined))
	}
	for _, user := range joined {
		at := int64(r.take(clock)) + 1
		l.Joined[user] = saying(r.take(sayings(cases)), at, cases)
	}

	left := r.names()
	if len(left) > 0 {
		l.Left = make(map[string]Left, len(left))
	}
	for _, user := range left {
		l.Left[user] = Left{At: int64(r.take(clock)) + 1}
	}
	at := int64(0)
	for _, user := range inOrderOfLeaving(left, l.Left) {
		at += unzigzag(r.number())
		l.Left[user] = Left{At: l.Left[user].At, Time: r.time(at)}
	}
	return l
}

// names writes a column of names, sorted: of each how much it shares with the one
// before, how much longer it is, and the letters of that. Everyone is the name
// without letters.
func (w *writer) names(names []string) {
	w.put(uint64(len(names)), mostNames)
	before := ""
	for _, name := range names {
		w.failed = w.failed || name == ""
		name = strings.TrimPrefix(name, Everyone)
		shared := sharedBy(before, name)
		w.put(uint64(shared), uint64(len(before)+1))
		w.put(uint64(len(name)-shared), uint64(longestName-shared+1))
		for i := shared; i < len(name); i++ {
			w.put(uint64(nameDigits[name[i]])-1, uint64(len(nameLetters)))
		}
		before = name
	}
}

func (r *reader) names() []string {
	names := make([]string, r.take(mostNames))
	before := ""
	for i := range names {
		if r.failed {
			return nil
		}
		shared := r.take(uint64(len(before) + 1))
		own := r.take(longestName - shared + 1)
		var name [longestName]byte
		copy(name[:], before[:shared])
		for at := shared; at < shared+own; at++ {
			name[at] = nameLetters[r.take(uint64(len(nameLetters)))]
		}
		before = string(name[:shared+own])
		names[i] = cmp.Or(before, Everyone)
	}
	return names
}

func sharedBy(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// said returns what is known of whether a user's assistants follow, as a number:
// that they do not, do, await the Firm, or await a case without the Firm or with it.
func (j Joined) said(cases []string) uint64 {
	switch {
	case j.Awaits == nil && !j.Follow:
		return 0
	case j.Awaits == nil:
		return 1
	case j.Awaits.Case == "" && j.Awaits.Firm && !j.Follow:
		return 2
	case j.Awaits.Case == "" || j.Follow:
		return sayings(cases) // nothing that Advance writes
	}
	i, _ := slices.BinarySearch(cases, j.Awaits.Case)
	said := 3 + 2*uint64(i)
	if j.Awaits.Firm {
		said++
	}
	return said
}

func saying(said uint64, at int64, cases []string) Joined {
	switch said {
	case 0, 1:
		return Joined{At: at, Follow: said == 1}
	case 2:
		return Joined{At: at, Awaits: &Awaits{Firm: true}}
	}
	return Joined{At: at, Awaits: &Awaits{Case: cases[(said-3)/2], Firm: said%2 == 0}}
}

// sayings is how many numbers there are for said.
func sayings(cases []string) uint64 { return 3 + 2*uint64(len(cases)) }

// awaitedCases returns the cases that entries await, sorted.
func awaitedCases(joined map[string]Joined) []string {
	var cases []string
	for _, j := range joined {
		if j.Awaits != nil && j.Awaits.Case != "" {
			cases = append(cases, j.Awaits.Case)
		}
	}
	slices.Sort(cases)
	return slices.Compact(cases)
}

// inOrderOfLeaving returns names in the order in which they left, in which their
// times differ least.
func inOrderOfLeaving(names []string, left map[string]Left) []string {
	ordered := slices.Clone(names)
	slices.SortStableFunc(ordered, func(a, b string) int { return cmp.Compare(left[a].At, left[b].At) })
	return ordered
}

// time returns a moment, if it is one that is written as times are.
func (r *reader) time(micro int64) Time {
	t := At(time.UnixMicro(micro))
	r.failed = r.failed || t.Year() < 0 || t.Year() > 9999
	return t
}

// zigzag makes small numbers of those near 0 on either side.
func zigzag(n int64) uint64 { return uint64(n<<1) ^ uint64(n>>63) }

func unzigzag(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }
