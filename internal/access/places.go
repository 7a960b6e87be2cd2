package access

import "math/bits"

// places is a set of places of clients, a bit for each. The nil set is empty.
type places []uint64

const perWord = 64

func newPlaces(n int) places { return make(places, (n+perWord-1)/perWord) }

func (p places) has(place int) bool { return p != nil && p[place/perWord]&(1<<(place%perWord)) != 0 }

func (p places) put(place int) { p[place/perWord] |= 1 << (place % perWord) }

// with returns these places and others, in the memory of the others.
func (p places) with(others places) places {
	for i := range p {
		others[i] |= p[i]
	}
	return others
}

func (p places) count() (n int) {
	for _, word := range p {
		n += bits.OnesCount64(word)
	}
	return n
}
