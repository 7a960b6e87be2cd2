package staffing_test

import (
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// house builds firms too large to write down.
type house struct{ roster.Objects }

// systems makes the Firm, with that many systems; assistants follow.
func (h *house) systems(n int, name func(int) string) []string {
	systems := some(n, name)
	h.Firm = firm.MakeFirm().Systems(systems...).Follow(v1alpha1.FollowEnabled, v1alpha1.FollowEnabled).Obj()
	return systems
}

// users adds users, and returns their names.
func (h *house) users(n int, name func(int) string) []string {
	users := some(n, name)
	for _, user := range users {
		h.Users = append(h.Users, firm.MakeUser(user).Obj())
	}
	return users
}

// assist gives each of the users that many assistants of its own.
func (h *house) assist(users []string, each int) {
	for i, user := range users {
		for j, assistant := range h.users(each, short(fmt.Sprintf("z%d-assistant", i))) {
			link := firm.MakeLink(assistant, user)
			link.Name = fmt.Sprintf("link-%s-%d", user, j)
			h.Links = append(h.Links, link)
		}
	}
}

// add adds an asset.
func (h *house) add(w *firm.MatterWrapper) *v1alpha1.Matter {
	h.Matters = append(h.Matters, w.Obj())
	return w.Obj()
}

func (h *house) view() *roster.Snapshot { return roster.NewSnapshot(h.Objects) }

// written returns the firm as the webhook leaves it: with stamps and ledgers.
func (h *house) written() *roster.Snapshot {
	around := h.view()
	for i, link := range h.Links {
		firm.Stamp(link, i)
	}
	for _, m := range h.Matters {
		kept := ledger.Matter{}.Advance(&m.Spec, around, firm.At(0))
		metav1.SetMetaDataAnnotation(&m.ObjectMeta, v1alpha1.LedgerAnnotation, kept.Encode())
	}
	return h.view()
}

func some(n int, name func(int) string) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = name(i)
	}
	return names
}

// short names things tom-0007.
func short(name string) func(int) string {
	return func(i int) string { return fmt.Sprintf("%s-%04d", name, i) }
}

// long names things likewise, filled up with a letter to the 63 that a name may have.
func long(name, letter string) func(int) string {
	return func(i int) string {
		begin := short(name)(i)
		return begin + strings.Repeat(letter, 63-len(begin))
	}
}
