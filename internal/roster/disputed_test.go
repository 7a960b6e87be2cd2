package roster_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestDisputed is about the links that stand or fall with the link x.
func TestDisputed(t *testing.T) {
	for _, c := range []struct{ behaviour, links, want string }{
		{"none among links that keep A-2", `link asa->tom name=x; link abe->tom; link asa->tim`, ``},
		{"the same pair", `link asa->tom name=x; link asa->tom name=1`, `1`},
		{"who has the assistant as timekeeper", `link asa->tom name=x; link abe->asa name=1`, `1`},
		{"who has the timekeeper as assistant", `link asa->tom name=x; link tom->tim name=1`, `1`},
		{"earlier ones too", `link tom->tim name=1; link asa->tom name=x`, `1`},
		{"and those that dispute with them", `link b->a name=x; link c->b name=1; link d->c name=2; link d->e name=3; link f->e`, `1 2`},
		{"round a circle, itself left out", `link a->b name=x; link b->c name=1; link c->a name=2`, `1 2`},
		{"one that is gone", `link abe->asa name=1`, `1`},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			view := firm.View(t, c.links)
			x := firm.MakeLink("asa", "tom")
			for _, link := range firm.Parse(t, c.links).Links {
				if link.Name == "x" {
					x = link
				}
			}
			if got := found(roster.Disputed(view, x)); got != c.want {
				t.Errorf("of %s\n got %s\nwant %s", c.links, got, c.want)
			}
		})
	}
}

// TestDisputedIsTheClosure is the law that lets a change of one link touch its
// dispute and nothing else: with or without it, all others have the same verdict.
func TestDisputedIsTheClosure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		with := someLinks.Filter(func(links []*v1alpha1.AssistantLink) bool { return len(links) > 0 }).Draw(t, "links")
		x := with[0]
		without := with[1:]
		disputed := names(roster.Disputed(roster.NewSnapshot(roster.Objects{Links: with}), x))

		if diff := cmp.Diff(closure(x, without), disputed, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("the dispute of %s (-want +got)\n%s", x.Name, diff)
		}
		after := names(roster.Disputed(roster.NewSnapshot(roster.Objects{Links: without}), x))
		if diff := cmp.Diff(disputed, after, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("the dispute of %s while it is there and when it is gone (-there +gone)\n%s", x.Name, diff)
		}
		judgeWith, judgeWithout := judgeOf(with), judgeOf(without)
		for _, other := range without {
			if slices.Contains(disputed, other.Name) {
				continue
			}
			if a, b := judgeWith.Judge(other), judgeWithout.Judge(other); a != b {
				t.Errorf("%s is not disputed, but with %s %s and without %s", other.Name, x.Name, text(a), text(b))
			}
		}
	})
}

// closure returns the names of the links that dispute with a link, directly or
// through each other, by comparing each with each.
func closure(x *v1alpha1.AssistantLink, others []*v1alpha1.AssistantLink) []string {
	reached := []*v1alpha1.AssistantLink{x}
	for i := 0; i < len(reached); i++ {
		for _, other := range others {
			a, b := reached[i].Spec, other.Spec
			opposed := a == b || a.Assistant == b.Timekeeper || a.Timekeeper == b.Assistant
			if opposed && !slices.Contains(reached, other) {
				reached = append(reached, other)
			}
		}
	}
	return names(reached[1:])
}
