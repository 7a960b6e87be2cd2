package staffing_test

import (
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// BenchmarkDerive derives the status of one matter m.
func BenchmarkDerive(b *testing.B) {
	for _, c := range []struct {
		of    string
		build func(*house) *v1alpha1.Matter
	}{
		{"12 members", func(h *house) *v1alpha1.Matter {
			return h.add(h.ordinary("m"))
		}},
		{"200 members", func(h *house) *v1alpha1.Matter {
			toms := h.users(100, short("tom"))
			h.assist(toms, 1)
			return h.add(firm.MakeMatter("m").Staff(toms...).Conflicted(some(20, short("ben"))...))
		}},
		{"2000 members and 2000 conflicted", func(h *house) *v1alpha1.Matter {
			toms, tims := h.users(500, short("tom")), h.users(500, short("tim"))
			h.assist(toms, 3)
			h.assist(tims, 3)
			return h.add(firm.MakeMatter("m").Staff(toms...).Conflicted(tims...))
		}},
		{"a set of 200 assets", func(h *house) *v1alpha1.Matter {
			for i := range 199 {
				h.add(h.ordinary(short("other")(i)).Side("auction", short("side")(i)))
			}
			return h.add(h.ordinary("m").Side("auction", "ours"))
		}},
		{"one of 5000 matters of a timekeeper", func(h *house) *v1alpha1.Matter {
			return h.busy(5000)[0]
		}},
	} {
		b.Run(c.of, func(b *testing.B) {
			var h house
			h.systems(6, short("system"))
			m := c.build(&h)
			view := h.written()
			b.ReportAllocs()
			for b.Loop() {
				staffing.Derive(view, m)
			}
		})
	}
}

// BenchmarkDeriveAllOf derives every matter that a change of one link touches.
func BenchmarkDeriveAllOf(b *testing.B) {
	b.Run("5000 matters of a timekeeper", func(b *testing.B) {
		var h house
		h.systems(6, short("system"))
		matters, view := h.busy(5000), h.written()
		b.ReportAllocs()
		for b.Loop() {
			for _, m := range matters {
				staffing.Derive(view, m)
			}
		}
	})
}

// busy is a timekeeper, its two assistants and its matters.
func (h *house) busy(n int) []*v1alpha1.Matter {
	tom := h.users(1, short("tom"))
	h.assist(tom, 2)
	matters := make([]*v1alpha1.Matter, n)
	for i := range matters {
		matters[i] = h.add(h.ordinary(short("m")(i)).Staff(tom...))
	}
	return matters
}

// ordinary is a matter as most are: 12 members with the case and its followers, a
// small wall, and nobody who is on another.
func (h *house) ordinary(name string) *firm.MatterWrapper {
	seniors, juniors := h.users(3, short(name+"-senior")), h.users(5, short(name+"-junior"))
	h.assist(seniors[:2], 1)
	h.add(firm.MakeCase(name + "-case").Staff(h.users(2, short(name+"-other"))...))
	return firm.MakeMatter(name).Case(name + "-case").Lead(seniors[0]).Staff(seniors...).Staff(juniors...).
		Conflicted(some(3, short(name+"-walled"))...)
}
