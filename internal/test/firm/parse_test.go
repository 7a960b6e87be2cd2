package firm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

func TestParse(t *testing.T) {
	got := Parse(t, `
		firm lead=amira backup=ben follow=staffing,-conflictedUsers systems=documents,billing   # who runs it
		     # a comment alone
		office london; office zurich since=none
		user amira office=london role=FirmAdministrator as=Partner rights=Administrator,Compliance units=uk
		user ben floating deactivated upload first email=b@x.example identities=kc:ben,sso:ben delegates=amira
		link ben->amira; link ben->carla name=second since=2
		matter m1 lead=amira staff=ben:MatterEditor:SupportStaff:Follow@documents+billing,carla case=c1 collections=k1,k2
		case c1 conflicted=dan,eve:DoNotFollow excluded=finn set=auction/bidder-a client=acme office=london unit=uk confidential closed
		collection k1
	`)
	want := roster.Objects{
		Firm: Stamp(MakeFirm().Lead("amira").Backup("ben").Follow("Enabled", "Disabled").Systems("documents", "billing"), 1).Obj(),
		Offices: []*v1alpha1.Office{
			Stamp(MakeOffice("london"), 2),
			{ObjectMeta: metav1.ObjectMeta{Name: "zurich", Generation: 1, Annotations: map[string]string{}}},
		},
		Users: []*v1alpha1.FirmUser{
			Stamp(MakeUser("amira").Office("london").SystemRole("FirmAdministrator").UserRole("Partner").
				Rights("Administrator", "Compliance").Units("uk"), 4).Obj(),
			Stamp(MakeUser("ben").Floating().Deactivated().MatterDataUpload().FirstUser().Email("b@x.example").
				Identities("kc:ben", "sso:ben").Delegates("amira"), 5).Obj(),
		},
		Links: []*v1alpha1.AssistantLink{Stamp(MakeLink("ben", "amira"), 6), named("second", Stamp(MakeLink("ben", "carla"), 2))},
		Matters: []*v1alpha1.Matter{
			Stamp(MakeMatter("m1").Lead("amira").StaffEntry(v1alpha1.StaffingEntry{
				User: "ben", MatterRole: "MatterEditor", StaffingType: "SupportStaff", Assistants: "Follow",
				IncludedSystems: []string{"documents", "billing"},
			}).Staff("carla").Case("c1").Collections("k1", "k2"), 8).Obj(),
			Stamp(MakeCase("c1").Conflicted("dan").ConflictedEntry(v1alpha1.ConflictedEntry{User: "eve", Assistants: "DoNotFollow"}).
				Excluded("finn").Side("auction", "bidder-a").Client("acme").Office("london").Unit("uk").Confidential().Closed(), 9).Obj(),
			Stamp(MakeCollection("k1"), 10).Obj(),
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseTheFirmsOwnLists(t *testing.T) {
	got := Parse(t, "firm clients=acme/ben,globex units=group,uk/group billing-units=london/uk invoices=OwnOffice closed").Firm
	want := Stamp(MakeFirm().Client("acme", "ben").Client("globex", "").Unit("group", "").Unit("uk", "group").BillingUnit("london", "uk").
		OfficeAdministratorInvoices("OwnOffice").Closed(), 1).Obj()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestErrorsPointAtTheWord(t *testing.T) {
	for text, want := range map[string]string{
		"user ben floting":                   `"floting"`,
		"user ben floating=yes":              `"floating" takes no value`,
		"user ben office":                    `"office" takes a value`,
		"user ben office=london,zurich":      `"office" takes one value`,
		"user ben office=":                   "an empty value",
		"user ben role=King":                 `"King" is none of [FirmAdministrator`,
		"user ben since=dawn":                `"dawn" is neither the number`,
		"matter m1 staff=ben:MatterEditr":    `"MatterEditr" is none of [BillingOnly`,
		"matter m1 conflicted=ben:Never":     `"Never" is none of [Follow DoNotFollow]`,
		"matter m1 follow=team":              `"team" is neither staffing nor`,
		"link ben":                           "a link is written assistant->timekeeper",
		"user ben; office ben; user ben":     "ben is there already",
		"matter":                             `"matter" is no statement`,
		"client acme":                        `"client" is no firm, office`,
		"office london since=1; office size": "",
	} {
		t.Run(text, func(t *testing.T) {
			_, err := parse(text)
			if want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Fatalf("got %v, want %s", err, want)
			}
		})
	}

	_, err := parse("user amira\n\tmatter m1 staff=ben:MatterEditr,carla")
	want := "line 2: \"MatterEditr\" is none of [BillingOnly MatterReader MatterEditor MatterAdministrator]" +
		" [TeamMember SupportStaff ResponsibleAttorney] [Follow DoNotFollow]\n" +
		"\tmatter m1 staff=ben:MatterEditr,carla\n" +
		"\t                    ^^^^^^^^^^^"
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

func named(name string, link *v1alpha1.AssistantLink) *v1alpha1.AssistantLink {
	link.Name = name
	return link
}
