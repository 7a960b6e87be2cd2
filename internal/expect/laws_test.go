package expect_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/answer"
	"github.com/matterplane/matterplane/internal/expect"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/model"
	"github.com/matterplane/matterplane/internal/test/prove"
)

// aCase is a case as somebody would write it.
type aCase struct {
	Name      string              `json:"name"`
	Matters   []string            `json:"matters"`
	Users     []string            `json:"users,omitempty"`
	Must      []string            `json:"must,omitempty"`
	MustNever []string            `json:"mustNever,omitempty"`
	Standing  answer.Standing     `json:"standing,omitempty"`
	Members   []string            `json:"members,omitempty"`
	WalledOff []string            `json:"walledOff,omitempty"`
	OnlyThese map[string][]string `json:"onlyThese,omitempty"`
}

// written is a test with some cases, parsed back.
func written(t *rapid.T, cases []aCase) []expect.Test {
	text, err := yaml.Marshal(map[string]any{
		"apiVersion": expect.Version, "kind": expect.Kind, "metadata": map[string]any{"name": "drawn"}, "cases": cases,
	})
	if err != nil {
		t.Fatal(err)
	}
	tests, problems := expect.Parse("drawn.yaml", text)
	if len(problems) > 0 {
		t.Fatalf("%v\n%s", problems, text)
	}
	return tests
}

// firms is one firm.
type firms struct{ firm *expect.Firm }

func (firms) Namespaces() []string        { return []string{"acme"} }
func (f firms) Firm(string) *expect.Firm  { return f.firm }
func firmOf(objects roster.Objects) firms { return firms{expect.NewFirm("acme", objects)} }

// TestWhatTheModelSaysPasses: expectations that the model's decisions make all pass,
// and of any one that is turned round exactly that case fails, once (section D, M, C).
func TestWhatTheModelSaysPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		world, objects := prove.DrawFirm(rapid.IntRange(0, 1<<20).Draw(t, "seed")).Stored()
		cases := casesOf(world)
		if len(cases) == 0 {
			t.Skip("a firm without assets")
		}
		held := firmOf(objects)
		results, err := expect.Run(t.Context(), held, written(t, cases), expect.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if results.Summary.Failed != 0 {
			t.Fatalf("of %+v fail %+v", results.Summary, failed(results))
		}
		i := rapid.IntRange(0, len(cases)-1).Draw(t, "case")
		turn(t, world, &cases[i])
		results, err = expect.Run(t.Context(), held, written(t, cases), expect.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{cases[i].Name}, names(failed(results))); diff != "" {
			t.Fatalf("%+v (-want +got)\n%s", cases[i], diff)
		}
		if c := failed(results)[0]; len(c.Failures) != 1 || c.Failures[0].Line <= c.Line || c.Failures[0].Message == "" {
			t.Fatalf("%+v of line %d fails with %+v", cases[i], c.Line, c.Failures)
		}
	})
}

// casesOf are what the model says of everybody on every asset.
func casesOf(world *model.World) []aCase {
	var cases []aCase
	for _, asset := range world.Matters() {
		status := world.Status(asset)
		c := aCase{Name: asset, Matters: []string{asset}, OnlyThese: map[string][]string{}}
		for _, user := range world.Users() {
			of := aCase{Name: user + " on " + asset, Matters: []string{asset}, Users: []string{user}, Standing: standing(status, user)}
			for _, action := range model.Actions {
				if world.Decide(user, asset, action).Allowed {
					of.Must = append(of.Must, action)
					c.OnlyThese[action] = append(c.OnlyThese[action], user)
					continue
				}
				of.MustNever = append(of.MustNever, action)
			}
			if of.Standing == answer.Granted {
				c.Members = append(c.Members, user)
			}
			cases = append(cases, of)
		}
		for _, walled := range status.ConflictedUsers {
			c.WalledOff = append(c.WalledOff, walled.User) // whether or not there is such a user (C-1)
		}
		if len(c.OnlyThese)+len(c.Members)+len(c.WalledOff) > 0 {
			cases = append(cases, c)
		}
	}
	return cases
}

func standing(status v1alpha1.MatterStatus, user string) answer.Standing {
	for _, m := range status.Staffing {
		if m.User == user && m.Access == v1alpha1.AccessGranted {
			return answer.Granted
		} else if m.User == user {
			return answer.Excluded
		}
	}
	if slices.ContainsFunc(status.ConflictedUsers, func(c v1alpha1.ConflictedUser) bool { return c.User == user }) {
		return answer.WalledOff
	}
	return answer.None
}

// turn turns one expectation of a case round.
func turn(t *rapid.T, world *model.World, c *aCase) {
	var turns []func()
	if c.Users != nil {
		for i, action := range c.Must {
			turns = append(turns, func() { c.Must, c.MustNever = slices.Delete(c.Must, i, i+1), append(c.MustNever, action) })
		}
		for i, action := range c.MustNever {
			turns = append(turns, func() { c.MustNever, c.Must = slices.Delete(c.MustNever, i, i+1), append(c.Must, action) })
		}
		for _, other := range []answer.Standing{answer.Granted, answer.Excluded, answer.WalledOff, answer.None} {
			if other != c.Standing {
				turns = append(turns, func() { c.Standing = other })
			}
		}
	} else {
		for _, user := range world.Users() {
			for _, action := range model.Actions {
				users, is := c.OnlyThese[action]
				if !is {
					continue
				}
				switch i := slices.Index(users, user); {
				case i < 0:
					turns = append(turns, func() { c.OnlyThese[action] = append(users, user) })
				case len(users) > 1:
					turns = append(turns, func() { c.OnlyThese[action] = slices.Delete(users, i, i+1) })
				}
			}
			if !slices.Contains(c.Members, user) {
				turns = append(turns, func() { c.Members = append(c.Members, user) })
			}
			if !slices.Contains(c.WalledOff, user) {
				turns = append(turns, func() { c.WalledOff = append(c.WalledOff, user) })
			}
		}
	}
	if len(turns) == 0 {
		t.Skip("nothing to turn")
	}
	turns[rapid.IntRange(0, len(turns)-1).Draw(t, "turn")]()
}

func failed(results expect.Results) []expect.CaseResult {
	var failed []expect.CaseResult
	for _, test := range results.Tests {
		for _, c := range test.Cases {
			if !c.Passed {
				failed = append(failed, c)
			}
		}
	}
	return failed
}

func names(cases []expect.CaseResult) []string {
	var names []string
	for _, c := range cases {
		names = append(names, c.Name)
	}
	return names
}
