package races

import (
	"context"
	"fmt"
	"math/rand/v2"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Who writes in a burst, and about whom. The fewer there are, the more race.
var (
	administrators = []string{"amira", "bo", "cy", "dee"}
	staff          = []string{"una", "ugo", "uma", "ute", "uwe"}
	everybody      = []string{"amira", "bo", "cy", "dee", "ola", "pat", "una", "ugo", "uma", "ute", "uwe"}
	agents         = []string{"gitops-1", "gitops-2"}
	sharedNames    = []string{"same-1@firm.example", "same-2@firm.example", "shared-3", mail("cy"), mail("una")}
)

// repertoire are the writes of a burst, each drawn as often as it is there.
var repertoire = []func(*arena, *rand.Rand) deed{
	linksTwo, linksTwo, linksTwo, unlinks,
	designates, designates, appliesDesignation,
	deactivates, demotes, deletes, promotes,
	sharesEmail, sharesIdentity, createsTwin,
	staffs,
}

// purge are the writes of a burst in which those who administer turn on each other, and
// on themselves.
var purge = []func(*arena, *rand.Rand) deed{ousts, ousts, ousts, linksTwo, sharesEmail}

// waves are what the clients of a burst draw from, wave by wave: of every other
// firm first the purge, while there are few who administer.
func waves(seed uint64) [][]func(*arena, *rand.Rand) deed {
	if seed%2 == 0 {
		return [][]func(*arena, *rand.Rand) deed{purge, repertoire}
	}
	return [][]func(*arena, *rand.Rand) deed{repertoire, purge}
}

func one(r *rand.Rand, of []string) string { return of[r.IntN(len(of))] }

// administrator is who administers, or did until just now.
func administrator(r *rand.Rand) string { return mail(one(r, administrators)) }

// linksTwo is A-2: twins, rings, and assistants of assistants.
func linksTwo(a *arena, r *rand.Rand) deed {
	pair := r.Perm(len(staff))
	l := link(staff[pair[0]], staff[pair[1]])
	l.Name = fmt.Sprintf("%s-%d", l.Name, r.IntN(3))
	by := administrator(r)
	switch r.IntN(3) {
	case 0:
		by = one(r, agents)
	case 1:
		by = mail("ola")
	}
	return a.made(by, l)
}

// unlinks lets a link go that may be there.
func unlinks(a *arena, r *rand.Rand) deed {
	pair := r.Perm(len(staff))
	l := link(staff[pair[0]], staff[pair[1]])
	l.Name = fmt.Sprintf("%s-%d", l.Name, r.IntN(3))
	return a.gone(administrator(r), l)
}

// designates is R-1: lead and backup replace each other, or name somebody who is
// about to go; who was deposed still writes.
func designates(a *arena, r *rand.Rand) deed {
	by := administrator(r)
	if r.IntN(5) == 0 {
		by = one(r, agents)
	}
	return a.patched(by, theFirm(), fmt.Sprintf(`{"administrators":{%q:%q}}`, one(r, []string{"lead", "backup"}), one(r, everybody)))
}

// appliesDesignation is the same by server-side apply with force, which knows of no
// version of the Firm.
func appliesDesignation(a *arena, r *rand.Rand) deed {
	return a.applied(administrator(r), one(r, []string{"lead", "backup"}), one(r, everybody))
}

func (a *arena) applied(by, as, user string) deed {
	return deed{by, fmt.Sprintf("applies the %s %s with force", as, user), func(ctx context.Context, c client.Client, _ ...client.PatchOption) error {
		u := &unstructured.Unstructured{Object: map[string]any{"spec": map[string]any{"administrators": map[string]any{as: user}}}}
		u.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind("Firm"))
		u.SetNamespace(a.Namespace)
		u.SetName(v1alpha1.FirmName)
		return c.Apply(ctx, client.ApplyConfigurationFromUnstructured(u), client.FieldOwner(as), client.ForceOwnership)
	}}
}

// deactivates is R-8, and P-6 for whoever is at something.
func deactivates(a *arena, r *rand.Rand) deed {
	whom := one(r, everybody)
	if r.IntN(2) == 0 {
		whom = one(r, administrators)
	}
	by := administrator(r)
	if r.IntN(4) == 0 {
		by = mail("ola")
	}
	return a.patched(by, user(whom), fmt.Sprintf(`{"deactivated":%v}`, r.IntN(4) > 0))
}

func demotes(a *arena, r *rand.Rand) deed {
	role := one(r, []string{"FirmUser", "ThirdPartyBiller", "FirmOfficeAdministrator"})
	return a.patched(administrator(r), user(one(r, everybody)), fmt.Sprintf(`{"systemRole":%q}`, role))
}

// ousts lets one who administers be no more.
func ousts(a *arena, r *rand.Rand) deed {
	by, whom := administrator(r), user(one(r, administrators))
	switch r.IntN(3) {
	case 0:
		return a.gone(by, whom)
	case 1:
		return a.patched(by, whom, `{"systemRole":"FirmUser"}`)
	}
	return a.patched(by, whom, `{"deactivated":true}`)
}

func promotes(a *arena, r *rand.Rand) deed {
	return a.patched(administrator(r), user(one(r, everybody)), `{"systemRole":"FirmAdministrator"}`)
}

func deletes(a *arena, r *rand.Rand) deed {
	return a.gone(administrator(r), user(one(r, everybody)))
}

// sharesEmail is R-7, and steals names that are in use.
func sharesEmail(a *arena, r *rand.Rand) deed {
	return a.patched(administrator(r), user(one(r, everybody)), fmt.Sprintf(`{"email":%q}`, sharedNames[r.IntN(2)]))
}

func sharesIdentity(a *arena, r *rand.Rand) deed {
	return a.patched(administrator(r), user(one(r, everybody)), fmt.Sprintf(`{"identities":[%q]}`, one(r, sharedNames)))
}

func createsTwin(a *arena, r *rand.Rand) deed {
	by := administrator(r)
	if r.IntN(2) == 0 {
		by = one(r, agents)
	}
	return a.made(by, newUser(fmt.Sprintf("new-%d", r.IntN(1000)), sharedNames[r.IntN(2)]))
}

// staffs lets a timekeeper leave or join a matter, so that its followers do.
func staffs(a *arena, r *rand.Rand) deed {
	m := &v1alpha1.Matter{}
	m.Name = "m1"
	return a.patched(one(r, agents), m, fmt.Sprintf(`{"staffing":[{"user":%q},{"user":%q}]}`, staff[0], staff[1+r.IntN(len(staff)-1)]))
}
