package graph

// place gives every cell its height: as near as may be to what it is joined to,
// none above another, the asset at 0.
func (l *layout) place() {
	for depth := range l.layers {
		l.settle(depth, func(int) int { return 0 })
	}
	const rounds = 4
	for range rounds {
		for depth := 1; depth < len(l.layers); depth++ {
			l.settle(depth, func(i int) int { return l.mean(l.cells[i].inner, l.cells[i].y) })
		}
		for depth := len(l.layers) - 2; depth > 0; depth-- {
			l.settle(depth, func(i int) int {
				return l.mean(append(append([]int{}, l.cells[i].outer...), l.cells[i].inner...), l.cells[i].y)
			})
		}
	}
	if len(l.layers) > 1 {
		l.settle(1, func(i int) int { return l.cells[i].y })
	}
}

func (l *layout) mean(of []int, otherwise int) int {
	if len(of) == 0 {
		return otherwise
	}
	sum := 0
	for _, i := range of {
		sum += l.cells[i].y
	}
	return sum / len(of)
}

// block are cells that touch each other: they stand at the mean of what they want.
type block struct{ sum, cells int }

// settle puts the cells of a layer where they want to be, as far as there is room, so
// that the squares of what is missing are least.
func (l *layout) settle(depth int, wanted func(i int) int) {
	layer := l.layers[depth]
	offsets := make([]int, len(layer))
	var blocks []block
	for n, i := range layer {
		if n > 0 {
			before := l.cells[layer[n-1]]
			offsets[n] = offsets[n-1] + (before.height+l.cells[i].height)/2 + cellGap
		}
		blocks = append(blocks, block{wanted(i) - offsets[n], 1})
		for last := len(blocks) - 1; last > 0 && above(blocks[last-1], blocks[last]); last-- {
			blocks[last-1].sum += blocks[last].sum
			blocks[last-1].cells += blocks[last].cells
			blocks = blocks[:last]
		}
	}
	n := 0
	for _, b := range blocks {
		for range b.cells {
			l.cells[layer[n]].y = floor(b.sum, b.cells) + offsets[n]
			n++
		}
	}
}

// above says whether a block would have to be below the one after it.
func above(a, b block) bool { return a.sum*b.cells > b.sum*a.cells }

func floor(a, b int) int {
	if a < 0 && a%b != 0 {
		return a/b - 1
	}
	return a / b
}
