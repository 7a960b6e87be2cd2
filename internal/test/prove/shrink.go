package prove

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/model"
)

// Shrink returns a history as short and as plain as it gets while the two still
// differ after it, or as far as it gets in the time. What is there to be dropped
// are writes, and parts of what they say: how a history was drawn does not matter.
func Shrink(h History, within time.Duration) History {
	return shrink(&shrinker{best: h, until: time.Now().Add(within), differs: History.Difference})
}

func shrink(s *shrinker) History {
	for changed := true; changed; {
		changed = s.dropBound()
		changed = s.dropWrites() || changed
		changed = s.dropPairs() || changed
		changed = s.dropParts() || changed
		changed = s.evenTimes() || changed
	}
	return s.best
}

type shrinker struct {
	best    History
	until   time.Time
	differs func(History) (told string, after int)
}

// try keeps a history instead of the best one if it could have been written and
// the two differ after it. What follows the difference is cut off.
func (s *shrinker) try(writes []model.Write) bool {
	if time.Now().After(s.until) || !writable(writes) {
		return false
	}
	return s.tryHistory(History{Bound: s.best.Bound, Writes: writes})
}

func (s *shrinker) tryHistory(h History) bool {
	told, after := s.differs(h)
	if told == "" {
		return false
	}
	h.Writes = h.Writes[:after:after]
	s.best = h
	return true
}

// dropBound takes ledgers of the usual size if it may.
func (s *shrinker) dropBound() bool {
	usual := History{Bound: model.DefaultLeftBound, Writes: s.best.Writes}
	return s.best.Bound != usual.Bound && s.tryHistory(usual)
}

// dropWrites drops writes, many at once at first.
func (s *shrinker) dropWrites() (changed bool) {
	for size := len(s.best.Writes) / 2; size > 0; size /= 2 {
		for at := 0; at+size <= len(s.best.Writes); {
			if s.try(slices.Concat(s.best.Writes[:at], s.best.Writes[at+size:])) {
				changed = true
			} else {
				at += size
			}
		}
	}
	return changed
}

// dropPairs drops two writes of one object that follow each other: what was put
// and went again, or went and came back.
func (s *shrinker) dropPairs() (changed bool) {
	for i := 0; i < len(s.best.Writes); i++ {
		rest := s.best.Writes[i+1:]
		next := slices.IndexFunc(rest, func(x model.Write) bool { return x.Key() == s.best.Writes[i].Key() })
		if next >= 0 && s.try(slices.Concat(s.best.Writes[:i], rest[:next], rest[next+1:])) {
			changed = true
			i--
		}
	}
	return changed
}

// evenTimes puts a microsecond between any two writes if it may.
func (s *shrinker) evenTimes() bool {
	even := slices.Clone(s.best.Writes)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range even {
		even[i].At = start.Add(time.Duration(i+1) * time.Microsecond)
	}
	same := slices.EqualFunc(even, s.best.Writes, func(a, b model.Write) bool { return a.At.Equal(b.At) })
	return !same && s.try(even)
}

// dropParts drops what specs say, a part at a time.
func (s *shrinker) dropParts() (changed bool) {
	for i := 0; i < len(s.best.Writes); i++ {
		for part := 0; i < len(s.best.Writes); {
			simpler, more := without(s.best.Writes[i], part)
			if !more {
				break
			}
			writes := slices.Clone(s.best.Writes)
			writes[i] = simpler
			if s.try(writes) {
				changed = true
			} else {
				part++
			}
		}
	}
	return changed
}

// without returns a write whose spec lacks one of its parts, false if it has
// fewer than that.
func without(x model.Write, part int) (model.Write, bool) {
	if x.Delete {
		return x, false
	}
	var spec any
	if err := json.Unmarshal([]byte(x.Spec()), &spec); err != nil {
		panic(err) // it has just been written
	}
	spec, dropped := drop(spec, &part)
	if !dropped {
		return x, false
	}
	text, err := json.Marshal(spec)
	if err != nil {
		panic(err)
	}
	simpler, err := x.With(string(text))
	if err != nil {
		panic(err)
	}
	return simpler, true
}

// needed are the keys without which an object or an entry is none.
var needed = []string{"type", "user", "set", "side", "name", "assistant", "timekeeper"}

// drop leaves out the nth key or element, outer ones and earlier ones first; n is
// less by what was passed over. Of a long list, it leaves out half at first.
func drop(from any, n *int) (any, bool) {
	switch from := from.(type) {
	case map[string]any:
		keys := slices.DeleteFunc(slices.Sorted(maps.Keys(from)), func(key string) bool { return slices.Contains(needed, key) })
		if *n < len(keys) {
			delete(from, keys[*n])
			return from, true
		}
		*n -= len(keys)
		for _, key := range keys {
			if rest, dropped := drop(from[key], n); dropped {
				from[key] = rest
				return from, true
			}
		}
	case []any:
		for size := len(from); size > 0; size /= 2 {
			if pieces := len(from) / size; *n >= pieces {
				*n -= pieces
				continue
			}
			return slices.Delete(from, *n*size, (*n+1)*size), true
		}
		for i := range from {
			if rest, dropped := drop(from[i], n); dropped {
				from[i] = rest
				return from, true
			}
		}
	}
	return from, false
}

// writable says whether an API server could have taken the writes: only what is
// there is deleted, links do not change, and assets keep their type.
func writable(writes []model.Write) bool {
	there := map[string]model.Write{}
	for _, x := range writes {
		key := x.Key()
		before, exists := there[key]
		if x.Delete {
			if !exists {
				return false
			}
			delete(there, key)
			continue
		}
		switch o := x.Object.(type) {
		case *v1alpha1.AssistantLink:
			if exists {
				return false
			}
		case *v1alpha1.Matter:
			if old, is := before.Object.(*v1alpha1.Matter); is && old.Spec.Type != o.Spec.Type {
				return false
			}
		}
		there[key] = x
	}
	return true
}
