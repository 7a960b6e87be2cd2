package admission

import "bytes"

// twins reads an object and the stored one that it replaces, each as if it were read
// alone. What both say in the same bytes, most of it, is read once and shared by the
// two: whoever asks for them writes neither. It says no where it does not
// understand them, or they are wrong: then each is to be read alone, by what says why.
func twins[T any](changed, stored []byte) (after, before T, ok bool) {
	a, ok := membersOf(changed, nil)
	if !ok || !areDistinct(a) {
		return after, before, false
	}
	b, ok := membersOf(stored, a)
	if !ok || !areDistinct(b) {
		return after, before, false
	}
	for i := range a {
		if was := find(b, &a[i]); was != nil && bytes.Equal(a[i].value, was.value) {
			a[i].shared, was.shared = true, true
		}
	}
	if decode(textOf(a, isShared), &after) != nil {
		return after, before, false
	}
	before = after // what is read on top are other fields, so that neither writes what both share
	ok = decode(textOf(a, isOwn), &after) == nil && decode(textOf(b, isOwn), &before) == nil
	return after, before, ok
}

func isShared(m *member) bool { return m.isRead() && m.shared }

func isOwn(m *member) bool { return m.isRead() && !m.shared }

// mostMembers is how many members an object may have that is read as a twin: more than
// any of ours, and few enough to compare each with each.
const mostMembers = 64

// areDistinct says whether each of the members is another field: none is there twice,
// or may be written in two ways.
func areDistinct(members []member) bool {
	if len(members) > mostMembers {
		return false
	}
	for i := range members {
		m := &members[i]
		if m.key != nil && (bytes.IndexByte(m.key, '\\') >= 0 || isAmong(members[:i], m)) {
			return false
		}
	}
	return true
}

func isAmong(members []member, like *member) bool {
	for i := range members {
		if m := &members[i]; m.in == like.in && bytes.Equal(m.key, like.key) {
			return true
		}
	}
	return false
}
