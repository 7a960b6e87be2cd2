package roster_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestJudge is about links, written one a minute, and what becomes of each.
func TestJudge(t *testing.T) {
	for _, c := range []struct{ behaviour, writes, want string }{
		{
			"A-1 many to many",
			`link asa->tom name=1; link asa->tim name=2; link abe->tom name=3`,
			`1 Accepted, 2 Accepted, 3 Accepted`,
		},
		{
			"A-4 the same pair again",
			`link asa->tom name=1; link asa->tom name=2`,
			`1 Accepted, 2 Duplicate of 1`,
		},
		{
			"A-4 the earliest of the same pair, not the first by name",
			`link asa->tom name=2; link asa->tom name=1; link asa->tom name=3`,
			`1 Duplicate of 2, 2 Accepted, 3 Duplicate of 2`,
		},
		{
			"A-4 an assistant who has assistants",
			`link asa->tom name=1; link tom->tim name=2`,
			`1 Accepted, 2 AssistantHasAssistants of 1`,
		},
		{
			"A-4 a timekeeper who is an assistant",
			`link asa->tom name=1; link abe->asa name=2`,
			`1 Accepted, 2 TimekeeperIsAssistant of 1`,
		},
		{
			"A-4 the pair turned round",
			`link asa->tom name=1; link tom->asa name=2`,
			`1 Accepted, 2 AssistantHasAssistants of 1`,
		},
		{
			"A-4 the first reason that applies",
			`link asa->tom name=1; link tim->abe name=2; link tom->tim name=3`,
			`1 Accepted, 2 Accepted, 3 AssistantHasAssistants of 1`,
		},
		{
			"A-4 the earliest of several that stand against it",
			`link asa->tom name=2; link abe->tom name=1; link tom->tim name=3`,
			`1 Accepted, 2 Accepted, 3 AssistantHasAssistants of 2`,
		},
		{
			"A-4 since comes before the name",
			`link tom->tim name=1 since=9; link asa->tom name=2 since=8`,
			`1 AssistantHasAssistants of 2, 2 Accepted`,
		},
		{
			"A-4 at the same moment by name",
			`link asa->tom name=2 since=5; link tom->tim name=1 since=5`,
			`1 Accepted, 2 TimekeeperIsAssistant of 1`,
		},
		{
			"L-9 in files without stamps by name alone",
			`link asa->tom name=2 since=none; link tom->tim name=1 since=none`,
			`1 Accepted, 2 TimekeeperIsAssistant of 1`,
		},
		{
			"A-4 one that is not accepted stands against nobody",
			`link asa->tom name=1; link tom->tim name=2; link tim->abe name=3`,
			`1 Accepted, 2 AssistantHasAssistants of 1, 3 Accepted`,
		},
		{
			"A-4 nor makes a duplicate",
			`link asa->tom name=1; link tom->tim name=2; link tom->tim name=3`,
			`1 Accepted, 2 AssistantHasAssistants of 1, 3 AssistantHasAssistants of 1`,
		},
		{
			"A-4 a chain of disputes: every other one",
			`link b->a name=1; link c->b name=2; link d->c name=3; link e->d name=4; link f->e name=5`,
			`1 Accepted, 2 TimekeeperIsAssistant of 1, 3 Accepted, 4 TimekeeperIsAssistant of 3, 5 Accepted`,
		},
		{
			"A-4 a deletion heals the next",
			`link asa->tom name=1; link tom->tim name=2; delete link asa->tom name=1`,
			`2 Accepted`,
		},
		{
			"A-4 a deletion turns a chain round",
			`link b->a name=1; link c->b name=2; link d->c name=3; link e->d name=4; delete link b->a name=1`,
			`2 Accepted, 3 TimekeeperIsAssistant of 2, 4 Accepted`,
		},
		{
			"A-4 a deletion promotes the earliest duplicate",
			`link asa->tom name=1; link asa->tom name=3; link asa->tom name=2; delete link asa->tom name=1`,
			`2 Duplicate of 3, 3 Accepted`,
		},
		{
			"A-4 users need not exist, nor be active",
			`user tom deactivated; link asa->tom name=1`,
			`1 Accepted`,
		},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			objects := firm.Written(t, c.writes)
			judge := roster.NewLinks(roster.NewSnapshot(objects))
			var verdicts []string
			for _, link := range slices.SortedFunc(slices.Values(objects.Links), byName) {
				verdicts = append(verdicts, link.Name+" "+text(judge.Judge(link)))
			}
			if got := strings.Join(verdicts, ", "); got != c.want {
				t.Errorf("after %s\n got %s\nwant %s", c.writes, got, c.want)
			}
		})
	}
}

func TestWhoAssistsWhom(t *testing.T) {
	judge := roster.NewLinks(firm.View(t, `
		link zoe->tom; link asa->tom; link asa->tim; link abe->tim; link asa->tim name=again; link tom->tim`))
	for _, c := range []struct {
		behaviour, user         string
		assistants, timekeepers string
	}{
		{"A-1 a timekeeper has assistants, by name", "tom", "asa zoe", ""},
		{"A-1 an assistant has timekeepers, by name, each once", "asa", "", "tim tom"},
		{"A-4 what is not accepted has no effect", "tim", "abe asa", ""},
		{"A-1 most people are neither", "otto", "", ""},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			assistants := users(judge.Assistants(c.user), func(l *v1alpha1.AssistantLink) string { return l.Spec.Assistant })
			timekeepers := users(judge.Timekeepers(c.user), func(l *v1alpha1.AssistantLink) string { return l.Spec.Timekeeper })
			if assistants != c.assistants || timekeepers != c.timekeepers {
				t.Errorf("%s has assistants %q and timekeepers %q, want %q and %q", c.user, assistants, timekeepers, c.assistants, c.timekeepers)
			}
			if got, want := judge.IsAssistant(c.user), c.timekeepers != ""; got != want {
				t.Errorf("%s is an assistant: %t, want %t", c.user, got, want)
			}
		})
	}
}

// TestJudgeIsTheRule compares the judge, which looks only where a dispute can be,
// with one that reads A-4 from top to bottom; in whatever order it is asked.
func TestJudgeIsTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		links := someLinks.Draw(t, "links")
		want := naive(links)
		judge := judgeOf(links)
		for _, link := range rapid.Permutation(links).Draw(t, "asked") {
			if got := judge.Judge(link); got != want[link.Name] {
				t.Errorf("A-4: %s got %s, want %s", link.Name, text(got), text(want[link.Name]))
			}
		}
	})
}

// TestAcceptedLinksKeepTheRule is together: nobody is both.
func TestAcceptedLinksKeepTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		links := someLinks.Draw(t, "links")
		judge := judgeOf(links)
		for _, link := range links {
			for _, user := range []string{link.Spec.Assistant, link.Spec.Timekeeper} {
				if len(judge.Assistants(user)) > 0 && judge.IsAssistant(user) {
					t.Errorf("A-2: %s is both", user)
				}
			}
		}
	})
}

// naive judges by reading A-4 from top to bottom.
func naive(links []*v1alpha1.AssistantLink) map[string]roster.Verdict {
	verdicts := map[string]roster.Verdict{}
	var accepted []*v1alpha1.AssistantLink
	against := func(reason string, stands func(*v1alpha1.AssistantLink) bool) roster.Verdict {
		if i := slices.IndexFunc(accepted, stands); i >= 0 {
			return roster.Verdict{Reason: reason, Against: accepted[i].Name}
		}
		return roster.Verdict{}
	}
	for _, link := range slices.SortedFunc(slices.Values(links), func(a, b *v1alpha1.AssistantLink) int {
		return cmp.Or(strings.Compare(a.Annotations[v1alpha1.SinceAnnotation], b.Annotations[v1alpha1.SinceAnnotation]), byName(a, b))
	}) {
		verdict := cmp.Or(
			against(v1alpha1.ReasonDuplicate, func(l *v1alpha1.AssistantLink) bool { return l.Spec == link.Spec }),
			against(v1alpha1.ReasonAssistantHasAssistants, func(l *v1alpha1.AssistantLink) bool { return l.Spec.Timekeeper == link.Spec.Assistant }),
			against(v1alpha1.ReasonTimekeeperIsAssistant, func(l *v1alpha1.AssistantLink) bool { return l.Spec.Assistant == link.Spec.Timekeeper }),
			roster.Verdict{Reason: v1alpha1.ReasonAccepted},
		)
		if verdict.Accepted() {
			accepted = append(accepted, link)
		}
		verdicts[link.Name] = verdict
	}
	return verdicts
}

// someLinks are links among few people, made in few minutes, some of them in files.
var someLinks = rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) *v1alpha1.AssistantLink {
	people := rapid.SampledFrom([]string{"ann", "bob", "cal", "dot", "eve", "fay"})
	pair := rapid.SliceOfNDistinct(people, 2, 2, rapid.ID).Draw(t, "pair")
	link := firm.MakeLink(pair[0], pair[1])
	link.Name = rapid.StringMatching(`[a-z]{1,2}`).Draw(t, "name")
	if minute := rapid.IntRange(0, 4).Draw(t, "since"); minute > 0 {
		firm.Stamp(link, minute)
	}
	return link
}), 0, 12, func(link *v1alpha1.AssistantLink) string { return link.Name })

func judgeOf(links []*v1alpha1.AssistantLink) *roster.Links {
	return roster.NewLinks(roster.NewSnapshot(roster.Objects{Links: links}))
}

func byName(a, b *v1alpha1.AssistantLink) int { return strings.Compare(a.Name, b.Name) }

func text(v roster.Verdict) string {
	if v.Accepted() {
		return v.Reason
	}
	return v.Reason + " of " + v.Against
}

func users(links []*v1alpha1.AssistantLink, user func(*v1alpha1.AssistantLink) string) string {
	var names []string
	for _, link := range links {
		names = append(names, user(link))
	}
	return strings.Join(names, " ")
}
