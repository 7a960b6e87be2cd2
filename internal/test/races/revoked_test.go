package races

import (
	"fmt"
	"sync/atomic"
	"testing"

	"k8s.io/apimachinery/pkg/types"
)

// revocation is a right that is taken away while its holder's write is on its way.
type revocation struct {
	name  string
	write func(a *arena) deed // of the holder's
	taken func(a *arena) deed
}

var revocations = []revocation{
	{
		"the lead is replaced and chooses a backup",
		func(a *arena) deed { return a.patched(mail("amira"), theFirm(), `{"administrators":{"backup":"una"}}`) },
		func(a *arena) deed { return a.patched(mail("bo"), theFirm(), `{"administrators":{"lead":"dee"}}`) },
	},
	{
		"the lead is replaced and makes an administrator",
		func(a *arena) deed {
			return a.patched(mail("amira"), user("una"), `{"systemRole":"FirmAdministrator"}`)
		},
		func(a *arena) deed { return a.patched(mail("bo"), theFirm(), `{"administrators":{"lead":"dee"}}`) },
	},
	{
		"an administrator is demoted and deletes a user",
		func(a *arena) deed { return a.gone(mail("cy"), user("una")) },
		func(a *arena) deed { return a.patched(mail("dee"), user("cy"), `{"systemRole":"FirmUser"}`) },
	},
	{
		"an administrator is deactivated and links",
		func(a *arena) deed { return a.made(mail("cy"), link("una", "ugo")) },
		func(a *arena) deed { return a.patched(mail("dee"), user("cy"), `{"deactivated":true}`) },
	},
	{
		"an administrator is deleted and activates a user",
		func(a *arena) deed { return a.patched(mail("cy"), user("una"), `{"deactivated":true}`) },
		func(a *arena) deed { return a.gone(mail("dee"), user("cy")) },
	},
	{
		"an administrator has lost its name and deactivates a user",
		func(a *arena) deed { return a.patched(mail("cy"), user("una"), `{"deactivated":true}`) },
		func(a *arena) deed { return a.patched(mail("amira"), user("cy"), `{"email":"other@firm.example"}`) },
	},
	{
		"an office administrator moves and edits a user",
		func(a *arena) deed { return a.patched(mail("ola"), user("una"), `{"givenName":"Una"}`) },
		func(a *arena) deed { return a.patched(mail("cy"), user("ola"), `{"office":null}`) },
	},
	{
		"the window is closed and a Provisioner makes an administrator",
		func(a *arena) deed { return a.patched("gitops-1", user("una"), `{"systemRole":"FirmAdministrator"}`) },
		func(a *arena) deed {
			return a.patched(mail("amira"), theFirm(), `{"administrators":{"provisioning":"Closed"}}`)
		},
	},
}

// TestRightsTakenAway is P-6: what was stored before a review is judged counts,
// whatever the caches of either server hold.
func TestRightsTakenAway(t *testing.T) {
	h := start(t)
	for _, r := range revocations {
		for server := range h.servers {
			t.Run(fmt.Sprintf("%s at server %d", r.name, server), func(t *testing.T) {
				t.Parallel()
				a := newArena(t, h, aFirm, true)
				late := r.write(a)
				if err := a.after(late, r.taken(a), server); !refused(err) {
					t.Errorf("P-6: %s: %v", late, err)
				}
				a.expect()
			})
		}
	}
}

// TestDesignationsAreSerialised is R-1 on one Firm: of two writes of which each takes
// the other's right away, both judged before either is stored, one is judged anew and
// refused, in whatever style they are sent.
func TestDesignationsAreSerialised(t *testing.T) {
	h := start(t)
	const deposesBackup, deposesLead = `{"administrators":{"backup":"cy"}}`, `{"administrators":{"lead":"dee"}}`
	for name, deeds := range map[string]func(a *arena) []deed{
		"merge patches": func(a *arena) []deed {
			return []deed{a.patched(mail("amira"), theFirm(), deposesBackup), a.patched(mail("bo"), theFirm(), deposesLead)}
		},
		"JSON patches": func(a *arena) []deed {
			return []deed{a.replaced(mail("amira"), "backup", "cy"), a.replaced(mail("bo"), "lead", "dee")}
		},
		"applied with force": func(a *arena) []deed {
			return []deed{a.applied(mail("amira"), "backup", "cy"), a.applied(mail("bo"), "lead", "dee")}
		},
		"the first designation by two Provisioners": func(a *arena) []deed {
			a.must(a.patched(mail("amira"), theFirm(), `{"administrators":null}`))
			return []deed{a.patched("gitops-1", theFirm(), deposesLead), a.patched("gitops-2", theFirm(), `{"administrators":{"lead":"cy"}}`)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newArena(t, h, aFirm, true)
			both := deeds(a)
			before := a.stored().firm.Generation
			judged := a.countJudged(both)
			errs := a.together(both...)
			if (errs[0] == nil) == (errs[1] == nil) || !refused(errs[0]) && !refused(errs[1]) {
				t.Errorf("R-1: %s: %v; %s: %v; want one stored and one refused", both[0], errs[0], both[1], errs[1])
			}
			if got := a.stored().firm.Generation; got != before+1 {
				t.Errorf("R-1: the Firm was written %d times, want once", got-before)
			}
			if got := judged(); got != 3 {
				t.Errorf("%d judgements, want 3: both, and the loser anew", got)
			}
		})
	}
}

// TestNobodyPutsAFirmBlindly is R-1 by PUT: the API server takes none without the
// version that was read, and of two with the same one only the first.
func TestNobodyPutsAFirmBlindly(t *testing.T) {
	h := start(t)
	a := newArena(t, h, aFirm, true)
	read := a.stored().firm
	put := func(by, as, version string) error {
		f := read.DeepCopy()
		f.ResourceVersion = version
		if as == "lead" {
			f.Spec.Administrators.Lead = "dee"
		} else {
			f.Spec.Administrators.Backup = "cy"
		}
		return a.as(by).Update(t.Context(), f)
	}
	if err := put(mail("amira"), "backup", ""); err == nil {
		t.Error("R-1: a PUT without a resourceVersion was stored")
	}
	must(t, put(mail("amira"), "backup", read.ResourceVersion))
	if err := put(mail("bo"), "lead", read.ResourceVersion); err == nil {
		t.Error("R-1: a PUT of what was read before another write was stored")
	}
}

// replaced returns a deed that designates by a JSON patch.
func (a *arena) replaced(by, as, name string) deed {
	patch := fmt.Sprintf(`[{"op":"replace","path":"/spec/administrators/%s","value":%q}]`, as, name)
	return deed{by, "replaces the " + as + " by " + name, a.sends(types.JSONPatchType, theFirm(), patch)}
}

// countJudged counts how often deeds are judged from now on.
func (a *arena) countJudged(deeds []deed) func() int64 {
	var count atomic.Int64
	lift := a.house.front.put(&stop{
		server: -1,
		of: func(r review) bool {
			for _, d := range deeds {
				if a.isOf(d, r) {
					count.Add(1)
				}
			}
			return false
		},
	})
	return func() int64 {
		lift()
		return count.Load()
	}
}
