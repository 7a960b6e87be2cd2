package controllers

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// recoveredFirm is a firm of which Support made fay the lead, and of which the
// status is from before.
func recoveredFirm(objects roster.Objects) *v1alpha1.Firm {
	f := objects.Firm
	f.Generation, f.Status.ObservedGeneration = 2, 1
	f.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionReady}}
	f.Status.Lead, f.Status.Backup = &v1alpha1.Contact{User: "lea"}, &v1alpha1.Contact{User: "bob"}
	f.Spec.Administrators.Recovery = &v1alpha1.Recovery{
		RequestedBy: "pat", PartnerEmail: "pat@firm.example",
		NewLead: "fay", NewLeadEmail: "fay@firm.example",
	}
	return f
}

func TestWhenARecoveryIsTold(t *testing.T) {
	t.Parallel()
	const (
		start = "R-3: fay (fay@firm.example) is the new lead, as the partner pat (pat@firm.example) asked of Support; before, "
		both  = start + "the lead was lea (deactivated) and the backup bob (no account)"
	)
	departed := func(names ...string) func(*v1alpha1.Firm) {
		return func(f *v1alpha1.Firm) { f.Spec.Administrators.Recovery.Departed = names }
	}
	for _, c := range []struct {
		name, firm string
		edit       func(*v1alpha1.Firm)
		want       string
	}{
		{name: "as it happened", want: both},
		{
			name: "the lead has departed", firm: "user lea", edit: departed("lea", "olga"),
			want: start + "the lead was lea (departed) and the backup bob (no account); named as departed: lea, olga",
		},
		{
			name: "neither had an account", edit: func(f *v1alpha1.Firm) { f.Status.Lead, f.Status.Backup = nil, nil },
			want: start + "the lead was nobody and the backup bob (no account)",
		},
		{
			name: "the new lead has named a backup since", firm: "user bob deactivated; user gus",
			edit: func(f *v1alpha1.Firm) { f.Spec.Administrators.Backup, f.Generation = "gus", 3 },
			want: start + "the lead was lea (deactivated) and the backup bob (deactivated)",
		},
		{
			name: "the status is lost", edit: func(f *v1alpha1.Firm) { f.Status = v1alpha1.FirmStatus{ObservedGeneration: -1} },
			want: start + "the lead was nobody and the backup bob (no account)",
		},
		{name: "without a statement", edit: func(f *v1alpha1.Firm) { f.Spec.Administrators.Recovery = nil }},
		{name: "of somebody else", edit: func(f *v1alpha1.Firm) { f.Spec.Administrators.Recovery.NewLead = "gus" }},
		{name: "of nobody", edit: func(f *v1alpha1.Firm) {
			f.Spec.Administrators.Lead, f.Spec.Administrators.Recovery.NewLead = "", ""
		}},
		{name: "the status says so already", edit: func(f *v1alpha1.Firm) { f.Status.Lead.User = "fay" }},
		{name: "and the backup comes later", edit: func(f *v1alpha1.Firm) {
			f.Status.Lead, f.Spec.Administrators.Backup, f.Generation = &v1alpha1.Contact{User: "fay"}, "gus", 3
		}},
		{name: "the account of the new lead comes later", edit: func(f *v1alpha1.Firm) { f.Status.Lead, f.Generation = nil, 1 }},
		{name: "that account comes anew", edit: func(f *v1alpha1.Firm) { f.Status.Lead, f.Status.ObservedGeneration = nil, 2 }},
		{name: "the Firm is created with it", edit: func(f *v1alpha1.Firm) {
			f.Status, f.Generation = v1alpha1.FirmStatus{ObservedGeneration: -1}, 1
		}},
		{name: "the lead itself hands over", firm: "user lea"},
		{name: "the backup does", firm: "user bob", edit: departed("lea")},
	} {
		t.Run("R-3 "+c.name, func(t *testing.T) {
			t.Parallel()
			objects := firm.Written(t, "firm lead=fay backup=bob; user lea deactivated; user fay; user pat as=Partner\n"+c.firm)
			f := recoveredFirm(objects)
			if c.edit != nil {
				c.edit(f)
			}
			if got := notesOf(noticesOfFirm(roster.NewSnapshot(objects), f)); got != c.want {
				t.Error(cmp.Diff(c.want, got))
			}
		})
	}
}

func notesOf(notices []notice) string {
	var notes []string
	for _, n := range notices {
		notes = append(notes, n.note)
	}
	return strings.Join(notes, "\n")
}

// The same recovery has one Event, and another one another.
func TestTheNewsOfARecovery(t *testing.T) {
	t.Parallel()
	f := recoveredFirm(firm.Written(t, "firm lead=fay"))
	said := f.Spec.Administrators.Recovery
	same, other, anew := f.DeepCopy(), said.DeepCopy(), f.DeepCopy()
	same.Generation, same.Status = 9, v1alpha1.FirmStatus{}
	other.Authorization = "again"
	anew.UID = "anew"
	if digest(f, said) != digest(same, said) {
		t.Error("the same recovery is told twice")
	}
	if digest(f, said) == digest(f, other) || digest(f, said) == digest(anew, said) {
		t.Error("two recoveries are told as one")
	}
}

func TestWhenACreationIsTold(t *testing.T) {
	t.Parallel()
	const told = "U-8: the company globex created the user mia; notice to "
	for _, c := range []struct {
		name, firm string
		edit       func(*v1alpha1.FirmUser)
		want       string
	}{
		{
			name: "to lead and backup", firm: "firm lead=amira backup=ben; user amira",
			want: told + "the lead amira (amira@firm.example) and the backup ben",
		},
		{name: "to whoever will be", firm: "firm", want: told + "a lead still to be named and a backup still to be named"},
		{name: "to nobody without a Firm", firm: "user amira"},
		{name: "once", firm: "firm lead=amira", edit: func(u *v1alpha1.FirmUser) {
			u.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionReady}}
		}},
		{name: "of a Company alone", firm: "firm", edit: func(u *v1alpha1.FirmUser) {
			delete(u.Annotations, v1alpha1.CreatedByAnnotation)
		}},
		{name: "and not of a restore", firm: "firm", edit: func(u *v1alpha1.FirmUser) {
			u.CreationTimestamp = metav1.NewTime(u.CreationTimestamp.Add(24 * time.Hour))
		}},
	} {
		t.Run("U-8 "+c.name, func(t *testing.T) {
			t.Parallel()
			objects := firm.Written(t, c.firm+"; user mia")
			mia := objects.Users[len(objects.Users)-1]
			mia.CreationTimestamp = metav1.NewTime(roster.Since(mia).Time)
			mia.Annotations[v1alpha1.CreatedByAnnotation] = "globex"
			if c.edit != nil {
				c.edit(mia)
			}
			if got := notesOf(noticesOfUser(roster.NewSnapshot(objects), mia)); got != c.want {
				t.Error(cmp.Diff(c.want, got))
			}
		})
	}
}

// Everyone whom a notice is for or about is in it, however long their names are.
func TestNoticesFit(t *testing.T) {
	t.Parallel()
	name := func(as string) string { return as + strings.Repeat("n", 63-len(as)) }
	email := func(as string) string { return as + strings.Repeat("e", 254-len(as)) }
	objects := firm.Written(t, fmt.Sprintf("firm lead=%s backup=%s; user %s; user %s; office london", name("l"), name("b"), name("l"), name("b")))
	objects.Users[0].Spec.Email, objects.Users[1].Spec.Email = email("l"), email("b")
	london := objects.Offices[0]
	london.Name, london.CreationTimestamp = name("o"), metav1.NewTime(roster.Since(london).Time)
	london.Annotations[v1alpha1.CreatedByAnnotation] = strings.Repeat("ü", 5000)
	f := recoveredFirm(objects)
	f.Status.Lead.User, f.Status.Backup.User = name("x"), name("y")
	said := f.Spec.Administrators.Recovery
	said.NewLead, said.NewLeadEmail, said.RequestedBy, said.PartnerEmail = name("l"), email("l"), name("p"), email("p")
	for i := range 500 {
		said.Departed = append(said.Departed, name(fmt.Sprint("d", i)))
	}
	view := roster.NewSnapshot(objects)
	for want, notices := range map[string][]notice{
		name("o") + " " + name("l") + " " + email("l") + " " + name("b") + " " + email("b"):                   noticesOfOffice(view, london),
		name("l") + " " + email("l") + " " + name("p") + " " + email("p") + " " + name("x") + " " + name("y"): noticesOfFirm(view, f),
	} {
		if len(notices) != 1 {
			t.Fatalf("%d notices", len(notices))
		}
		d := desk{now: func() time.Time { return firm.At(1).Time }}
		note := d.event(f, notices[0]).Note
		if len(note) > maxNote {
			t.Errorf("%d bytes", len(note))
		}
		for word := range strings.FieldsSeq(want) {
			if !strings.Contains(note, word) {
				t.Errorf("no %s in %s", word, note)
			}
		}
	}
}
