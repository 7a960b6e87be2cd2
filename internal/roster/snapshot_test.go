package roster_test

import (
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// TestSnapshot is about what is found under which key.
func TestSnapshot(t *testing.T) {
	view := firm.View(t, `
		firm
		office london
		user amy office=london identities=amy@old.example,ext:amy units=uk,tax rights=Compliance,Accounting
		user ben email=shared@firm.example office=paris first
		user cal role=FirmAdministrator identities=shared@firm.example
		user dot identities=dot@firm.example first units=uk
		link asa->tom
		link asa->tim
		link abe->tom
		matter m1 lead=amy staff=amy,ben case=c collections=k,l set=auction/a client=acme unit=uk office=london
		matter m2 conflicted=ben excluded=cal case=k collections=k client=acme unit=tax
		case c staff=ben set=auction/b,dispute/a client=acme
		collection k lead=cal set=auction/c case=c collections=l
	`)
	for _, c := range []struct{ question, got, want string }{
		{"offices", found(view.Offices()), "london"},
		{"users", found(view.Users()), "amy ben cal dot"},
		{"users of an office", found(view.UsersOfOffice("london")), "amy"},
		{"users of an office that does not exist", found(view.UsersOfOffice("paris")), "ben"},
		{"users of no office", found(view.UsersOfOffice("")), "cal dot"},
		{"P-1 known by the email", found(view.UsersKnownAs("amy@firm.example")), "amy"},
		{"P-1 known by an identity", found(view.UsersKnownAs("ext:amy")), "amy"},
		{"R-7 known by what two share", found(view.UsersKnownAs("shared@firm.example")), "ben cal"},
		{"P-1 known once by what is both", found(view.UsersKnownAs("dot@firm.example")), "dot"},
		{"P-1 known by nothing", found(view.UsersKnownAs("")), ""},
		{"S-1 of a role that their spec gives them", found(view.UsersOfRole(v1alpha1.RoleFirmAdministrator)), "cal"},
		{"R-5 stamped", found(view.FirstUsers()), "ben dot"},
		{"A-1 links of an assistant", found(view.LinksOfAssistant("asa")), "asa-assists-tim asa-assists-tom"},
		{"A-1 links of a timekeeper", found(view.LinksOfTimekeeper("tom")), "abe-assists-tom asa-assists-tom"},
		{"M-8 matters of a case", found(view.MattersOfGroup("c")), "m1"},
		{"M-8 matters that name a group twice", found(view.MattersOfGroup("k")), "m1 m2"},
		{"M-8 groups name none", found(view.MattersOfGroup("l")), "m1"},
		{"C-2 on a set, collections never", found(view.MattersOnSet("auction")), "c m1"},
		{"C-2 on a set of a case, its matters not", found(view.MattersOnSet("dispute")), "c"},
		{"naming a user in more than one place", found(view.MattersNaming("amy")), "m1"},
		{"naming a user on team or wall", found(view.MattersNaming("ben")), "c m1 m2"},
		{"naming a user as lead or excluded", found(view.MattersNaming("cal")), "k m2"},
		{"naming nobody", found(view.MattersNaming("")), ""},
		{"S-5 users of a unit", found(view.UsersOfUnit("uk")), "amy dot"},
		{"S-5 users of no unit", found(view.UsersOfUnit("")), ""},
		{"S-3 users with a right", found(view.UsersWithRight(v1alpha1.RightAccounting)), "amy"},
		{"D-7 assets of a unit", found(view.MattersOfUnit("uk")), "m1"},
		{"D-7 assets of no unit", found(view.MattersOfUnit("")), ""},
		{"D-9 assets of a client", found(view.MattersOfClient("acme")), "c m1 m2"},
		{"D-10 assets of an office", found(view.MattersOfOffice("london")), "m1"},
	} {
		t.Run(c.question, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("got %q, want %q", c.got, c.want)
			}
		})
	}
}

func TestSnapshotKnowsNobodyElse(t *testing.T) {
	view := firm.View(t, `office london; user amy; matter m`)
	if f, _ := view.Firm(); f != nil || view.Office("x") != nil || view.User("x") != nil || view.Matter("x") != nil {
		t.Error("it knows what is not there")
	}
	if view.Office("london") == nil || view.User("amy") == nil || view.Matter("m") == nil {
		t.Error("it does not know what is there")
	}
}

// TestSnapshotReadsLedgers is about an asset that it holds and one that it does
// not, such as one that is being written.
func TestSnapshotReadsLedgers(t *testing.T) {
	objects := firm.Written(t, `firm follow=staffing; matter m staff=amy; firm; matter n staff=amy`)
	view := roster.NewSnapshot(roster.Objects{Firm: objects.Firm, Matters: objects.Matters[:1]})
	for i, want := range []bool{true, false} {
		if got := view.Ledger(objects.Matters[i]).Staffing.Joined["amy"].Follow; got != want {
			t.Errorf("of %s: %t, want %t", objects.Matters[i].Name, got, want)
		}
	}
}

func found[O metav1.Object](objects []O) string { return strings.Join(names(objects), " ") }

// names returns the names of objects, sorted.
func names[O metav1.Object](objects []O) []string {
	var all []string
	for _, o := range objects {
		all = append(all, o.GetName())
	}
	slices.Sort(all)
	return all
}
