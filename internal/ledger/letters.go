package ledger

import (
	"math/bits"
	"strings"
)

// A packed ledger is a row of numbers, each below a bound that those before it
// tell. As many as fit are multiplied into a block, which is written in letters;
// the last of them is divided between two blocks.
// There is nothing in between that could come out otherwise: the same numbers are
// the same letters, whatever wrote them.
const (
	// letters are all printable ones but for those that some reader of JSON, YAML,
	// HTML or a shell would change: space " $ & ' < > \ and `.
	letters = `!#%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~`
	base    = uint64(len(letters))

	// blockLetters is how many letters a block has: nine of 86 hold eleven letters
	// of a name, with next to nothing to spare.
	blockLetters = 9
	blockBound   = base * base * base * base * base * base * base * base * base
)

// digits says which digit a letter is, or that it is none.
var digits = func() (digits [256]uint8) {
	for i := range digits {
		digits[i] = uint8(max(strings.IndexByte(letters, byte(i))+1, 0))
	}
	return digits
}()

// writer writes numbers as letters.
type writer struct {
	text         []byte
	block, bound uint64 // the numbers of this block, and what the block stays below
	failed       bool   // a number was not below its bound
}

// put writes a number that is below a bound, which is at least 1.
func (w *writer) put(n, bound uint64) {
	if n >= bound || bound > blockBound {
		w.failed = true
		return
	}
	if room := blockBound / w.bound; room < bound {
		w.block += n % room * w.bound
		w.end()
		n, bound = n/room, (bound-1)/room+1
	}
	w.block += n * w.bound
	w.bound *= bound
}

// number writes any number: how many bits it has, then those below the first.
func (w *writer) number(n uint64) {
	length := bits.Len64(n)
	w.put(uint64(length), 65)
	for rest := length - 1; rest > 0; rest -= 16 {
		bound := uint64(1) << min(rest, 16)
		w.put(n%bound, bound)
		n /= bound
	}
}

// end writes the block.
func (w *writer) end() {
	for range blockLetters {
		w.text = append(w.text, letters[w.block%base])
		w.block /= base
	}
	w.bound = 1
}

// reader reads what writer has written. Once it has failed all numbers are 0.
type reader struct {
	text         string
	block, bound uint64
	failed       bool
}

// take reads a number that is below a bound.
func (r *reader) take(bound uint64) uint64 {
	if bound == 0 || bound > blockBound || r.failed {
		r.failed = true
		return 0
	}
	below, begun, room := bound, uint64(0), blockBound/r.bound
	if room < bound {
		begun = r.block
		r.next()
		below = (bound-1)/room + 1
	} else {
		room = 1
	}
	n := r.block%below*room + begun
	r.block /= below
	r.bound *= below
	if n >= bound || r.failed {
		r.failed = true
		return 0
	}
	return n
}

func (r *reader) number() uint64 {
	length := r.take(65)
	if length < 2 {
		return length
	}
	n, shift := uint64(0), 0
	for rest := int(length) - 1; rest > 0; rest -= 16 {
		bits := min(rest, 16)
		n |= r.take(1<<bits) << shift
		shift += bits
	}
	return n | 1<<(length-1)
}

// next reads the next block.
func (r *reader) next() {
	if len(r.text) < blockLetters {
		r.failed = true
		return
	}
	r.block, r.bound = 0, 1
	for i := blockLetters - 1; i >= 0; i-- {
		digit := digits[r.text[i]]
		r.failed = r.failed || digit == 0
		r.block = r.block*base + uint64(digit) - 1
	}
	r.text = r.text[blockLetters:]
}
