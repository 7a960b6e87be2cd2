package roster

import (
	"slices"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Verdict is what becomes of a link: its reason is a reason of the
// condition Accepted, and Against names the earlier link that stands against it.
type Verdict struct {
	Reason  string
	Against string
}

// Accepted says whether the link has effect.
func (v Verdict) Accepted() bool { return v.Reason == v1alpha1.ReasonAccepted }

// Links judges the links of a firm and remembers its verdicts; it serves one
// derivation. Only links that could stand against each other are compared, and each
// with as few as there can be: judging all links of a user costs as much as there
// are of them and of those that dispute a user with them.
type Links struct {
	view     LinkView
	verdicts map[string]Verdict
	parties  map[string]*party // by user
	disputes map[dispute]*waiting
}

// party is a user whom links name: as one who is assisted, and as one who assists.
type party struct{ assisted, assisting known }

// known is what is known of the links of a side.
type known struct {
	links    []*v1alpha1.AssistantLink // sorted by the other user
	accepted []*v1alpha1.AssistantLink // those of them that are
	found    bool                      // links are
	judged   bool                      // accepted is
}

// known returns what is known of the links of a side.
func (l *Links) known(s side) *known {
	p := l.parties[s.user]
	if p == nil {
		p = &party{}
		l.parties[s.user] = p
	}
	if s.assisting {
		return &p.assisting
	}
	return &p.assisted
}

// LinkView is what judging links needs of a View.
type LinkView interface {
	LinksOfAssistant(user string) []*v1alpha1.AssistantLink
	LinksOfTimekeeper(user string) []*v1alpha1.AssistantLink
}

// side is a user as one of the two whom links name.
type side struct {
	user      string
	assisting bool
}

// dispute is what links can be against: the links of a side, or those of a pair.
type dispute struct {
	side

	pair string // the other user of the pair, empty for all
}

// waiting are the links of a dispute by since. Those before next have been judged:
// none of them is accepted.
type waiting struct {
	links []*v1alpha1.AssistantLink
	next  int
}

// NewLinks returns a judge of the links of a firm.
func NewLinks(v LinkView) *Links {
	return &Links{
		view:     v,
		verdicts: map[string]Verdict{},
		parties:  map[string]*party{},
		disputes: map[dispute]*waiting{},
	}
}

// Assistants returns the accepted links to those who assist a user, by assistant.
func (l *Links) Assistants(timekeeper string) []*v1alpha1.AssistantLink {
	return l.accepted(side{user: timekeeper})
}

// Timekeepers returns the accepted links to those whom a user assists, by timekeeper.
func (l *Links) Timekeepers(assistant string) []*v1alpha1.AssistantLink {
	return l.accepted(side{user: assistant, assisting: true})
}

// Between returns the accepted link of a pair, nil if there is none. However many
// links either has, it looks at those of the pair.
func (l *Links) Between(assistant, timekeeper string) *v1alpha1.AssistantLink {
	for _, link := range l.in(l.pair(assistant, timekeeper)) {
		if l.Judge(link).Accepted() {
			return link
		}
	}
	return nil
}

// IsAssistant says whether a user is the assistant of an accepted link.
func (l *Links) IsAssistant(user string) bool {
	return len(l.Timekeepers(user)) > 0
}

func (l *Links) accepted(s side) []*v1alpha1.AssistantLink {
	known := l.known(s)
	if known.judged {
		return known.accepted
	}
	links := l.of(s)
	accepted := make([]*v1alpha1.AssistantLink, 0, len(links))
	for _, link := range links {
		if l.Judge(link).Accepted() {
			accepted = append(accepted, link)
		}
	}
	known.accepted, known.judged = accepted, true
	return accepted
}

// of returns the links of a side, by the other user.
func (l *Links) of(s side) []*v1alpha1.AssistantLink {
	known := l.known(s)
	if known.found {
		return known.links
	}
	var links []*v1alpha1.AssistantLink
	if s.assisting {
		links = l.view.LinksOfAssistant(s.user)
	} else {
		links = l.view.LinksOfTimekeeper(s.user)
	}
	if len(links) > 1 {
		links = slices.SortedFunc(slices.Values(links), func(a, b *v1alpha1.AssistantLink) int {
			return strings.Compare(s.other(a), s.other(b))
		})
	}
	known.links, known.found = links, true
	return links
}

// other returns the other user of a link of the side.
func (s side) other(link *v1alpha1.AssistantLink) string {
	if s.assisting {
		return link.Spec.Timekeeper
	}
	return link.Spec.Assistant
}

// Judge says what becomes of a link: links are judged in order of since,
// then name, and the first reason that applies counts.
func (l *Links) Judge(link *v1alpha1.AssistantLink) Verdict {
	if verdict, known := l.verdicts[link.Name]; known {
		return verdict
	}
	verdict := l.judge(link)
	l.verdicts[link.Name] = verdict
	return verdict
}

func (l *Links) judge(link *v1alpha1.AssistantLink) Verdict {
	assistant, timekeeper := link.Spec.Assistant, link.Spec.Timekeeper
	if other := l.against(link, l.pair(assistant, timekeeper)); other != "" {
		return Verdict{Reason: v1alpha1.ReasonDuplicate, Against: other}
	}
	if other := l.against(link, dispute{side: side{user: assistant}}); other != "" {
		return Verdict{Reason: v1alpha1.ReasonAssistantHasAssistants, Against: other}
	}
	if other := l.against(link, dispute{side: side{user: timekeeper, assisting: true}}); other != "" {
		return Verdict{Reason: v1alpha1.ReasonTimekeeperIsAssistant, Against: other}
	}
	return Verdict{Reason: v1alpha1.ReasonAccepted}
}

// pair returns the links of a pair, as those of whichever side has been looked up.
func (l *Links) pair(assistant, timekeeper string) dispute {
	if s := (side{user: assistant, assisting: true}); l.known(s).links != nil {
		return dispute{side: s, pair: timekeeper}
	}
	return dispute{side: side{user: timekeeper}, pair: assistant}
}

// against returns the first accepted link of a dispute that is earlier than the
// link, empty if there is none. Whoever is judged here asks about links earlier than
// itself, which have been judged: that judgements call each other is no harm.
func (l *Links) against(link *v1alpha1.AssistantLink, d dispute) string {
	w, begun := l.disputes[d]
	if !begun {
		links := l.in(d)
		if len(links) == 0 || len(links) == 1 && links[0].Name == link.Name {
			return "" // as nearly always
		}
		w = &waiting{links: slices.SortedFunc(slices.Values(links), func(a, b *v1alpha1.AssistantLink) int { return BySince(a, b) })}
		l.disputes[d] = w
	}
	for w.next < len(w.links) && BySince(w.links[w.next], link) < 0 {
		if l.Judge(w.links[w.next]).Accepted() {
			return w.links[w.next].Name
		}
		w.next++
	}
	return ""
}

// in returns the links of a dispute.
func (l *Links) in(d dispute) []*v1alpha1.AssistantLink {
	links := l.of(d.side)
	if d.pair == "" {
		return links
	}
	from, _ := slices.BinarySearchFunc(links, d.pair, func(link *v1alpha1.AssistantLink, other string) int {
		return strings.Compare(d.other(link), other)
	})
	to := from
	for to < len(links) && d.other(links[to]) == d.pair {
		to++
	}
	return links[from:to]
}

// Disputed returns the links whose verdict could change with that of a link that
// comes, goes or stays: those that dispute a user with it, and so on, itself left
// out. Among links that keep A-2 there are none.
func Disputed(v View, link *v1alpha1.AssistantLink) []*v1alpha1.AssistantLink {
	seen := map[string]bool{link.Name: true}
	var disputed []*v1alpha1.AssistantLink
	for queue := []*v1alpha1.AssistantLink{link}; len(queue) > 0; queue = queue[1:] {
		for _, other := range opponents(v, queue[0]) {
			if !seen[other.Name] {
				seen[other.Name] = true
				disputed = append(disputed, other)
				queue = append(queue, other)
			}
		}
	}
	return disputed
}

// opponents returns the links that cannot be accepted beside a link.
func opponents(v View, link *v1alpha1.AssistantLink) []*v1alpha1.AssistantLink {
	opponents := slices.Concat(v.LinksOfTimekeeper(link.Spec.Assistant), v.LinksOfAssistant(link.Spec.Timekeeper))
	for _, other := range v.LinksOfAssistant(link.Spec.Assistant) {
		if other.Spec.Timekeeper == link.Spec.Timekeeper {
			opponents = append(opponents, other)
		}
	}
	return opponents
}
