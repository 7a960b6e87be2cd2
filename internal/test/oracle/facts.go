package oracle

import (
	"reflect"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// facts are what the tables ask about.
type facts struct {
	Question

	view   *roster.Snapshot
	me     *v1alpha1.FirmUser // nil for nobody of the firm
	barred bool               // P-1
}

func factsOf(q Question) *facts {
	f := &facts{Question: q, view: roster.NewSnapshot(q.Firm)}
	var known []*v1alpha1.FirmUser
	for _, u := range q.Firm.Users {
		email := u.Spec.Email != "" && strings.ToLower(q.Asker.Username) == strings.ToLower(q.Asker.UsernamePrefix)+u.Spec.Email &&
			strings.HasPrefix(q.Asker.Username, q.Asker.UsernamePrefix)
		if email || slices.Contains(u.Spec.Identities, q.Asker.Username) {
			known = append(known, u)
		}
	}
	f.barred = len(known) > 1 || len(known) == 1 && known[0].Spec.Deactivated
	if len(known) == 1 && !f.barred {
		f.me = known[0]
	}
	return f
}

// kind is an object of the kind that the question is about.
func (f *facts) kind() metav1.Object {
	if f.New != nil {
		return f.New
	}
	return f.Old
}

// The objects of the question as those of their kind; an empty one for none.

func (f *facts) firm(o metav1.Object) *v1alpha1.Firm { return as(o, &v1alpha1.Firm{}) }

func (f *facts) office(o metav1.Object) *v1alpha1.Office { return as(o, &v1alpha1.Office{}) }

func (f *facts) user(o metav1.Object) *v1alpha1.FirmUser { return as(o, &v1alpha1.FirmUser{}) }

func (f *facts) link(o metav1.Object) *v1alpha1.AssistantLink {
	return as(o, &v1alpha1.AssistantLink{})
}

func (f *facts) matter(o metav1.Object) *v1alpha1.Matter { return as(o, &v1alpha1.Matter{}) }

func as[O metav1.Object](o metav1.Object, none O) O {
	if o == nil {
		return none
	}
	return o.(O)
}

// differ says whether two parts of a spec are not the same; nothing and an empty list are.
func differ(a, b any) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	if x.Kind() == reflect.Slice || x.Kind() == reflect.Map {
		if x.Len() == 0 && y.Len() == 0 {
			return false
		}
	}
	return !reflect.DeepEqual(a, b)
}

// lifelines are the parts of metadata that decide whether an object goes.
func (f *facts) lifelines() []string {
	var old metav1.Object = &metav1.ObjectMeta{}
	if f.Old != nil {
		old = f.Old
	}
	var changed []string
	if differ(old.GetFinalizers(), f.New.GetFinalizers()) {
		changed = append(changed, "metadata.finalizers")
	}
	if differ(old.GetOwnerReferences(), f.New.GetOwnerReferences()) {
		changed = append(changed, "metadata.ownerReferences")
	}
	return changed
}

// changes says whether anything of a matter would be different.
func (f *facts) changes() bool {
	return f.New == nil || differ(f.matter(f.Old).Spec, f.matter(f.New).Spec) || len(f.lifelines()) > 0 ||
		differ(f.Old.GetLabels(), f.New.GetLabels()) || differ(f.Old.GetAnnotations(), f.New.GetAnnotations())
}

// Who somebody is (P-2, S-2).

func provisioner(f *facts) bool { return f.Asker.Provisioner }

func staffer(f *facts) bool { return f.Asker.Staffer }

func waller(f *facts) bool { return f.Asker.Waller }

func company(f *facts) bool { return f.Asker.Company != "" }

// inWindow is a Provisioner while the window is open (P-5).
func inWindow(f *facts) bool { return f.Asker.Provisioner && !f.stampedClosed() }

func (f *facts) stampedClosed() bool {
	return f.Firm.Firm != nil && ledger.OfFirm(f.Firm.Firm).Closed
}

// leadOrBackup is either, active.
func leadOrBackup(f *facts) bool { return f.me != nil && f.designated(f.me.Name) }

func (f *facts) designated(user string) bool { return designatedBy(f.Firm.Firm, user) }

func designatedBy(firm *v1alpha1.Firm, user string) bool {
	return firm != nil && user != "" && (firm.Spec.Administrators.Lead == user || firm.Spec.Administrators.Backup == user)
}

// firmAdministrator includes lead and backup (section R).
func firmAdministrator(f *facts) bool { return f.me != nil && f.administersFirm(f.me) }

func (f *facts) administersFirm(u *v1alpha1.FirmUser) bool {
	return f.designated(u.Name) || roleIn(f.Firm.Users, u) == v1alpha1.RoleFirmAdministrator
}

// roleIn is the effective system role (S-2, R-5).
func roleIn(users []*v1alpha1.FirmUser, u *v1alpha1.FirmUser) v1alpha1.SystemRole {
	if u.Spec.SystemRole != "" {
		return u.Spec.SystemRole
	}
	if u.Annotations[v1alpha1.FirstUserAnnotation] == "" {
		return v1alpha1.RoleFirmUser
	}
	for _, other := range users {
		if other.Name != u.Name && other.Annotations[v1alpha1.FirstUserAnnotation] != "" &&
			other.Annotations[v1alpha1.SinceAnnotation] < u.Annotations[v1alpha1.SinceAnnotation] {
			return v1alpha1.RoleFirmUser
		}
	}
	return v1alpha1.RoleFirmAdministrator
}

// ownOffice says of an office whether its administrator asks.
func (f *facts) ownOffice(office string) bool {
	return f.me != nil && roleIn(f.Firm.Users, f.me) == v1alpha1.RoleFirmOfficeAdministrator &&
		office != "" && office == f.me.Spec.Office && f.view.Office(office) != nil
}

// right is a Person who holds a right; billers have none of it (S-3).
func right(r v1alpha1.UserRight) who {
	return func(f *facts) bool {
		return f.me != nil && slices.Contains(f.me.Spec.Rights, r) && roleIn(f.Firm.Users, f.me) != v1alpha1.RoleThirdPartyBiller
	}
}

// administrators says whether a firm has an active Firm Administrator, lead or backup.
func administrators(o roster.Objects) bool {
	return slices.ContainsFunc(o.Users, func(u *v1alpha1.FirmUser) bool {
		return !u.Spec.Deactivated && (designatedBy(o.Firm, u.Name) || roleIn(o.Users, u) == v1alpha1.RoleFirmAdministrator)
	})
}

// afterwards is the firm as the change would leave it.
func (f *facts) afterwards() roster.Objects {
	after := f.Firm
	switch f.kind().(type) {
	case *v1alpha1.Firm:
		after.Firm = nil
		if f.New != nil {
			after.Firm = f.firm(f.New)
		}
	case *v1alpha1.FirmUser:
		after.Users = slices.DeleteFunc(slices.Clone(after.Users), func(u *v1alpha1.FirmUser) bool { return u.Name == f.kind().GetName() })
		if f.New != nil {
			after.Users = append(after.Users, f.user(f.New))
		}
	}
	return after
}
