package expect_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/expect"
)

const head = "apiVersion: tests.matterplane.dev/v1\nkind: AccessTest\nmetadata: {name: t}\n"

// ofCase is a test of one case.
func ofCase(fields string) string { return head + "cases:\n- {name: c, " + fields + "}\n" }

// malformed are tests that would not say what somebody meant.
var malformed = []struct{ behaviour, text, want string }{
	{"no cases", head, "t.yaml:1:1: cases: missing: nothing is expected"},
	{"empty cases", head + "cases: []\n", "t.yaml:4:8: cases: is empty: nothing is expected"},
	{"no name", "apiVersion: tests.matterplane.dev/v1\nkind: AccessTest\ncases: [{name: c, matters: all, members: all}]", "t.yaml:1:1: metadata.name: missing"},
	{"unknown field", ofCase("matters: all, mustnt: [view]"), "t.yaml:5:27: cases[0].mustnt: unknown field: it is one of matters, members, must, mustNever"},
	{"unknown field of the test", head + "spec: {}\ncases: [{name: c, matters: all, members: all}]", "t.yaml:4:1: spec: unknown field"},
	{"a field twice", ofCase("matters: all, members: all, members: [a]"), "t.yaml:5:41: cases[0].members: is there twice"},
	{"no case name", head + "cases: [{matters: all, members: all}]", "t.yaml:4:9: cases[0].name: missing: say in a few words what is expected"},
	{"two cases of a name", head + "cases: [{name: c, matters: all, members: all}, {name: c, matters: all, walledOff: all}]", `t.yaml:4:48: cases: there are two cases "c"`},
	{"nothing expected", ofCase("matters: all"), "t.yaml:5:3: cases[0]: nothing is expected: say must"},
	{"nothing expected of users", ofCase("matters: all, users: all, members: all"), "t.yaml:5:3: cases[0]: nothing is expected of the users"},
	{"of whom", ofCase("matters: all, must: view"), "t.yaml:5:3: cases[0].users: missing: of whom"},
	{"on what", ofCase("users: all, must: view"), "t.yaml:5:3: cases[0].matters: missing"},
	{"unknown action", ofCase("matters: all, users: all, must: [view, veiw]"), `t.yaml:5:52: cases[0].must[1]: "veiw" is none of the actions`},
	{"an action twice", ofCase("matters: all, users: all, must: [view, view]"), "t.yaml:5:52: cases[0].must[1]: view is there twice"},
	{"must and never", ofCase("matters: all, users: all, must: view, mustNever: view"), "t.yaml:5:62: cases[0].mustNever: view is in must too"},
	{"empty list", ofCase("matters: all, users: [], must: view"), "t.yaml:5:34: cases[0].users: is empty"},
	{"empty actions", ofCase("matters: all, users: all, must: []"), "t.yaml:5:45: cases[0].must: is empty"},
	{"nobody by an empty list", ofCase("matters: all, onlyThese: []"), "t.yaml:5:38: cases[0].onlyThese: is empty"},
	{"nobody must", ofCase("matters: all, users: nobody, must: view"), "t.yaml:5:34: cases[0].users: must be a list of names, all, or a mapping"},
	{"a word for users", ofCase("matters: all, users: everyone, must: view"), "t.yaml:5:34: cases[0].users: must be a list of names, all"},
	{"a user twice", ofCase("matters: all, users: [a, a], must: view"), "t.yaml:5:38: cases[0].users[1]: a is there twice"},
	{"an empty selector", ofCase("matters: {}, users: all, must: view"), "t.yaml:5:22: cases[0].matters: is empty: write all for all of them"},
	{"an unknown role", ofCase("matters: all, users: {userRole: Boss}, must: view"), `t.yaml:5:45: cases[0].users.userRole: "Boss" is none of [Partner`},
	{"an unknown standing", ofCase("matters: all, users: all, standing: granted"), `t.yaml:5:49: cases[0].standing: "granted" is none of [Granted`},
	{"a number for a name", ofCase("matters: [1], users: all, must: view"), "t.yaml:5:23: cases[0].matters[0]: must be a string"},
	{"a list for a case", head + "cases: [[a]]", "t.yaml:4:9: cases[0]: must be a mapping"},
	{"another version", strings.Replace(head, "/v1", "/v2", 1), "t.yaml:1:13: apiVersion: tests.matterplane.dev/v2 is not known"},
	{"another kind", strings.Replace(head, "AccessTest", "Test", 1), "t.yaml:1:1: kind: there is only the kind AccessTest"},
	{"another group of ours", strings.Replace(head, "tests.matterplane.dev", "matterplane.dev", 1), "t.yaml:1:13: apiVersion: matterplane.dev/v1 is not known"},
	{"no version", "kind: AccessTest", "t.yaml:1:1: apiVersion: missing"},
	{"the second document", "a: b\n---\n" + head, "t.yaml:3:1: cases: missing"},
	{"broken", head + "cases: [", "t.yaml:4: broken YAML: "},
}

func TestProblems(t *testing.T) {
	t.Parallel()
	for _, c := range malformed {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Parallel()
			tests, problems := expect.Parse("t.yaml", []byte(c.text))
			if len(tests) != 0 || len(problems) != 1 || !strings.HasPrefix(problems[0].String(), c.want) {
				t.Errorf("got %v, %v; want %s", tests, problems, c.want)
			}
		})
	}
}

func TestPassesOverWhatIsNoTest(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "---\n", "kind: [", "# AccessTest", "- AccessTest", "kind: AccessTest\napiVersion: others.example/v1",
		"apiVersion: v1\nkind: ConfigMap\ndata: {a: tests.matterplane.dev/v1}",
	} {
		if tests, problems := expect.Parse("t.yaml", []byte(text)); len(tests)+len(problems) > 0 {
			t.Errorf("%q: %v, %v", text, tests, problems)
		}
	}
}

// FuzzParse: whatever is written, it is told with a place or understood as something
// that can fail.
func FuzzParse(f *testing.F) {
	f.Add(head + "cases: [{name: c, matters: all, users: {right: Compliance, except: [a]}, must: view}]")
	f.Add(head + "cases: &a [{name: c, matters: {client: [x]}, onlyThese: {view: nobody, edit: all}, walledOff: *a}]")
	f.Add(head + "cases: [&a {name: c, matters: all, nobodyBut: nobody, standing: None, <<: *a}]")
	f.Fuzz(func(t *testing.T, text string) {
		tests, problems := expect.Parse("t.yaml", []byte(text))
		for _, p := range problems {
			if p.Position.File != "t.yaml" || p.Message == "" {
				t.Errorf("a problem without place or words: %+v", p)
			}
		}
		for _, test := range tests {
			if test.Name == "" || len(test.Cases) == 0 {
				t.Errorf("a test that expects nothing: %+v", test)
			}
		}
	})
}

// TestTwice: of two tests of one name, one would hide the other's results.
func TestTwice(t *testing.T) {
	t.Parallel()
	text := head + "cases: [{name: c, matters: all, members: all}]\n"
	tests, problems := expect.Parse("t.yaml", []byte(text+"---\n"+text))
	if len(tests) != 2 || len(problems) > 0 {
		t.Fatalf("%v, %v", tests, problems)
	}
	var got []string
	for _, p := range expect.Twice(tests) {
		got = append(got, p.String())
	}
	if diff := cmp.Diff([]string{"t.yaml:6:1: AccessTest t is declared twice: first at t.yaml:1:1"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
