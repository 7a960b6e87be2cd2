package authority_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
	"github.com/matterplane/matterplane/internal/test/matrix"
)

// changes returns every change by which the objects of one firm become those of
// another.
func changes(from, to roster.Objects) []authority.Change {
	all := pairs(from.Users, to.Users, func(a, b *v1alpha1.FirmUser) authority.Change { return authority.FirmUserChange{Old: a, New: b} })
	all = append(all, pairs(from.Offices, to.Offices, func(a, b *v1alpha1.Office) authority.Change { return authority.OfficeChange{Old: a, New: b} })...)
	all = append(all, pairs(from.Links, to.Links, func(a, b *v1alpha1.AssistantLink) authority.Change {
		return authority.AssistantLinkChange{Old: a, New: b}
	})...)
	all = append(all, pairs(from.Matters, to.Matters, func(a, b *v1alpha1.Matter) authority.Change { return authority.MatterChange{Old: a, New: b} })...)
	if from.Firm != nil || to.Firm != nil {
		all = append(all, authority.FirmChange{Old: from.Firm, New: to.Firm})
	}
	return all
}

func pairs[O metav1.Object](from, to []O, change func(a, b O) authority.Change) []authority.Change {
	var none O
	var all []authority.Change
	at := func(objects []O, name string) O {
		i := slices.IndexFunc(objects, func(o O) bool { return o.GetName() == name })
		if i < 0 {
			return none
		}
		return objects[i]
	}
	for _, old := range from {
		all = append(all, change(old, at(to, old.GetName())))
	}
	for _, o := range to {
		if i := slices.IndexFunc(from, func(old O) bool { return old.GetName() == o.GetName() }); i < 0 {
			all = append(all, change(none, o))
		}
	}
	return all
}

// anybody draws who asks: a Person, or nobody, who may be more besides.
func anybody() *rapid.Generator[authority.Actor] {
	return rapid.Custom(func(t *rapid.T) authority.Actor {
		a := matrix.Person(rapid.SampledFrom([]string{"amira", "ben", "carla", "dan", "eve", "finn", "shared", "stranger"}).Draw(t, "person"))
		return more(t, a)
	})
}

// more draws what an actor is besides what it is.
func more(t *rapid.T, a authority.Actor) authority.Actor {
	if rapid.IntRange(0, 3).Draw(t, "company") == 0 {
		a.Company = "acme"
	}
	a.Support = a.Support || rapid.IntRange(0, 3).Draw(t, "support") == 0
	a.Restorer = a.Restorer || rapid.IntRange(0, 5).Draw(t, "restorer") == 0
	before := a.Authorized
	verbs := rapid.SliceOfDistinct(rapid.SampledFrom([]authority.Verb{authority.Provision, authority.Staff, authority.Wall}), rapid.ID).Draw(t, "verbs")
	a.Authorized = func(v authority.Verb) (bool, error) {
		if before != nil {
			if held, _ := before(v); held {
				return true, nil
			}
		}
		return slices.Contains(verbs, v), nil
	}
	return a
}

func mustDecide(t *rapid.T, a authority.Actor, change authority.Change, v roster.View) authority.Decision {
	decision, err := authority.Decide(a, change, v)
	if err != nil {
		t.Fatal(err)
	}
	return decision
}

// To be more than one was never refuses what was allowed (P-2).
func TestWhoIsMoreMayNoLess(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from, to := firm.Parse(t, random.Text().Draw(t, "from")), firm.Parse(t, random.Text().Draw(t, "to"))
		view := roster.NewSnapshot(from)
		a := matrix.AtFirm(view, anybody().Draw(t, "actor"))
		b := more(t, a)
		for _, change := range changes(from, to) {
			before, after := mustDecide(t, a, change, view), mustDecide(t, b, change, view)
			if before.Allowed() && !after.Allowed() {
				t.Fatalf("%T %+v: refused to who is more: %v", change, change, after.Refusals)
			}
		}
	})
}

// Who changes nothing is refused nothing but by P-1, and warned of nothing.
func TestNoChangeIsAllowed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := firm.Parse(t, random.Text().Draw(t, "firm"))
		view := roster.NewSnapshot(from)
		a := matrix.AtFirm(view, anybody().Draw(t, "actor"))
		for _, change := range changes(from, from) {
			decision := mustDecide(t, a, change, view)
			if len(a.Person.Users) > 0 && a.Person.Acting() == nil {
				if decision.Allowed() || decision.Refusals[0].Rule != "P-1" {
					t.Fatalf("%T %+v: %v", change, change, decision.Refusals)
				}
				continue
			}
			if !decision.Allowed() || len(decision.Warnings) > 0 {
				t.Fatalf("%T %+v: %v %v", change, change, decision.Refusals, decision.Warnings)
			}
		}
	})
}

// Nobody who is nobody creates or deletes, and every refusal has a field, a rule, a
// reason and one kind. Decisions do not depend on how the View lists things, and
// change nothing that they are given.
func TestEveryAnswerIsWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, next := random.Text().Draw(t, "from"), random.Text().Draw(t, "to")
		from, to := firm.Parse(t, text), firm.Parse(t, next)
		view := roster.NewSnapshot(from)
		shuffled := roster.NewSnapshot(random.Shuffle(from, 7))
		a := matrix.AtFirm(view, anybody().Draw(t, "actor"))
		for _, change := range changes(from, to) {
			decision := mustDecide(t, a, change, view)
			for _, r := range decision.Refusals {
				if r.Field == "" || r.Rule == "" || r.Reason == "" || r.Error().Field != r.Field || (r.Kind == authority.Forbidden) != decision.Forbidden() {
					t.Fatalf("%+v", r)
				}
			}
			if other := mustDecide(t, a, change, shuffled); other.Allowed() != decision.Allowed() || len(other.Refusals) != len(decision.Refusals) {
				t.Fatalf("%v, and in another order %v", decision.Refusals, other.Refusals)
			}
			stranger := authority.Actor{Username: "stranger"}
			if creates, deletes := ends(change); (creates || deletes) && mustDecide(t, stranger, change, view).Allowed() {
				t.Fatalf("nobody may: %+v", change)
			}
		}
	})
}

func ends(change authority.Change) (creates, deletes bool) {
	switch c := change.(type) {
	case authority.FirmChange:
		return c.Old == nil, c.New == nil
	case authority.FirmUserChange:
		return c.Old == nil, c.New == nil
	case authority.OfficeChange:
		return c.Old == nil, c.New == nil
	case authority.AssistantLinkChange:
		return c.Old == nil, c.New == nil
	case authority.MatterChange:
		return c.Old == nil, c.New == nil
	}
	return false, false
}

// A Provisioner applies a firm from nothing, in any order, whatever it says (P-5,
// W-3); only names that two users share are refused.
func TestAProvisionerAppliesAFirmInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		to := firm.Parse(t, random.Text().Draw(t, "firm"))
		if to.Firm != nil {
			to.Firm.Annotations = nil
			to.Firm.Spec.Administrators.Provisioning = v1alpha1.ProvisioningClosed // not until the lead writes it
		}
		var now roster.Objects
		for _, change := range rapid.Permutation(changes(now, to)).Draw(t, "order") {
			decision := mustDecide(t, matrix.ActorNamed("open"), change, roster.NewSnapshot(now))
			if decision.Forbidden() {
				t.Fatalf("%T %+v: %v", change, change, decision.Refusals)
			}
			switch c := change.(type) { // what could be refused for R-7 is put there all the same
			case authority.FirmChange:
				now.Firm = c.New
			case authority.FirmUserChange:
				now.Users = append(now.Users, c.New)
			case authority.OfficeChange:
				now.Offices = append(now.Offices, c.New)
			case authority.AssistantLinkChange:
				now.Links = append(now.Links, c.New)
			case authority.MatterChange:
				now.Matters = append(now.Matters, c.New)
			}
		}
	})
}

// A View has its objects in any order, and the answer is the same, to the letter:
// asked twice of an API server it is not two answers.
func TestTheOrderOfAViewDoesNotShow(t *testing.T) {
	t.Parallel()
	for _, further := range []string{
		"",
		"matter a case=new collections=new staff=new; matter z case=new collections=new staff=new",
		"link new->lou; link new->mae",
		"user aa delegates=new; user zz delegates=new identities=una@firm.example; user yy identities=una@firm.example",
	} {
		for _, part := range matrix.Chapters() {
			for _, row := range part.Rows {
				row.Firm = strings.Trim(row.Firm+"; "+further, "; ")
				for _, actor := range []string{"fa", "foa", "two", "unknown"} {
					there, is := row.Objects(t, actor), matrix.ActorNamed(actor)
					forth := roster.NewSnapshot(there)
					decision, err := authority.Decide(matrix.AtFirm(forth, is), row.Does(there), forth)
					back := roster.NewSnapshot(reversed(there))
					other, errBack := authority.Decide(matrix.AtFirm(back, is), row.Does(there), back)
					if diff := cmp.Diff(decision, other); err != nil || errBack != nil || diff != "" {
						t.Fatalf("%s, %s: %v %v %s", row.Change, actor, err, errBack, diff)
					}
				}
			}
		}
	}
}

// reversed returns the same objects the other way round.
func reversed(o roster.Objects) roster.Objects {
	o.Offices, o.Users, o.Links, o.Matters = slices.Clone(o.Offices), slices.Clone(o.Users), slices.Clone(o.Links), slices.Clone(o.Matters)
	slices.Reverse(o.Offices)
	slices.Reverse(o.Users)
	slices.Reverse(o.Links)
	slices.Reverse(o.Matters)
	return o
}
