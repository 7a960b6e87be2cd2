package difference_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// house is a firm in which nothing special has happened yet.
const house = `
	firm lead=lena backup=bob systems=documents clients=acme/greta units=group,uk/group
	office london; office paris
	user lena role=FirmAdministrator; user bob; user greta
	user tina office=london as=Associate; user theo; user ada; user abe; user otto; user fay role=FirmOfficeAdministrator office=london
	link ada->tina
	case c1 staff=theo
	matter m1 lead=tina staff=theo:MatterEditor client=acme unit=uk office=london follow=staffing
	matter m2 lead=theo case=c1
`

// TestScenarios says what a reviewer reads of one change after another.
func TestScenarios(t *testing.T) {
	for name, s := range map[string]struct {
		then string // written before, and part of BASE
		head string // statements that replace or add
		gone []string
		want []string
	}{
		"one user joins": {
			head: "matter m1 lead=tina staff=theo:MatterEditor,otto client=acme unit=uk office=london follow=staffing",
			want: []string{
				"m1 otto: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Direct)",
			},
		},
		"one user leaves": {
			head: "matter m1 lead=tina client=acme unit=uk office=london follow=staffing",
			want: []string{
				"m1 theo: Loses -view -edit -view-invoices -post-invoices -report-time (Granted MatterEditor Direct => None)",
			},
		},
		"one user moves office": {
			then: "firm lead=lena backup=bob systems=documents clients=acme/greta units=group,uk/group invoices=OwnOffice",
			head: "user fay role=FirmOfficeAdministrator office=paris",
			want: []string{
				"role fay: Firm Office Administrator, invoices of its own office, office london => Firm Office Administrator, invoices of its own office, office paris",
				"m1 fay: Loses -view-invoices (None D-10 => None D-10)",
			},
		},
		"a link is added": {
			head: "link abe->tina",
			want: []string{
				"m1 abe: Gains +view +edit +view-invoices +post-invoices +report-time (None => Granted MatterEditor Following)",
			},
		},
		"a link is removed": {
			gone: []string{"link ada-assists-tina"},
			want: []string{
				"m1 ada: Loses -view -edit -view-invoices -post-invoices -report-time (Granted MatterEditor Following => None)",
			},
		},
		"a setting is toggled": {
			then: "user abe; link abe->theo",
			head: "matter m2 lead=theo case=c1 follow=staffing",
			want: nil,
		},
		"a setting is toggled, and somebody joins": {
			then: "user abe; link abe->otto",
			head: "matter m2 lead=theo staff=otto case=c1 follow=staffing",
			want: []string{
				"m2 abe: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Following)",
				"m2 otto: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Direct)",
			},
		},
		"a wall between two": {
			head: "matter m1 lead=tina staff=theo:MatterEditor client=acme unit=uk office=london follow=staffing set=bid/a; matter m2 lead=otto case=c1 set=bid/b",
			want: []string{
				"m2 otto: Gains +view +edit +manage-team +view-invoices +post-invoices +report-time (None => Granted MatterAdministrator Direct)",
				"m2 theo: Loses -view -edit -manage-team -view-invoices -post-invoices -report-time wall Raised (Granted MatterAdministrator Direct Case => Excluded MatterReader OpposingTeamSet Case)",
				"m2 ada: Walls wall Raised (None => WalledOff OpposingTeamSet)",
				"m2 tina: Walls wall Raised (None => WalledOff OpposingTeamSet)",
				"m1 theo: Loses -view -edit -view-invoices -post-invoices -report-time wall Raised (Granted MatterEditor Direct => Excluded MatterEditor OpposingTeamSet Direct)",
				"m1 otto: Walls wall Raised (None => WalledOff OpposingTeamSet)",
			},
		},
		"FloatingUser is given": {
			then: "matter m1 lead=tina staff=theo:MatterEditor client=acme unit=uk office=london set=bid/a; matter m2 lead=theo case=c1 set=bid/b",
			head: "user theo floating",
			want: []string{
				"role theo: Firm User => Firm User, FloatingUser",
				"m1 theo: Gains +view +edit +view-invoices +post-invoices +report-time wall Lifted (Excluded MatterEditor OpposingTeamSet Direct => Granted MatterEditor Direct)",
				"m2 theo: Gains +view +edit +manage-team +view-invoices +post-invoices +report-time wall Lifted (Excluded MatterAdministrator OpposingTeamSet Direct Case => Granted MatterAdministrator Direct Case)",
			},
		},
		"the firm's lead is replaced": {
			head: "firm lead=greta backup=bob systems=documents clients=acme/greta units=group,uk/group",
			want: []string{
				"role greta: Firm User => lead, Firm User everywhere(3) +view-invoices +post-invoices",
				"role lena: lead, Firm Administrator => Firm Administrator",
			},
		},
		"the matter's lead is replaced": {
			head: "matter m1 lead=otto staff=theo:MatterEditor client=acme unit=uk office=london follow=staffing",
			want: []string{
				"m1 otto: Gains +view +edit +manage-team +view-invoices +post-invoices +report-time (None => Granted MatterAdministrator Direct)",
				"m1 ada: Loses -view -edit -view-invoices -post-invoices -report-time (Granted MatterEditor Following => None)",
				"m1 tina: Loses -view -edit -manage-team -view-invoices -post-invoices -report-time (Granted MatterAdministrator Direct => None)",
			},
		},
		"FirmAdministrator is given": {
			head: "user theo role=FirmAdministrator",
			want: []string{
				"role theo: Firm User => Firm Administrator otherwise c1,m1,m2",
			},
		},
		"FirmAdministrator is given to one who is walled off": {
			then: "matter m2 lead=tina conflicted=otto",
			head: "user otto role=FirmAdministrator",
			want: []string{
				"role otto: Firm User => Firm Administrator everywhere(2) +view-invoices +post-invoices otherwise m2",
			},
		},
		"a matter is closed": {
			head: "matter m1 lead=tina staff=theo:MatterEditor client=acme unit=uk office=london follow=staffing closed",
			want: []string{
				"m1 ada: Loses -report-time (Granted MatterEditor Following => Granted MatterEditor Following)",
				"m1 theo: Loses -report-time (Granted MatterEditor Direct => Granted MatterEditor Direct)",
				"m1 tina: Loses -report-time (Granted MatterAdministrator Direct => Granted MatterAdministrator Direct)",
			},
		},
		"a matter becomes confidential": {
			then: "user otto as=Partner units=group",
			head: "matter m1 lead=tina staff=theo:MatterEditor client=acme unit=uk office=london follow=staffing confidential",
			want: []string{
				"m1 greta: Loses -view -edit (None D-9 => None)",
				"m1 otto: Loses -view -report-time (None D-8 => None)",
			},
		},
		"a business unit is moved": {
			then: "user otto as=Partner units=group",
			head: "firm lead=lena backup=bob systems=documents clients=acme/greta units=group,uk",
			want: []string{
				"role otto: Firm User, Partner, business unit uk => Firm User, Partner",
				"m1 otto: Loses -view -report-time (None D-8 => None)",
			},
		},
		"a matter's business unit": {
			then: "user otto as=Partner units=uk",
			head: "matter m1 lead=tina staff=theo:MatterEditor client=acme unit=group office=london follow=staffing",
			want: []string{
				"m1 otto: Loses -view -report-time (None D-8 => None)",
			},
		},
		"a user is deactivated": {
			head: "user tina office=london as=Associate deactivated",
			want: []string{
				"role tina: Firm User, Associate => deactivated, Firm User, Associate",
				"m1 ada: Loses -view -edit -view-invoices -post-invoices -report-time (Granted MatterEditor Following => None)",
				"m1 tina: Loses -view -edit -manage-team -view-invoices -post-invoices -report-time (Granted MatterAdministrator Direct => None)",
			},
		},
		"a user is deleted": {
			gone: []string{"user theo"},
			want: []string{
				"role theo: Firm User => absent",
				"c1 theo: Loses -view -view-invoices -post-invoices -report-time (Granted MatterReader Direct => None)",
				"m1 theo: Loses -view -edit -view-invoices -post-invoices -report-time (Granted MatterEditor Direct => None)",
				"m2 theo: Loses -view -edit -manage-team -view-invoices -post-invoices -report-time (Granted MatterAdministrator Direct Case => None)",
			},
		},
		"a matter is deleted": {
			then: "matter m2 lead=theo case=c1 conflicted=otto", gone: []string{"matter m2"},
			want: []string{
				"m2deleted theo: Loses -view -edit -manage-team -view-invoices -post-invoices -report-time (Granted MatterAdministrator Direct Case => None)",
				"m2deleted otto: Walls wall Lifted (WalledOff Direct => None)",
			},
		},
		"a matter is created": {
			head: "matter m3 lead=otto staff=bob conflicted=abe,lena excluded=greta",
			want: []string{
				"m3created bob: Gains +view +report-time (None => Granted MatterReader Direct D-10)",
				"m3created otto: Gains +view +edit +manage-team +view-invoices +post-invoices +report-time (None => Granted MatterAdministrator Direct)",
				"m3created abe: Walls wall Raised (None => WalledOff Direct)",
				"m3created greta: Walls wall Raised (None => WalledOff ExcludedUser)",
				"m3created lena: Walls wall Raised (None => WalledOff Direct)",
			},
		},
		"FloatingUser is given to one whom an assistant follows behind a wall": {
			then: "link abe->otto; matter m3 lead=otto set=bid/a; matter m2 lead=theo follow=conflictedUsers set=bid/b",
			head: "user otto floating",
			want: []string{
				"role otto: Firm User => Firm User, FloatingUser",
				"m2 abe: Walls wall Lifted (WalledOff Following => None)",
				"m2 otto: Walls wall Lifted (WalledOff OpposingTeamSet => None)",
			},
		},
		"the Firm limits invoices": {
			head: "firm lead=lena backup=bob systems=documents clients=acme/greta units=group,uk/group invoices=OwnOffice",
			want: []string{
				"role fay: Firm Office Administrator => Firm Office Administrator, invoices of its own office everywhere(2) -view-invoices otherwise m1",
			},
		},
		"a matter's office": {
			then: "firm lead=lena backup=bob systems=documents clients=acme/greta units=group,uk/group invoices=OwnOffice",
			head: "matter m1 lead=tina staff=theo:MatterEditor client=acme unit=uk office=paris follow=staffing",
			want: []string{
				"m1 fay: Loses -view-invoices (None D-10 => None D-10)",
			},
		},
		"a manager": {
			head: "firm lead=lena backup=bob systems=documents clients=acme/otto units=group,uk/group",
			want: []string{
				"role greta: Firm User, manages acme => Firm User",
				"role otto: Firm User => Firm User, manages acme",
				"m1 otto: Gains +view +edit (None => None D-9)",
				"m1 greta: Loses -view -edit (None D-9 => None)",
			},
		},
		"a right, and an email": {
			head: "user theo rights=Administrator email=theo2@firm.example delegates=ada",
			want: []string{
				"role theo: Firm User, email theo@firm.example => Firm User, right Administrator, delegate ada, email theo2@firm.example everywhere(2) +manage-team +manage-walls otherwise m2",
				"m2 theo: Gains +manage-walls (Granted MatterAdministrator Direct Case => Granted MatterAdministrator Direct Case D-10)",
			},
		},
		"a role through another": {
			head: "matter m1 lead=tina staff=theo:MatterReader client=acme unit=uk office=london follow=staffing",
			want: []string{
				"m1 theo: Loses -edit (Granted MatterEditor Direct => Granted MatterReader Direct)",
			},
		},
		"by the case too": {
			head: "matter m2 lead=theo staff=otto; matter m1 lead=tina staff=theo:MatterEditor client=acme unit=uk office=london follow=staffing case=c1",
			want: []string{
				"m2 otto: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Direct)",
				"m2 theo: Changes (Granted MatterAdministrator Direct Case => Granted MatterAdministrator Direct)",
				"m1 theo: Changes (Granted MatterEditor Direct => Granted MatterEditor Direct Case)",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			base := firm.Written(t, house+"\n"+s.then)
			head := replaced(base, firm.Parse(t, s.head), s.gone...)
			f := between(t, base, head)
			if len(f.Requirements) == 0 {
				t.Error("a change that requires nobody")
			}
			if d := cmp.Diff(s.want, lines(f)); d != "" {
				t.Errorf("(-want +told)\n%s", d)
			}
		})
	}
}

// TestWhatIsAwaitedComes is about who joined while there was no setting (L-4): nothing of
// the matter is written, and what comes of it changes.
func TestWhatIsAwaitedComes(t *testing.T) {
	base := firm.Written(t, "user tina; user ada; link ada->tina; matter m1 staff=tina; matter m2 staff=tina case=c7 follow=-staffing")
	f := between(t, base, replaced(base, firm.Parse(t, "firm follow=staffing; case c7 follow=staffing")))
	want := []string{
		"m1 ada: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Following)",
		"m2 ada: Gains +view +view-invoices +post-invoices +report-time (None => Granted MatterReader Following)",
	}
	if d := cmp.Diff(want, lines(f)); d != "" {
		t.Errorf("(-want +told)\n%s", d)
	}
}

// TestSettingComesForNobodyOfItsOwn is about an asset that nobody joined while there was
// no setting: whom others wall off from it, the assistants follow once there is one (C-3).
func TestSettingComesForNobodyOfItsOwn(t *testing.T) {
	base := firm.Written(t, "user tina; user ada; link ada->tina; matter m1 staff=tina follow=-staffing,-conflictedUsers set=bid/a; matter m2 set=bid/b")
	f := between(t, base, replaced(base, firm.Parse(t, "firm follow=conflictedUsers")))
	want := []string{"m2 ada: Walls wall Raised (None => WalledOff Following)"}
	if d := cmp.Diff(want, lines(f)); d != "" {
		t.Errorf("(-want +told)\n%s", d)
	}
}

// replaced returns the objects with others in place of those of the same names, as files
// have them, and without some.
func replaced(base, others roster.Objects, gone ...string) roster.Objects {
	head := roster.Objects{
		Firm:    base.Firm,
		Offices: put(base.Offices, others.Offices, "office ", gone), Users: put(base.Users, others.Users, "user ", gone),
		Links: put(base.Links, others.Links, "link ", gone), Matters: put(base.Matters, others.Matters, "matter ", gone),
	}
	if others.Firm != nil {
		head.Firm = others.Firm
		head.Firm.Annotations = nil
	}
	return head
}

func put[O metav1.Object](base, others []O, kind string, gone []string) []O {
	all := slices.Clone(others)
	for _, o := range others {
		o.SetAnnotations(nil)
	}
	for _, o := range base {
		there := slices.ContainsFunc(others, func(other O) bool { return other.GetName() == o.GetName() })
		if !there && !slices.Contains(gone, kind+o.GetName()) {
			all = append(all, o)
		}
	}
	return all
}
