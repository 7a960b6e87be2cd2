package cacheview

import (
	"slices"
	"unique"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Slim makes an object small before an informer keeps it, and returns it. It drops
// what no derivation reads: who manages which field, and kubectl's copy of the whole
// object. Of the rest it changes no value, only where the value is: lists lose the
// room that decoding left in them to grow, equal lists of one object become one list,
// and equal names in all objects one text. Nobody else may know the object yet, and
// afterwards nobody may change it.
func Slim(object any) (any, error) {
	meta, ok := object.(metav1.Object)
	if !ok {
		return object, nil
	}
	slimMeta(meta)
	switch o := object.(type) {
	case *v1alpha1.Matter:
		slimMatter(o)
	case *v1alpha1.FirmUser:
		slimUser(o)
	case *v1alpha1.AssistantLink:
		o.Spec.Assistant, o.Spec.Timekeeper = one(o.Spec.Assistant), one(o.Spec.Timekeeper)
		o.Status.Conditions = slimConditions(o.Status.Conditions)
	}
	return object, nil
}

func slimMeta(meta metav1.Object) {
	meta.SetManagedFields(nil)
	meta.SetNamespace(one(meta.GetNamespace()))
	annotations := meta.GetAnnotations()
	delete(annotations, corev1.LastAppliedConfigAnnotation)
	for key, value := range annotations {
		annotations[one(key)] = value // the key that was decoded goes, too
	}
}

func slimMatter(m *v1alpha1.Matter) {
	spec, status := &m.Spec, &m.Status
	spec.Type, spec.State, spec.Client, spec.Office = one(spec.Type), one(spec.State), one(spec.Client), one(spec.Office)
	spec.BusinessUnit, spec.Case, spec.Lead = one(spec.BusinessUnit), one(spec.Case), one(spec.Lead)
	spec.Collections = names(spec.Collections)
	systems := equals[v1alpha1.Label]()
	spec.Staffing = slimmed(spec.Staffing, func(e *v1alpha1.StaffingEntry) {
		e.User, e.MatterRole, e.StaffingType, e.Assistants = one(e.User), one(e.MatterRole), one(e.StaffingType), one(e.Assistants)
		e.IncludedSystems = systems.of(e.IncludedSystems)
	})
	spec.ConflictedUsers = slimmed(spec.ConflictedUsers, func(e *v1alpha1.ConflictedEntry) {
		e.User, e.Reason, e.Assistants = one(e.User), one(e.Reason), one(e.Assistants)
	})
	origins, exclusions := ways(), equals[v1alpha1.Exclusion]()
	status.Staffing = slimmed(status.Staffing, func(member *v1alpha1.Member) {
		member.User, member.StaffingType, member.MatterRole = one(member.User), one(member.StaffingType), one(member.MatterRole)
		member.Access = one(member.Access)
		member.Origins = origins.of(member.Origins)
		member.IncludedSystems = systems.of(member.IncludedSystems)
		member.Exclusions = exclusions.of(member.Exclusions)
	})
	status.ConflictedUsers = slimmed(status.ConflictedUsers, func(c *v1alpha1.ConflictedUser) {
		c.User, c.Origins = one(c.User), origins.of(c.Origins)
	})
	status.Conditions = slimConditions(status.Conditions)
}

func slimUser(u *v1alpha1.FirmUser) {
	u.Spec.Office, u.Spec.SystemRole, u.Spec.UserRole = one(u.Spec.Office), one(u.Spec.SystemRole), one(u.Spec.UserRole)
	u.Spec.Rights, u.Spec.BusinessUnits = names(u.Spec.Rights), names(u.Spec.BusinessUnits)
	status := &u.Status
	status.SystemRole = one(status.SystemRole)
	if contact := status.SupportContact; contact != nil {
		contact.User, contact.DisplayName, contact.Email = one(contact.User), one(contact.DisplayName), one(contact.Email)
	}
	status.Permissions = slimmed(status.Permissions, func(p *v1alpha1.Permission) { p.Action, p.Scope = one(p.Action), one(p.Scope) })
	status.ClientAccess = slimmed(status.ClientAccess, func(c *v1alpha1.ClientAccess) {
		c.Client, c.ViewInvoices = one(c.Client), one(c.ViewInvoices)
	})
	status.Conditions = slimConditions(status.Conditions)
}

func slimConditions(conditions []metav1.Condition) []metav1.Condition {
	return slimmed(conditions, func(c *metav1.Condition) {
		c.Type, c.Status, c.Reason, c.Message = one(c.Type), one(c.Status), one(c.Reason), one(c.Message)
	})
}

// one returns the one copy of a text that all objects share. It is forgotten once
// none has it any more.
func one[S ~string](text S) S { return S(unique.Make(string(text)).Value()) }

// names returns a list of names that are shared.
func names[S ~string](list []S) []S {
	return slimmed(list, func(name *S) { *name = one(*name) })
}

// slimmed makes every entry of a list slim, and returns the list without room to grow.
func slimmed[T any](list []T, slim func(*T)) []T {
	if cap(list) > len(list) {
		list = append(make([]T, 0, len(list)), list...)
	}
	for i := range list {
		slim(&list[i])
	}
	return list
}

// shared finds lists of one object that are equal.
type shared[T any] struct {
	known [][]T
	equal func(a, b T) bool
	slim  func([]T) []T
}

// maxKnown bounds how many lists one is compared with.
const maxKnown = 8

// of returns a list of those before that equals this one, else this one slimmed.
func (s *shared[T]) of(list []T) []T {
	if len(list) == 0 {
		return list
	}
	for _, known := range s.known {
		if slices.EqualFunc(known, list, s.equal) {
			return known
		}
	}
	list = s.slim(list)
	if len(s.known) < maxKnown {
		s.known = append(s.known, list)
	}
	return list
}

func equals[S ~string]() *shared[S] {
	return &shared[S]{equal: func(a, b S) bool { return a == b }, slim: names[S]}
}

func ways() *shared[v1alpha1.Origin] {
	return &shared[v1alpha1.Origin]{equal: sameWay, slim: func(list []v1alpha1.Origin) []v1alpha1.Origin {
		return slimmed(list, func(o *v1alpha1.Origin) { o.Type, o.Set, o.Via = one(o.Type), one(o.Set), names(o.Via) })
	}}
}

func sameWay(a, b v1alpha1.Origin) bool {
	return a.Type == b.Type && a.Set == b.Set && a.More == b.More && slices.Equal(a.Via, b.Via)
}
