package matrix

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// Short names for what rows edit.
type (
	fu = v1alpha1.FirmUser
	fm = v1alpha1.Firm
	ma = v1alpha1.Matter
)

// owned says that an object goes when another goes.
var owned = []metav1.OwnerReference{{APIVersion: "v1", Kind: "ConfigMap", Name: "x", UID: "x"}}

// Does makes a change of a firm that has these objects.
type Does = func(roster.Objects) authority.Change

// Find returns the object of a name, which is there.
func Find[O metav1.Object](objects []O, name string) O {
	for _, o := range objects {
		if o.GetName() == name {
			return o
		}
	}
	panic("there is no " + name)
}

// NewUser creates a user of london.
func NewUser(name string, edit func(*v1alpha1.FirmUser)) Does {
	return func(roster.Objects) authority.Change {
		u := firm.MakeUser(name).Office("london").Obj()
		edit(u)
		return authority.FirmUserChange{New: u}
	}
}

// UserWith edits a user.
func UserWith(name string, edit func(*v1alpha1.FirmUser)) Does {
	return func(o roster.Objects) authority.Change {
		old := Find(o.Users, name)
		changed := old.DeepCopy()
		edit(changed)
		return authority.FirmUserChange{Old: old, New: changed}
	}
}

// WithoutUser deletes a user.
func WithoutUser(name string) Does {
	return func(o roster.Objects) authority.Change { return authority.FirmUserChange{Old: Find(o.Users, name)} }
}

// NewFirm creates the Firm.
func NewFirm(edit func(*v1alpha1.Firm)) Does {
	return func(roster.Objects) authority.Change {
		f := firm.MakeFirm().Lead("una").Backup("bob").Client("acme", "").Obj()
		f.Spec.DisplayName = "Thistlewood"
		edit(f)
		return authority.FirmChange{New: f}
	}
}

// FirmWith edits the Firm.
func FirmWith(edit func(*v1alpha1.Firm)) Does {
	return func(o roster.Objects) authority.Change {
		changed := o.Firm.DeepCopy()
		edit(changed)
		return authority.FirmChange{Old: o.Firm, New: changed}
	}
}

// London edits the office london.
func London(edit func(*v1alpha1.Office)) Does {
	return func(o roster.Objects) authority.Change {
		old := Find(o.Offices, "london")
		changed := old.DeepCopy()
		edit(changed)
		return authority.OfficeChange{Old: old, New: changed}
	}
}

// NewLink makes one user the assistant of another.
func NewLink(assistant, timekeeper string) Does {
	return func(roster.Objects) authority.Change {
		return authority.AssistantLinkChange{New: firm.MakeLink(assistant, timekeeper)}
	}
}

// NewMatter creates a matter that lou leads.
func NewMatter(edit func(*v1alpha1.Matter)) Does {
	return func(roster.Objects) authority.Change {
		m := firm.MakeMatter("new").Lead("lou").Staff("una").Client("acme").Obj()
		m.Spec.DisplayName = "New"
		edit(m)
		return authority.MatterChange{New: m}
	}
}

// MatterM edits the matter m.
func MatterM(edit func(*v1alpha1.Matter)) Does {
	return func(o roster.Objects) authority.Change {
		old := Find(o.Matters, "m")
		changed := old.DeepCopy()
		edit(changed)
		return authority.MatterChange{Old: old, New: changed}
	}
}
