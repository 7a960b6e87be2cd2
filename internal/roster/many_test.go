package roster_test

import (
	"fmt"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestJudgingManyLinks judges disputes of many links, the worst of each kind. It
// counts what the judge asks; a judge that compared each with all of them would
// take minutes here.
func TestJudgingManyLinks(t *testing.T) {
	const n = 10_000
	for _, c := range []struct {
		disputes string
		links    func(i int) (assistant, timekeeper string)
		accepted int
	}{
		{"a chain, every other of which is accepted", func(i int) (string, string) { return name(i), name(i + 1) }, n / 2},
		{"a chain from its end", func(i int) (string, string) { return name(n - i), name(n - i + 1) }, n / 2},
		{"one pair", func(int) (string, string) { return "asa", "tom" }, 1},
		{"an assistant of everybody", func(i int) (string, string) { return "asa", name(i) }, n},
		{"a timekeeper of everybody", func(i int) (string, string) { return name(i), "tom" }, n},
		{"one who is both to everybody", func(i int) (string, string) {
			if i%2 == 0 {
				return "both", name(i)
			}
			return name(i), "both"
		}, n / 2},
		{"a pair that is refused for what its assistant is", func(i int) (string, string) {
			if i == 0 {
				return "ann", "asa"
			}
			return "asa", "tom"
		}, 1},
	} {
		t.Run(c.disputes, func(t *testing.T) {
			var links []*v1alpha1.AssistantLink
			for i := range n {
				link := firm.Stamp(firm.MakeLink(c.links(i)), i)
				link.Name = fmt.Sprintf("link-%d", i)
				links = append(links, link)
			}
			counted := &countedLinks{view: roster.NewSnapshot(roster.Objects{Links: links})}
			judge, accepted := roster.NewLinks(counted), 0
			for _, link := range links[n-1:] {
				judge.Judge(link) // the latest first: it depends on all others
			}
			for _, link := range links {
				if judge.Judge(link).Accepted() {
					accepted++
				}
			}
			if accepted != c.accepted {
				t.Errorf("A-4: %d are accepted, want %d", accepted, c.accepted)
			}
			if most := 3 * n; counted.questions > most {
				t.Errorf("%d questions about %d links, want at most %d", counted.questions, n, most)
			}
		})
	}
}

func name(i int) string { return fmt.Sprintf("user-%d", i) }

// countedLinks counts what is asked of a view.
type countedLinks struct {
	view      roster.LinkView
	questions int
}

func (c *countedLinks) LinksOfAssistant(user string) []*v1alpha1.AssistantLink {
	c.questions++
	return c.view.LinksOfAssistant(user)
}

func (c *countedLinks) LinksOfTimekeeper(user string) []*v1alpha1.AssistantLink {
	c.questions++
	return c.view.LinksOfTimekeeper(user)
}
