package expect

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/manifests"
)

// Firms are the firms that tests are about.
type Firms interface {
	// Namespaces are those of all firms.
	Namespaces() []string
	// Firm returns that of a namespace, nil if there is none.
	Firm(namespace string) *Firm
}

// Options say which cases run.
type Options struct {
	// Run picks the cases of which `test/case` matches; nil runs all.
	Run *regexp.Regexp
	// Step is called after each case; it may be nil.
	Step func()
}

// ErrNothingRan says that there was no case to run: nothing is proved.
var ErrNothingRan = errors.New("there is nothing to run: a suite without cases proves nothing")

// Run holds firms to tests. Tests that come in any order give results by namespace
// and name. An error says that a test is about a firm that is not there, or that
// nothing ran at all.
func Run(ctx context.Context, firms Firms, tests []Test, o Options) (Results, error) {
	results := Results{APIVersion: answer.Version, Kind: "AccessTestResults", Tests: []Result{}}
	chosen, err := choose(firms, tests, o.Run)
	if err != nil {
		return Results{}, err
	}
	for _, test := range chosen {
		result := Result{Name: test.Name, Namespace: test.Namespace, File: test.At.File, Line: test.At.Line}
		for _, c := range test.Cases {
			ran := firms.Firm(test.Namespace).run(ctx, c)
			if ctx.Err() != nil {
				return Results{}, ctx.Err()
			}
			result.Cases = append(result.Cases, ran)
			results.Summary.add(ran)
			if o.Step != nil {
				o.Step()
			}
		}
		results.Tests = append(results.Tests, result)
	}
	if results.Summary.Cases == 0 {
		return Results{}, ErrNothingRan
	}
	return results, nil
}

func (s *Summary) add(ran CaseResult) {
	s.Cases++
	s.Expectations += ran.Expectations
	if !ran.Passed {
		s.Failed++
	}
}

// choose returns the tests with the cases that are to run, each with its namespace,
// in order.
func choose(firms Firms, tests []Test, run *regexp.Regexp) ([]Test, error) {
	var chosen []Test
	for _, test := range tests {
		if run != nil {
			test.Cases = slices.DeleteFunc(slices.Clone(test.Cases), func(c Case) bool { return !run.MatchString(test.Name + "/" + c.Name) })
		}
		if len(test.Cases) == 0 {
			continue
		}
		namespaces := firms.Namespaces()
		switch {
		case test.Namespace == "" && len(namespaces) == 1:
			test.Namespace = namespaces[0]
		case test.Namespace == "":
			return nil, fmt.Errorf("%s: metadata.namespace: say which firm %s is about: %s", test.At, test.Name, strings.Join(namespaces, ", "))
		case firms.Firm(test.Namespace) == nil:
			return nil, fmt.Errorf("%s: metadata.namespace: there is no firm in %s for %s to be about", test.At, test.Namespace, test.Name)
		}
		chosen = append(chosen, test)
	}
	slices.SortStableFunc(chosen, func(a, b Test) int {
		return strings.Compare(a.Namespace+"\x00"+a.Name, b.Namespace+"\x00"+b.Name)
	})
	return chosen, nil
}

// trial is a case while it is held against a firm.
type trial struct {
	*Firm

	CaseResult

	// told are the unknown names that have been told of.
	told map[string]bool
	// stopped says whether the results are wanted no more.
	stopped func() bool
}

func (f *Firm) run(ctx context.Context, c Case) CaseResult {
	t := &trial{
		Firm: f, CaseResult: CaseResult{Name: c.Name, File: c.At.File, Line: c.At.Line},
		told: map[string]bool{}, stopped: func() bool { return ctx.Err() != nil },
	}
	assets, unknown := f.some(c.Matters)
	t.missing(unknown)
	if len(assets) == 0 && len(unknown) == 0 {
		t.fail(c.Matters.At, Failure{Message: "no matter is like that: of none, anything could be expected"})
	}
	t.users(c, assets)
	if c.Members != nil {
		t.members(*c.Members, assets)
	}
	if c.WalledOff != nil {
		t.walledOff(*c.WalledOff, assets)
	}
	for _, only := range c.OnlyThese {
		t.only(only, assets, true)
	}
	for _, only := range c.NobodyBut {
		t.only(only, assets, false)
	}
	t.Passed = len(t.Failures) == 0
	return t.CaseResult
}

// each goes through assets until the results are wanted no more.
func (t *trial) each(assets []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, asset := range assets {
			if t.stopped() || !yield(asset) {
				return
			}
		}
	}
}

// fail notes that something is not as expected there.
func (t *trial) fail(at manifests.Position, failure Failure) {
	if len(t.Failures) >= maxFailures {
		t.More++
		return
	}
	failure.File, failure.Line, failure.Column = at.File, at.Line, at.Column
	t.Failures = append(t.Failures, failure)
}

// missing fails the case for each name that means nothing, once.
func (t *trial) missing(unknown []missing) {
	for _, name := range unknown {
		if key := name.At.String() + name.text; !t.told[key] {
			t.told[key] = true
			t.fail(name.At, Failure{Message: name.text})
		}
	}
}

// known returns the users that are meant and there; for each that is not, and where
// nobody is meant, the case fails.
func (t *trial) known(p People) []someone {
	meant, unknown := t.people(p)
	t.missing(unknown)
	if len(meant) == 0 && len(unknown) == 0 {
		t.fail(p.At, Failure{Message: "nobody is like that: of nobody, anything could be expected"})
	}
	return slices.DeleteFunc(meant, func(s someone) bool { return t.view.User(s.name) == nil })
}

// few users are asked about one by one: that is cheaper than deriving everybody.
const few = 16

// users holds users to must, mustNever and standing.
func (t *trial) users(c Case, assets []string) {
	if c.Users == nil {
		return
	}
	mayOrNot := len(c.Must)+len(c.MustNever) > 0
	people := t.known
	if !mayOrNot && c.Standing.Standing == answer.WalledOff {
		people = t.named // a name needs no account to be walled off (C-1)
	}
	users := people(*c.Users)
	for asset := range t.each(assets) {
		decided := access.AssetOf(t.view, t.view.Matter(asset))
		if len(users) > few {
			decided.Members() // derives everybody at once
		}
		for _, user := range users {
			if mayOrNot {
				t.decide(c, user, asset, decided.Decisions(user.name))
			}
			if c.Standing != nil {
				t.stands(c.Standing, user, asset)
			}
		}
	}
}

func (t *trial) decide(c Case, user someone, asset string, decisions []access.Decision) {
	for _, expected := range []struct {
		allowed bool
		actions []Action
	}{{true, c.Must}, {false, c.MustNever}} {
		for _, action := range expected.actions {
			t.Expectations++
			d := decisions[slices.Index(access.Actions, action.Action)]
			if d.Allowed == expected.allowed {
				continue
			}
			says := fmt.Sprintf("%s must %s, and may not", user.name, action.On(asset))
			if !expected.allowed {
				says = fmt.Sprintf("%s must never %s, and may", user.name, action.On(asset))
			}
			t.decided(user.place(action.At), user.name, asset, d, says)
		}
	}
}
