package story

import (
	"fmt"
	"strings"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// userLine says what a user is at the firm, and who helps whom.
func userLine(u *v1alpha1.FirmUser) string {
	return sections(
		string(u.Status.SystemRole),
		after("", each(u.Status.Designations, word), ", "),
		"contact "+contact(u.Status.SupportContact),
		after("assistants: ", u.Status.Assistants, ", "),
		after("timekeepers: ", u.Status.Timekeepers, ", "),
		after("", remarks(u.Status.Conditions), " | "),
	)
}

// clients says what a user reaches of which client (S-4).
func clients(u *v1alpha1.FirmUser) string {
	if len(u.Status.ClientAccess) == 0 {
		return "none"
	}
	return strings.Join(each(u.Status.ClientAccess, func(c v1alpha1.ClientAccess) string {
		said := []string{c.Client}
		for _, reach := range []struct {
			held bool
			word string
		}{{c.Administer, "administer"}, {c.PostInvoices, "post"}, {c.ViewInvoices != "", "view" + string(c.ViewInvoices)}, {c.Matters, "matters"}} {
			if reach.held {
				said = append(said, reach.word)
			}
		}
		return strings.Join(said, " ")
	}), "; ")
}

// permissions says what a user may do (S-3).
func permissions(u *v1alpha1.FirmUser) string {
	if len(u.Status.Permissions) == 0 {
		return "nothing"
	}
	return strings.Join(each(u.Status.Permissions, func(p v1alpha1.Permission) string {
		return string(p.Action) + "/" + string(p.Scope)
	}), " ")
}

// linkLine says whether a link has effect.
func linkLine(l *v1alpha1.AssistantLink) string {
	return sections(append([]string{reason(l.Status.Conditions, v1alpha1.ConditionAccepted)}, remarks(l.Status.Conditions)...)...)
}

// officeLine says who looks after an office.
func officeLine(o *v1alpha1.Office) string {
	return sections(
		after("administrators ", o.Status.Administrators, ", "),
		"contact "+contact(o.Status.SupportContact),
		fmt.Sprintf("%d of %d users active", o.Status.ActiveUsers, o.Status.Users),
		after("", remarks(o.Status.Conditions), " | "),
	)
}

// firmLine says who administers a firm.
func firmLine(f *v1alpha1.Firm) string {
	return sections(
		"lead "+contact(f.Status.Lead)+", backup "+contact(f.Status.Backup),
		after("administrators ", f.Status.FirmAdministrators, ", "),
		fmt.Sprintf("%d of %d users active, %d offices", f.Status.ActiveUsers, f.Status.Users, f.Status.Offices),
		after("", remarks(f.Status.Conditions), " | "),
	)
}

func contact(c *v1alpha1.Contact) string {
	if c == nil {
		return "none"
	}
	return c.User
}
