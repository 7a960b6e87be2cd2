package authority_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/matrix"
)

// whatMayNotBe are changes that their actor could make if they left something else.
var whatMayNotBe = []struct {
	behaviour string
	firm      string
	by        string // among the actors
	does      func(roster.Objects) authority.Change
	want      string // field, rule and a part of the message; empty: allowed
}{
	{"R-1 a lead who is not there", "", "lead", lead("nemo"), "spec.administrators.lead R-1 nemo is not a user"},
	{"R-1 a lead who is deactivated", "", "lead", lead("gone"), "spec.administrators.lead R-1 gone is deactivated"},
	{"R-1 a lead who is a biller", "", "backup", lead("tina"), "spec.administrators.lead R-1 tina is a 3rd party biller"},
	{"R-1 a Firm User can be lead", "", "lead", lead("una"), ""},
	{"R-1 a Provisioner's need not be there yet (W-3)", "firm", "open", lead("nemo"), ""},
	{"R-1 nor a Company's", "no firm", "company", matrix.NewFirm(func(f *fm) { f.Spec.Administrators.Lead = "nemo" }), ""},
	{
		"P-7 a lead who was unfit before is no matter of a change of the backup", "user gone deactivated; firm lead=gone backup=bob closed", "backup",
		matrix.FirmWith(func(f *fm) { f.Spec.Administrators.Backup = "fay" }), "",
	},

	{"R-7 an email that is another's", "", "fa", matrix.UserWith("una", func(u *fu) { u.Spec.Email = "rex@firm.example" }), "spec.email R-7 rex"},
	{"R-7 an email that is another's identity", "", "fa", matrix.UserWith("una", func(u *fu) { u.Spec.Email = "twins" }), "spec.email R-7 twin1"},
	{"R-7 an identity that is another's email", "", "fa", matrix.UserWith("una", func(u *fu) { u.Spec.Identities = []string{"rex@firm.example"} }), "spec.identities R-7 rex"},
	{"R-7 an identity that is another's in other letters", "", "fa", matrix.UserWith("una", func(u *fu) { u.Spec.Identities = []string{"REX@firm.example"} }), "spec.identities R-7 rex"},
	{"R-7 at a creation too", "", "company", matrix.NewUser("new", func(u *fu) { u.Spec.Email = "rex@firm.example" }), "spec.email R-7 rex"},
	{"R-7 not its own", "", "fa", matrix.UserWith("una", func(u *fu) { u.Spec.Identities = []string{"una@firm.example"} }), ""},
	{"R-7 what a Restorer brings back is as it was (L-8)", "", "restorer", matrix.NewUser("new", func(u *fu) { u.Spec.Email = "rex@firm.example" }), ""},
	{"P-7 what was shared before is no matter of another change", "", "fa", matrix.UserWith("twin1", func(u *fu) { u.Spec.GivenName = "X" }), ""},
	{"P-7 nor of another identity", "", "fa", matrix.UserWith("twin1", func(u *fu) { u.Spec.Identities = append(u.Spec.Identities, "more") }), ""},

	{"R-8 the last administrator is deactivated", lone + "; firm", "fa", matrix.UserWith("fay", func(u *fu) { u.Spec.Deactivated = true }), "spec.deactivated R-8 without an active"},
	{"R-8 the last administrator gives its role away", lone + "; firm", "fa", matrix.UserWith("fay", func(u *fu) { u.Spec.SystemRole = "" }), "spec.systemRole R-8 without an active"},
	{"R-8 the last administrator is deleted", lone + "; firm", "fa", matrix.WithoutUser("fay"), "metadata.name R-8 without an active"},
	{"R-8 by a Provisioner in its window too", lone + "; firm", "open", matrix.WithoutUser("fay"), "metadata.name R-8 without an active"},
	{"R-8 but where there is no Firm", lone + "; no firm", "open", matrix.WithoutUser("fay"), ""},
	{"R-8 where there is no Firm the administrator stays", lone + "; no firm", "fa", matrix.WithoutUser("fay"), "metadata.name R-8 without an active"},
	{"R-8 the last designation is cleared", "no user bob; no user twin1; no user gone; no user fay; firm lead=lea closed", "lead", lead(""), "spec.administrators.lead R-8 without an active"},
	{"R-8 another administrator remains", lone + "; firm lead=una closed", "fa", matrix.WithoutUser("fay"), ""},
	{"R-8 the first user is one", lone + "; firm; user una first", "fa", matrix.WithoutUser("fay"), ""},
	{
		"R-8 the first user is none while deactivated", lone + "; firm; user una first deactivated", "fa",
		matrix.WithoutUser("fay"), "metadata.name R-8 without an active",
	},
	{
		"P-7 a Firm without an administrator before", lone + "; no user fay; firm", "open",
		matrix.FirmWith(func(f *fm) { f.Spec.DisplayName = "X" }), "",
	},
	{"P-7 a firm without an administrator before", lone + "; firm; user fay role=FirmAdministrator deactivated", "open", matrix.WithoutUser("fay"), ""},
	{"R-8 the lead is not deleted", "", "backup", matrix.WithoutUser("lea"), "metadata.name R-8 lea is the lead or the backup"},
	{"R-8 nor is the backup", "", "backup", matrix.WithoutUser("bob"), "metadata.name R-8 bob is the lead or the backup"},
	{"R-8 nor left to the garbage collector", "", "fa", matrix.UserWith("lea", func(u *fu) { u.OwnerReferences = []metav1.OwnerReference{{Name: "x"}} }), "metadata.ownerReferences R-8 lea is"},
	{"R-8 finalizers of the lead are no deletion", "", "fa", matrix.UserWith("lea", func(u *fu) { u.Finalizers = []string{"x/y"} }), ""},
}

// lone has one administrator, who is the last of them.
const lone = "no user lea; no user bob; no user twin1; no user gone"

func lead(user string) func(roster.Objects) authority.Change {
	return matrix.FirmWith(func(f *fm) { f.Spec.Administrators.Lead = user })
}

func TestWhatMayNotBe(t *testing.T) {
	t.Parallel()
	for _, c := range whatMayNotBe {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Parallel()
			there := matrix.Objects(t, c.firm)
			decision := decide(t, there, c.by, c.does(there))
			if c.want == "" {
				if !decision.Allowed() {
					t.Fatalf("refused: %v", decision.Refusals)
				}
				return
			}
			if decision.Allowed() || decision.Forbidden() {
				t.Fatalf("refused by %v, want 422 for %s", decision.Refusals, c.want)
			}
			want := strings.SplitN(c.want, " ", 3)
			refusal := decision.Refusals[0]
			if refusal.Field != want[0] || refusal.Rule != want[1] || !strings.Contains(refusal.Reason, want[2]) || refusal.Who == "" {
				t.Errorf("got %s: %s, want %s", refusal.Field, refusal, c.want)
			}
		})
	}
}

func decide(t *testing.T, there roster.Objects, by string, change authority.Change) authority.Decision {
	t.Helper()
	view := roster.NewSnapshot(there)
	decision, err := authority.Decide(matrix.AtFirm(view, matrix.ActorNamed(by)), change, view)
	if err != nil {
		t.Fatal(err)
	}
	return decision
}

// Under a prefix the same username can be one user's email and another's identity
// without the two being the same text (P-1).
func TestNamesAreUniqueAsTheAPIServerStatesThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		behaviour, firm string
		does            func(roster.Objects) authority.Change
		refused         bool
	}{
		{"R-7 an identity that states another's email", "", matrix.UserWith("una", func(u *fu) { u.Spec.Identities = []string{"oidc:lea@firm.example"} }), true},
		{"R-7 an email that an identity states", "user rex identities=oidc:x@firm.example", matrix.UserWith("una", func(u *fu) { u.Spec.Email = "x@firm.example" }), true},
		{
			"R-7 an identity that becomes the email", "user una office=london identities=x@firm.example; user rex identities=oidc:x@firm.example",
			matrix.UserWith("una", func(u *fu) { u.Spec.Email = "x@firm.example" }), true,
		},
		{"R-7 an identity with another prefix", "", matrix.UserWith("una", func(u *fu) { u.Spec.Identities = []string{"x509:lea@firm.example"} }), false},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Parallel()
			there := matrix.Objects(t, c.firm)
			view := roster.NewSnapshot(there)
			fay := authority.Actor{Username: "oidc:fay@firm.example", Usernames: authority.Usernames{Prefix: "oidc:"}}
			decision, err := authority.Decide(matrix.AtFirm(view, fay), c.does(there), view)
			if err != nil || decision.Allowed() == c.refused {
				t.Errorf("%v %v", decision.Refusals, err)
			}
		})
	}
}

// A name is refused once for each user who has it, in however many ways.
func TestANameIsRefusedOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		behaviour, prefix, firm string
		want                    []string
	}{
		{"an email is its own username", "", "", []string{"rex"}},
		{"an email and its username", "oidc:", "user rex email=rex@firm.example identities=oidc:rex@firm.example", []string{"rex"}},
		{"of one the email, of another the username", "oidc:", "user lou identities=oidc:rex@firm.example", []string{"rex", "lou"}},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Parallel()
			there := matrix.Objects(t, c.firm)
			view := roster.NewSnapshot(there)
			fay := authority.Actor{Username: c.prefix + "fay@firm.example", Usernames: authority.Usernames{Prefix: c.prefix}}
			change := matrix.UserWith("una", func(u *fu) { u.Spec.Email = "rex@firm.example" })
			decision, err := authority.Decide(matrix.AtFirm(view, fay), change(there), view)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range decision.Refusals {
				if r.Rule != "R-7" || r.Value != "rex@firm.example" {
					t.Errorf("refused for another reason: %v", r)
				}
				got = append(got, strings.TrimSuffix(strings.TrimPrefix(r.Who, "Choose another, or first take it from "), "."))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// What the stored ledger of the Firm says, a Provisioner goes by (P-5).
func TestWindow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		behaviour, ledger string
		open              bool
	}{
		{"P-5 nothing stamped", ``, true},
		{"P-5 not stamped closed", `{"first":{"conflictedUsers":"Disabled","staffing":"Disabled"},"v":1}`, true},
		{"P-5 stamped closed", `{"closed":true,"first":{"conflictedUsers":"Disabled","staffing":"Disabled"},"v":1}`, false},
		{"L-8 unreadable", `{"clo`, false},
		{"L-8 was unreadable", `{"first":{"conflictedUsers":"Disabled","staffing":"Disabled"},"unreadable":true,"v":1}`, false},
		{"L-8 of a newer version", `{"v":2}`, false},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Parallel()
			there := matrix.Objects(t, "")
			there.Firm.Annotations = map[string]string{v1alpha1.LedgerAnnotation: c.ledger}
			change := matrix.UserWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator })
			if decision := decide(t, there, "open", change(there)); decision.Allowed() != c.open {
				t.Errorf("allowed %t: %v", decision.Allowed(), decision.Refusals)
			}
			// What the spec says, and what an edit of the Firm would make of it, says nothing.
			closing := matrix.FirmWith(func(f *fm) {
				f.Annotations, f.Spec.Administrators.Lead = nil, "fay"
				f.Spec.Administrators.Provisioning = v1alpha1.ProvisioningOpen
			})
			if decide(t, there, "open", closing(there)).Allowed() {
				t.Error("a Provisioner chose the lead while there is one")
			}
		})
	}
}

// The API server is asked only where the answer depends on it, and once.
func TestAsksOnlyWhenItMust(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		behaviour, by string
		does          func(roster.Objects) authority.Change
		asks          string
	}{
		{"who may without", "fa", matrix.UserWith("una", func(u *fu) { u.Spec.GivenName = "X" }), ""},
		{"one whose turn comes after a Provisioner's, in an open window", "administrator", matrix.UserWith("una", func(u *fu) { u.Spec.GivenName = "X" }), ""},
		{"whom no Provisioner could help: the window is closed", "user", matrix.UserWith("una", func(u *fu) { u.Spec.GivenName = "X" }), ""},
		{"who may not", "user", matrix.MatterM(func(m *ma) { m.Spec.Case, m.Spec.Client = "c", "globex" }), "provision staff wall"},
		{"nobody's field", "unknown", matrix.London(func(o *v1alpha1.Office) { o.Spec.Phone = "1" }), ""},
		{"no change", "unknown", matrix.FirmWith(func(*fm) {}), ""},
		{"who is walled off", "walled", matrix.MatterM(func(m *ma) { m.Spec.Client = "globex" }), ""},
		{"who is deactivated", "deactivated", matrix.MatterM(func(m *ma) { m.Spec.Client = "globex" }), ""},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			t.Parallel()
			there := matrix.Objects(t, "")
			if strings.Contains(c.behaviour, "open window") {
				there.Firm.Annotations = nil
			}
			view := roster.NewSnapshot(there)
			asker := matrix.AtFirm(view, matrix.ActorNamed(c.by))
			var asked []string
			asker.Authorized = func(v authority.Verb) (bool, error) {
				asked = append(asked, string(v))
				return false, nil
			}
			if _, err := authority.Decide(asker, c.does(there), view); err != nil {
				t.Fatal(err)
			}
			slices.Sort(asked)
			if got := strings.Join(asked, " "); got != c.asks {
				t.Errorf("asked %q, want %q", got, c.asks)
			}
		})
	}
}

// An API server that cannot say is an error only where it decides.
func TestErrors(t *testing.T) {
	t.Parallel()
	there := matrix.Objects(t, "")
	view := roster.NewSnapshot(there)
	dead := errors.New("the line is dead")
	authorize := func(authority.Verb) (bool, error) { return false, dead }
	change := matrix.MatterM(func(m *ma) { m.Spec.Client = "globex" })(there)
	una, ada := matrix.AtFirm(view, matrix.Person("una")), matrix.AtFirm(view, matrix.Person("ada"))
	una.Authorized, ada.Authorized = authorize, authorize
	if decision, err := authority.Decide(una, change, view); !errors.Is(err, dead) || len(decision.Refusals) > 0 {
		t.Errorf("una: %v %v", decision, err)
	}
	if decision, err := authority.Decide(ada, change, view); err != nil || !decision.Allowed() {
		t.Errorf("ada: %v %v", decision, err)
	}
}

// What is live counts, not what the View still has (P-6).
func TestLiveReads(t *testing.T) {
	t.Parallel()
	there := matrix.Objects(t, "")
	view := roster.NewSnapshot(there)
	change := matrix.UserWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator })(there)
	demoted := matrix.Find(there.Users, "fay").DeepCopy()
	demoted.Spec.SystemRole = v1alpha1.RoleFirmUser
	live := authority.Actor{Username: "fay@firm.example", Person: authority.Person{Users: []*v1alpha1.FirmUser{demoted}}}
	if decision, err := authority.Decide(live, change, view); err != nil || decision.Allowed() {
		t.Errorf("a right taken away is not gone: %v %v", decision, err)
	}
	old := there.Firm.DeepCopy()
	old.Spec.Administrators.Lead = "una" // lea was the lead a moment ago, and is in the View
	next := old.DeepCopy()
	next.Spec.Administrators.Lead = "lea"
	lea := matrix.AtFirm(view, matrix.Person("lea"))
	if decision, err := authority.Decide(lea, authority.FirmChange{Old: old, New: next}, view); err != nil || decision.Allowed() {
		t.Errorf("who was the lead a moment ago still is: %v %v", decision, err)
	}
}

// The texts, whole: the rule, what is wrong, who can.
func TestMessages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		by   string
		does func(roster.Objects) authority.Change
		want string
	}{
		{
			"foa", matrix.UserWith("una", func(u *fu) { u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator }),
			"spec.systemRole: Forbidden: R-4: only a Firm Administrator or a Provisioner until the lead or the backup has closed provisioning can make someone Firm Administrator; " +
				"olga@firm.example is Firm Office Administrator of london. Ask lea@firm.example (lead).",
		},
		{
			"fa", matrix.FirmWith(func(f *fm) { f.Spec.Administrators.Lead = "fay" }),
			"spec.administrators.lead: Forbidden: R-1: only the lead or the backup, or a Provisioner in its window while neither names an existing user can choose the lead; " +
				"fay@firm.example is Firm Administrator. Ask lea@firm.example (lead).",
		},
		{
			"company", matrix.MatterM(func(m *ma) {
				m.Spec.Staffing = append(m.Spec.Staffing, firm.MakeMatter("x").Staff("una", "rex").Spec.Staffing...)
			}),
			"spec.staffing[una]: Forbidden: U-4: only a member with the matter role MatterAdministrator, a user with the right Administrator, a Provisioner or a Staffer can change who is on the team: " +
				"so too spec.staffing[rex]; portal is of the company acme. Ask lou@firm.example (lead of m).",
		},
		{
			"walled", matrix.MatterM(func(m *ma) { m.Spec.ConflictedUsers = nil }),
			"spec.conflictedUsers[cal]: Forbidden: U-6: cal is a conflicted user of m and changes nothing on it. Ask lou@firm.example (lead of m).",
		},
		{
			"fa", matrix.UserWith("una", func(u *fu) { u.Spec.Email = "rex@firm.example" }),
			`spec.email: Duplicate value: "rex@firm.example": R-7: rex@firm.example is how rex is known, and neither could act. Choose another, or first take it from rex.`,
		},
	} {
		there := matrix.Objects(t, "")
		decision := decide(t, there, c.by, c.does(there))
		if got := decision.Errors().ToAggregate().Error(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}
