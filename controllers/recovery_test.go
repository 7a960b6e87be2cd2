package controllers_test

import (
	"context"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/story"
)

// thistlewood is a firm with its window closed; pat is a partner of it, fay is to
// be the lead, ada is Firm Administrator.
const thistlewood = `
	user pat as=Partner; user fay; user gus; user ada role=FirmAdministrator as=Partner
	firm lead=lea backup=bob provisioning=Closed closed
`

// recovered is what the notice of a recovery starts with.
const recovered = "R-3: fay (fay@firm.example) is the new lead, as the partner pat (pat@firm.example) asked of Support; before, "

// found brings a firm to a namespace as it stands, whatever could have led there,
// with a desk of Support that may write it as far as RBAC goes.
func found(t *testing.T, mode story.Mode, text string) (*story.Firm, *cluster.Person) {
	t.Helper()
	f := story.New(t.Context(), t, mode)
	objects := firm.Written(t, text)
	objects.Firm.Spec.DisplayName = "Thistlewood LLP"
	restorer, all := by(t, story.Restorer), []client.Object{objects.Firm}
	for _, user := range objects.Users {
		user.Spec.Identities = []string{"story:" + user.Name}
		all = append(all, user)
	}
	for _, o := range all {
		o = declared(content(t, o))
		o.SetNamespace(f.Namespace)
		must(t, restorer.Create(t.Context(), o))
	}
	settleOthers(t, f)
	cluster.MustKubectl(t, f.Namespace, "", "create", "role", "support",
		"--verb=get,list,watch,create,update,patch,delete", "--resource=firms.matterplane.dev,firmusers.matterplane.dev")
	cluster.MustKubectl(t, f.Namespace, "", "create", "rolebinding", "support", "--role=support", "--group=matterplane:support")
	support := cluster.As(t, "sam@support.example", "matterplane:support", "system:authenticated")
	cluster.Eventually(t, time.Minute, func() error {
		return support.Get(t.Context(), client.ObjectKeyFromObject(theFirm(f)), &v1alpha1.Firm{})
	})
	return f, support
}

func theFirm(f *story.Firm) *v1alpha1.Firm {
	return &v1alpha1.Firm{ObjectMeta: metav1.ObjectMeta{Namespace: f.Namespace, Name: v1alpha1.FirmName}}
}

// asking is what Support writes at pat's request, with a change to it.
func asking(edit func(*v1alpha1.FirmAdministrators, *v1alpha1.Recovery)) func(*v1alpha1.Firm) {
	return func(f *v1alpha1.Firm) {
		a := &f.Spec.Administrators
		a.Lead, a.Recovery = "fay", &v1alpha1.Recovery{
			RequestedBy: "pat", PartnerEmail: "pat@firm.example", FirmName: "Thistlewood LLP",
			NewLead: "fay", NewLeadEmail: "fay@firm.example", Authorization: "Support may make Fay our lead.",
		}
		edit(a, a.Recovery)
	}
}

// writes reads the Firm as somebody and writes it with a change.
func writes(ctx context.Context, p *cluster.Person, f *story.Firm, edit func(*v1alpha1.Firm)) error {
	stored := theFirm(f)
	if err := p.Get(ctx, client.ObjectKeyFromObject(stored), stored); err != nil {
		return err
	}
	edit(stored)
	return p.Update(ctx, stored)
}

// refuses fails the test unless a write is Forbidden with all these words.
func refuses(t *testing.T, err error, words ...string) {
	t.Helper()
	if !apierrors.IsForbidden(err) {
		t.Errorf("not refused: %v", err)
		return
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("refused with\n%v\nwant it to say %q", err, word)
		}
	}
}

// TestSupportRecoversAFirm has Support make fay the lead of firms that nobody can
// help any more, and fay go on from there.
func TestSupportRecoversAFirm(t *testing.T) {
	story.Operate(t)
	for _, c := range []struct {
		name, firm            string
		departed              []string
		before, after, healed string // AdministratorsAssigned before, after and once fay has named a backup
		told                  string
	}{
		{
			name: "deactivated", firm: strings.ReplaceAll(thistlewood, "role=FirmAdministrator", "role=FirmUser") + "user lea deactivated; user bob deactivated",
			before: v1alpha1.ReasonNoActiveAdministrator, after: v1alpha1.ReasonAssigned, healed: v1alpha1.ReasonAssigned,
			told: "the lead was lea (deactivated) and the backup bob (deactivated)",
		},
		{
			name: "deleted", firm: thistlewood,
			before: v1alpha1.ReasonLeadMissing, after: v1alpha1.ReasonBackupMissing, healed: v1alpha1.ReasonAssigned,
			told: "the lead was nobody and the backup bob (no account)",
		},
		{
			name: "departed", firm: thistlewood + "user lea; user bob", departed: []string{"lea", "bob"},
			before: v1alpha1.ReasonAssigned, after: v1alpha1.ReasonAssigned, healed: v1alpha1.ReasonAssigned,
			told: "the lead was lea (departed) and the backup bob (departed); named as departed: lea, bob",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, support := found(t, story.Webhooks, c.firm)
			w := f.Watch()
			assigned(t, f, c.before)
			must(t, writes(t.Context(), support, f, asking(func(_ *v1alpha1.FirmAdministrators, r *v1alpha1.Recovery) { r.Departed = c.departed })))
			settleOthers(t, f)
			assigned(t, f, c.after)
			notices(t, w, "LeadRecovered", recovered+c.told)
			recoveredBy(t, f, w)

			supportIsDone(t, f, support)
			fay := by(t, "story:fay")
			must(t, writes(t.Context(), fay, f, func(firm *v1alpha1.Firm) { firm.Spec.Administrators.Backup = "gus" }))
			settleOthers(t, f)
			assigned(t, f, c.healed)
			notices(t, w, "LeadRecovered", recovered+c.told)

			must(t, writes(t.Context(), fay, f, func(firm *v1alpha1.Firm) { firm.Spec.Administrators.Recovery = nil }))
			settleOthers(t, f)
			notices(t, w, "LeadRecovered", recovered+c.told)
		})
	}
}

// TestARecoveryIsToldOnceWhateverHappens has the manager killed before it could
// tell of a recovery, and the status lost after it did.
func TestARecoveryIsToldOnceWhateverHappens(t *testing.T) {
	operator := story.Operate(t)
	f, support := found(t, story.Alone, thistlewood+"user lea deactivated; user bob deactivated")
	w := f.Watch()
	operator.Stop(t)
	must(t, writes(t.Context(), support, f, asking(func(*v1alpha1.FirmAdministrators, *v1alpha1.Recovery) {})))
	must(t, writes(t.Context(), support, f, func(firm *v1alpha1.Firm) { firm.Spec.Administrators.Backup = "gus" }))
	notices(t, w, "LeadRecovered")
	operator = story.Operate(t)
	settleOthers(t, f)
	notices(t, w, "LeadRecovered", recovered+"the lead was lea (deactivated) and the backup bob (deactivated)")
	beforeTheStatus(t, w, "/firms/firm/status")
	operator.Stop(t)
	loseStatuses(f)
	story.Operate(t)
	f.Settle()
	story.AwaitIdle(t)
	notices(t, w, "LeadRecovered", recovered+"the lead was lea (deactivated) and the backup bob (deactivated)")
}

// supportIsDone fails the test if Support can do anything now that the firm has a
// lead again.
func supportIsDone(t *testing.T, f *story.Firm, support *cluster.Person) {
	t.Helper()
	again := asking(func(a *v1alpha1.FirmAdministrators, r *v1alpha1.Recovery) {
		a.Lead, r.NewLead, r.NewLeadEmail, r.Authorization = "gus", "gus", "gus@firm.example", "Gus now."
	})
	refuses(t, writes(t.Context(), support, f, again), "R-3: ", "spec.administrators.recovery.departed", "the lead fay can act")
	refuses(t, writes(t.Context(), support, f, func(firm *v1alpha1.Firm) { firm.Spec.Administrators.Backup = "gus" }), "R-1: ")
	refuses(t, writes(t.Context(), support, f, func(firm *v1alpha1.Firm) { firm.Spec.Administrators.Recovery = nil }), "R-3: ")
	refuses(t, writes(t.Context(), support, f, func(firm *v1alpha1.Firm) { firm.Spec.DisplayName = "Bramble LLP" }), "U-1: ")
	refuses(t, support.Patch(t.Context(), newUser(f, "fay"), merging(`{"spec":{"deactivated":true}}`)), "R-6: ")
	refuses(t, support.Create(t.Context(), newUser(f, "own")), "R-6: ")
}

// recoveredBy says of the one notice of a recovery what tools go by.
func recoveredBy(t *testing.T, f *story.Firm, w *story.Window) {
	t.Helper()
	for _, e := range given(w, "LeadRecovered") {
		if e.Type != corev1.EventTypeWarning || e.Action != "Recover" || e.Regarding != *referenceTo(t, f.Object("firm", "firm")) ||
			e.Related == nil || *e.Related != *referenceTo(t, f.Object("user", "fay")) {
			t.Errorf("the Event is %+v", e)
		}
	}
}

// assigned fails the test unless AdministratorsAssigned has a reason.
func assigned(t *testing.T, f *story.Firm, want string) {
	t.Helper()
	stored, _ := f.Object("firm", v1alpha1.FirmName).(*v1alpha1.Firm)
	for _, c := range stored.Status.Conditions {
		if c.Type == v1alpha1.ConditionAdministratorsAssigned && c.Reason != want {
			t.Errorf("AdministratorsAssigned is %s, want %s", c.Reason, want)
		}
	}
}

// TestSupportIsRefusedWhatIsMissing leaves one thing after the other out of what a
// partner must state, and has others try what Support may.
func TestSupportIsRefusedWhatIsMissing(t *testing.T) {
	story.Operate(t)
	f, support := found(t, story.Webhooks, thistlewood+"user lea deactivated; user bob")
	w := f.Watch()
	type (
		administrators = v1alpha1.FirmAdministrators
		recovery       = v1alpha1.Recovery
	)
	const at = "spec.administrators.recovery."
	for _, c := range []struct {
		name  string
		edit  func(*administrators, *recovery)
		words []string
	}{
		{"that the backup has gone", func(_ *administrators, r *recovery) { r.Departed = nil }, []string{at + "departed", "the backup bob can act"}},
		{"everything", func(a *administrators, _ *recovery) { a.Recovery = nil }, []string{
			at + "departed", at + "requestedBy", at + "partnerEmail", at + "firmName", at + "newLead", at + "newLeadEmail", at + "authorization",
		}},
		{"who asks", func(_ *administrators, r *recovery) { r.RequestedBy = "" }, []string{at + "requestedBy"}},
		{"a partner", func(_ *administrators, r *recovery) { r.RequestedBy, r.PartnerEmail = "gus", "gus@firm.example" }, []string{at + "requestedBy", `"gus" is not an active user with the user role Partner`}},
		{"the partner's email", func(_ *administrators, r *recovery) { r.PartnerEmail = "pat@home.example" }, []string{at + "partnerEmail"}},
		{"the name of the firm", func(_ *administrators, r *recovery) { r.FirmName = "Thistlewood" }, []string{at + "firmName"}},
		{"the same new lead", func(_ *administrators, r *recovery) { r.NewLead = "gus" }, []string{at + "newLead"}},
		{"the new lead's email", func(_ *administrators, r *recovery) { r.NewLeadEmail = "" }, []string{at + "newLeadEmail"}},
		{"a new lead who has an account", func(a *administrators, r *recovery) { a.Lead, r.NewLead = "olga", "olga" }, []string{"spec.administrators.lead", "olga"}},
		{"the authorization", func(_ *administrators, r *recovery) { r.Authorization = "" }, []string{at + "authorization"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			refuses(t, writes(t.Context(), support, f, asking(func(a *administrators, r *recovery) {
				r.Departed = []string{"bob"}
				c.edit(a, r)
			})), append(c.words, "R-3: Support can set a new lead only")...)
		})
	}
	all := asking(func(_ *administrators, r *recovery) { r.Departed = []string{"bob"} })
	for who, p := range map[string]*cluster.Person{
		"a Firm Administrator, who is a partner too": by(t, "story:ada"), "the partner": by(t, "story:pat"),
		"the new lead":  by(t, "story:fay"),
		"a Company":     cluster.As(t, "clerk", "system:masters", "matterplane:company:globex"),
		"a Provisioner": by(t, "platform"),
	} {
		t.Run("not by "+who, func(t *testing.T) { refuses(t, writes(t.Context(), p, f, all), "R-1: ", "R-3: ") })
	}
	settleOthers(t, f)
	notices(t, w, "LeadRecovered")
	must(t, writes(t.Context(), support, f, all))
}

// TestAProvisionerHealsAFirmWhoseWindowIsOpen is the other way out of R-8: it is no
// recovery, and no Event says so.
func TestAProvisionerHealsAFirmWhoseWindowIsOpen(t *testing.T) {
	story.Operate(t)
	f, _ := found(t, story.Webhooks, `firm lead=lea backup=bob; user fay; user gus`)
	w := f.Watch()
	assigned(t, f, v1alpha1.ReasonLeadMissing)
	must(t, writes(t.Context(), by(t, "platform"), f, func(firm *v1alpha1.Firm) {
		firm.Spec.Administrators.Lead, firm.Spec.Administrators.Backup = "fay", "gus"
	}))
	settleOthers(t, f)
	assigned(t, f, v1alpha1.ReasonAssigned)
	notices(t, w, "LeadRecovered")
	if w.Told("firm "+v1alpha1.FirmName) == nil {
		t.Error("no Event says that the firm has administrators again")
	}
}
