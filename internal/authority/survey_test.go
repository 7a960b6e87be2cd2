package authority_test

import (
	"iter"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// TestRequiredIsWhatNobodyIsRefused is the law that a change requires somebody exactly
// where an actor whom no rule allows is refused (P-3), by the same rules, and that what
// is refused to everybody is said without one.
func TestRequiredIsWhatNobodyIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := firm.Parse(t, random.Text().Draw(t, "before")), firm.Parse(t, random.Text().Draw(t, "after"))
		view := roster.NewSnapshot(before)
		for _, change := range changesOf(before, after) {
			required := authority.Required(change, view)
			decision, err := authority.Decide(authority.Actor{Username: "stranger"}, change, view)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := rulesOf(required), refusedBy(decision); !slices.Equal(got, want) {
				t.Fatalf("%#v requires by %v, and a stranger is refused by %v", change, got, want)
			}
		}
	})
}

// rulesOf are the rules by which somebody is required, or if nobody is, those by which
// it is refused to all.
func rulesOf(required []authority.Requirement) []string {
	rules := map[bool][]string{}
	for _, r := range required {
		impossible := r.Nobody && !strings.HasPrefix(r.Rule, "A-3")
		rules[impossible] = append(rules[impossible], r.Rule)
	}
	if len(rules[false]) > 0 {
		return unique(rules[false])
	}
	return unique(rules[true])
}

func refusedBy(d authority.Decision) []string {
	var rules []string
	for _, r := range d.Refusals {
		rules = append(rules, r.Rule)
	}
	return unique(rules)
}

func unique(rules []string) []string {
	slices.Sort(rules)
	return slices.Compact(rules)
}

// changesOf are the changes that make one firm of another.
func changesOf(a, b roster.Objects) []authority.Change {
	var changes []authority.Change
	if a.Firm != nil || b.Firm != nil {
		changes = append(changes, authority.FirmChange{Old: a.Firm, New: b.Firm})
	}
	for old, changed := range pairsOf(a.Offices, b.Offices) {
		changes = append(changes, authority.OfficeChange{Old: old, New: changed})
	}
	for old, changed := range pairsOf(a.Users, b.Users) {
		changes = append(changes, authority.FirmUserChange{Old: old, New: changed})
	}
	for old, changed := range pairsOf(a.Links, b.Links) {
		changes = append(changes, authority.AssistantLinkChange{Old: old, New: changed})
	}
	for old, changed := range pairsOf(a.Matters, b.Matters) {
		changes = append(changes, authority.MatterChange{Old: old, New: changed})
	}
	return changes
}

// pairsOf are what was and what is under each name, nil for nothing.
func pairsOf[O metav1.Object](was, is []O) iter.Seq2[O, O] {
	return func(yield func(O, O) bool) {
		var none O
		find := func(in []O, name string) O {
			if i := slices.IndexFunc(in, func(o O) bool { return o.GetName() == name }); i >= 0 {
				return in[i]
			}
			return none
		}
		for _, o := range was {
			if !yield(o, find(is, o.GetName())) {
				return
			}
		}
		for _, o := range is {
			there := slices.ContainsFunc(was, func(old O) bool { return old.GetName() == o.GetName() })
			if !there && !yield(none, o) {
				return
			}
		}
	}
}
