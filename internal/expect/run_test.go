package expect_test

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/expect"
	"github.com/matterplane/matterplane/internal/test/firm"
)

const theFirm = `
firm follow=staffing,conflictedUsers clients=globex/amira units=group,uk/group
office london
user amira office=london as=Partner rights=Administrator units=group
user ben as=Assistant; user carla as=Associate units=uk floating; user dan as=Associate role=ThirdPartyBiller
user eve deactivated
link ben->amira
matter m1 lead=amira staff=carla:MatterEditor,eve conflicted=dan,ghost unit=uk client=globex set=auction/a
matter m2 staff=dan,ben excluded=carla unit=uk confidential
case c1 staff=carla set=auction/b
matter m3 case=c1 closed
`

func parsed(t *testing.T, cases string) []expect.Test {
	t.Helper()
	tests, problems := expect.Parse("t.yaml", []byte(head+"cases:\n- {name: c, "+cases+"}\n"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return tests
}

// TestCases holds one firm to a case at a time; without failures it passes.
func TestCases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		expected string
		failures []string // each begins so
	}{
		{"matters: [m1], users: [amira, carla], must: [view, edit], standing: Granted", nil},
		{"matters: [m1], users: [ben], must: manage-team, mustNever: view", []string{
			"ben must manage the team of m1, and may not", "ben must never view m1, and may",
		}},
		{"matters: [m1, m9], users: [amira, nemo], mustNever: manage-walls", []string{
			`there is no matter, case or collection "m9" in acme`, `there is no user "nemo" in acme`, "amira must never manage the walls of m1, and may",
		}},
		{"matters: all, users: {systemRole: ThirdPartyBiller}, mustNever: [view, edit]", nil},
		{"matters: all, users: {systemRole: FirmUserBilling}, mustNever: [view]", []string{"nobody is like that"}},
		{"matters: {client: globex, confidential: true}, users: all, mustNever: [view]", []string{"no matter is like that"}},
		{"matters: {client: [globex, acme], office: paris, businessUnit: tax, opposingTeamSet: suit, case: c9}, users: {office: rome, businessUnit: it, membersOf: m8, except: nemo}, must: view", []string{
			`the Firm lists no client "acme" in acme`, `there is no office "paris" in acme`, `there is no business unit "tax" in acme`,
			`there is no matter, case or collection "c9" in acme`, `nothing is in an opposing team set "suit" in acme`,
			`there is no office "rome" in acme`, `there is no business unit "it" in acme`, `there is no matter, case or collection "m8" in acme`, `there is no user "nemo" in acme`,
		}},
		// Selectors: one field each, told by whom the failures name.
		{"matters: [m2], users: {userRole: [Partner, Assistant]}, mustNever: report-time", []string{"ben must never"}},
		{"matters: [m1], users: {right: Administrator}, mustNever: view", []string{"amira must never"}},
		{"matters: [m1], users: {globalRole: FloatingUser}, mustNever: view", []string{"carla must never"}},
		{"matters: [m1], users: {office: london}, mustNever: view", []string{"amira must never"}},
		{"matters: [m1], users: {businessUnit: uk}, mustNever: view", []string{"amira must never", "carla must never"}},
		{"matters: [m1], users: {businessUnit: group}, mustNever: view", []string{"amira must never"}},
		{"matters: [m1], users: {membersOf: [m2, c1]}, mustNever: edit", []string{"ben must never", "carla must never"}},
		{"matters: [m1], users: {membersOf: m1, except: [amira, ben]}, mustNever: view", []string{"carla must never"}},
		{"matters: [m1], users: {deactivated: true}, must: view", []string{"eve must view m1"}},
		{"matters: [m1], users: all, standing: Granted", []string{"dan must stand Granted towards m1, and stands WalledOff"}},
		{"matters: {opposingTeamSet: auction}, users: [amira], must: view", []string{"amira must view c1", "amira must view m3"}},
		{"matters: {case: c1, state: Closed}, users: [carla], must: report-time", []string{"carla must report time on m3"}},
		{"matters: {state: Open, type: Matter, except: m1}, users: [carla], must: view", []string{"carla must view m2"}},
		{"matters: {confidential: true}, users: [carla], must: view", []string{"carla must view m2"}},
		{"matters: {businessUnit: group}, users: [carla], must: view", []string{"carla must view m2"}},
		{"matters: {office: london}, users: [carla], must: view", []string{"no matter is like that"}},
		// Members and walls. A name needs no account to be walled off (C-1).
		{"matters: [m1], members: [amira, carla, ben], walledOff: [dan, ghost]", nil},
		{"matters: [m1], members: [dan, eve], walledOff: [nemo, carla]", []string{
			"dan must be on the team of m1 with access, and is not", "eve must be on the team",
			`nemo must be walled off from m1, and is not; there is no user "nemo" in acme`, "carla must be walled off from m1",
		}},
		{"matters: [m1], users: [ghost], standing: WalledOff", nil},
		{"matters: [m1], users: [ghost], standing: WalledOff, mustNever: view", []string{`there is no user "ghost" in acme`}},
		{"matters: [m2], users: [ghost], standing: None", []string{`there is no user "ghost" in acme`}},
		{"matters: [m2], walledOff: {userRole: GeneralStaff}", []string{"nobody is like that"}},
		// Who alone.
		{"matters: [m1], onlyThese: [amira, ben, carla]", nil},
		{"matters: [m1], onlyThese: [amira, ben, dan]", []string{"dan must view m1, and may not", "carla is none of those who alone may view m1, and may"}},
		{"matters: [m1], onlyThese: {edit: [amira, ben, carla], manage-team: {right: Administrator}}", nil},
		{"matters: [m1], onlyThese: nobody", []string{"amira is none", "ben is none", "carla is none"}},
		{"matters: [m3], onlyThese: {report-time: nobody}", nil},
		{"matters: [m1], onlyThese: [amira, ben, carla, ghost]", []string{`there is no user "ghost" in acme`}},
		{"matters: [m1], nobodyBut: [amira, ben, carla, dan]", nil},
		{"matters: [m1], nobodyBut: {edit: [amira, ben]}", []string{"carla is none of those who alone may edit m1, and may"}},
		{"matters: [m1], nobodyBut: nobody", []string{"amira is none", "ben is none", "carla is none"}},
	} {
		t.Run(c.expected, func(t *testing.T) {
			t.Parallel()
			results, err := expect.Run(t.Context(), firmOf(firm.Parse(t, theFirm)), parsed(t, c.expected), expect.Options{})
			if err != nil {
				t.Fatal(err)
			}
			ran := results.Tests[0].Cases[0]
			var got []string
			for _, f := range ran.Failures {
				got = append(got, f.Message)
			}
			same := slices.EqualFunc(c.failures, got, func(want, got string) bool { return strings.HasPrefix(got, want) })
			if !same || ran.Passed != (len(got) == 0) {
				t.Errorf("(-want +got)\n%s", cmp.Diff(c.failures, got))
			}
		})
	}
}

// TestFailuresSayWhy: with the place of the name, the rules and the way.
func TestFailuresSayWhy(t *testing.T) {
	t.Parallel()
	run := func(expected string) expect.Failure {
		results, err := expect.Run(t.Context(), firmOf(firm.Parse(t, theFirm)), parsed(t, expected), expect.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return results.Tests[0].Cases[0].Failures[0]
	}
	f := run("matters: [m1], users: [amira, ben], mustNever: view, must: edit")
	if f.Position().String() != "t.yaml:5:36" || f.Decision.Path != "amira ← m1" || f.Standing != "Granted" || f.Reasons[0].Rules[0] != "M-1" {
		t.Errorf("got %+v", f)
	}
	f = run("matters: [m1], users: {userRole: Associate}, must: view")
	if f.Position().String() != "t.yaml:5:64" || f.Decision.Rules[0] != "D-2" || f.Standing != "WalledOff" || f.Reasons[0].Rules[0] != "C-1" {
		t.Errorf("got %+v", f)
	}
}

func TestTellsSomeFailuresAndCountsTheOthers(t *testing.T) {
	t.Parallel()
	results, err := expect.Run(t.Context(), firmOf(firm.Parse(t, theFirm)),
		parsed(t, "matters: all, users: all, must: [manage-walls, manage-team, edit]"), expect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if ran := results.Tests[0].Cases[0]; len(ran.Failures) != 20 || ran.Expectations != 4*4*3 || ran.More == 0 {
		t.Errorf("of %d expectations %d fail, and %d more", ran.Expectations, len(ran.Failures), ran.More)
	}
}

// TestNothingPassesByAccident: what does not run is an error.
func TestNothingPassesByAccident(t *testing.T) {
	t.Parallel()
	held := firmOf(firm.Parse(t, theFirm))
	tests := parsed(t, "matters: [m1], members: [amira]")
	elsewhere := parsed(t, "matters: [m1], members: [amira]")
	elsewhere[0].Namespace = "globex"
	ended, end := context.WithCancel(t.Context())
	end()
	for _, c := range []struct {
		behaviour string
		ended     bool
		firms     expect.Firms
		tests     []expect.Test
		run       string
		want      string
	}{
		{"no tests", false, held, nil, "", expect.ErrNothingRan.Error()},
		{"none chosen", false, held, tests, "t/d", expect.ErrNothingRan.Error()},
		{"of another firm", false, nobodys{}, elsewhere, "", "t.yaml:1:1: metadata.namespace: there is no firm in globex"},
		{"of which firm", false, nobodys{}, tests, "", "t.yaml:1:1: metadata.namespace: say which firm t is about: a, b"},
		{"stopped", true, held, tests, "", context.Canceled.Error()},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			if c.ended {
				ctx = ended
			}
			results, err := expect.Run(ctx, c.firms, c.tests, expect.Options{Run: regexp.MustCompile(c.run)})
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %+v, %v", results, err)
			}
		})
	}
	if _, err := expect.Run(t.Context(), held, tests, expect.Options{Run: regexp.MustCompile("^t/c$")}); err != nil || errors.Is(err, expect.ErrNothingRan) {
		t.Error(err)
	}
}

// nobodys are two namespaces without firms.
type nobodys struct{}

func (nobodys) Namespaces() []string     { return []string{"a", "b"} }
func (nobodys) Firm(string) *expect.Firm { return nil }
