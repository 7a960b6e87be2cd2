package ledger_test

import (
	"fmt"
	"testing"

	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// BenchmarkLedger reads, advances and writes the ledger of a matter with that
// many on each of its lists: what a webhook does at every write of it.
func BenchmarkLedger(b *testing.B) {
	view := firm.View(b, `firm follow=staffing`)
	for _, size := range []int{12, 500} {
		m := firm.MakeMatter("m").
			Staff(numbered("somebody-of-the-team", size)...).
			Conflicted(numbered("somebody-walled-off", size)...)
		kept := ledger.Matter{}.Advance(&m.Spec, view, firm.At(0))
		stored := kept.Encode()
		joins := (&firm.MatterWrapper{Matter: *m.DeepCopy()}).Staff("newcomer")
		for _, c := range []struct {
			what string
			do   func()
		}{
			{"Decode", func() { _, _ = ledger.DecodeMatter(stored) }},
			{"Encode", func() { _ = kept.Encode() }},
			{"Complete", func() { kept.Complete(&m.Spec) }},
			{"Advance, nobody moves", func() { kept.Advance(&m.Spec, view, firm.At(1)) }},
			{"Advance, one joins", func() { kept.Advance(&joins.Spec, view, firm.At(1)) }},
		} {
			b.Run(fmt.Sprintf("%s/%d", c.what, size), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					c.do()
				}
			})
		}
	}
}
