package prove

import (
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/access"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/model"
)

// Firm is a firm after a history, in which people have roles, rights and units,
// assets have clients and states, and somebody may be the first user: what sections
// S and D are about and the histories that are compared write by write hardly draw.
type Firm struct {
	History

	First map[string]time.Time // who is stamped as the first user, since when
}

// DrawFirm returns the firm of a seed: its history is that of Draw, dressed.
func DrawFirm(seed int) Firm {
	f := Firm{History: Draw(seed), First: map[string]time.Time{}}
	d := dresser{rand.New(rand.NewPCG(uint64(seed), 1))}
	for i := range f.Writes {
		f.Writes[i] = d.dress(f.Writes[i])
	}
	for _, user := range people[:6] {
		if d.one(8) {
			f.First[user] = time.Date(2026, 1, 1, 0, d.IntN(3), 0, 0, time.UTC)
		}
	}
	return f
}

// The names that dressed firms use; people are those of the histories, and nobody.
var (
	people  = []string{"tina", "theo", "tara", "ada", "abe", "otto", "nobody"}
	units   = []string{"group", "uk", "tax", "limbo"} // the last is never listed
	clients = []string{"acme", "globex", "nemo"}      // likewise
	offices = []string{"london", "paris"}

	systemRoles = []v1alpha1.SystemRole{
		v1alpha1.RoleFirmAdministrator, v1alpha1.RoleFirmOfficeAdministrator, v1alpha1.RoleFirmUserBilling, v1alpha1.RoleThirdPartyBiller, v1alpha1.RoleFirmUser,
	}
	userRoles = []v1alpha1.UserRole{
		v1alpha1.UserRolePartner, v1alpha1.UserRoleAssociate, v1alpha1.UserRoleAssistant, v1alpha1.UserRoleParalegal, v1alpha1.UserRoleGeneralStaff,
	}
	rights = []v1alpha1.UserRight{
		v1alpha1.RightAdministrator, v1alpha1.RightCompliance, v1alpha1.RightAccounting,
		v1alpha1.RightApproveOthersInvoices, v1alpha1.RightReporting, v1alpha1.RightAllBillingUnits,
	}
)

// dresser adds to specs what sections S and D ask about.
type dresser struct{ *rand.Rand }

// one is true one time in n.
func (d dresser) one(n int) bool { return d.IntN(n) == 0 }

// maybe picks one of some, or none.
func maybe[E any](d dresser, n int, of []E) (picked E) {
	if d.one(n) {
		return of[d.IntN(len(of))]
	}
	return picked
}

// some picks some of some.
func some[E any](d dresser, n int, of []E) (picked []E) {
	for _, e := range of {
		if d.one(n) {
			picked = append(picked, e)
		}
	}
	return picked
}

func (d dresser) dress(w model.Write) model.Write {
	switch o := w.Object.(type) {
	case *v1alpha1.Firm:
		o = o.DeepCopy()
		d.firm(&o.Spec)
		w.Object = o
	case *v1alpha1.FirmUser:
		o = o.DeepCopy()
		d.user(&o.Spec)
		w.Object = o
	case *v1alpha1.Matter:
		o = o.DeepCopy()
		o.Spec.Client, o.Spec.BusinessUnit, o.Spec.Office = maybe(d, 2, clients), maybe(d, 2, units), maybe(d, 2, offices)
		o.Spec.Confidential = d.one(4)
		o.Spec.State = maybe(d, 4, []v1alpha1.MatterState{v1alpha1.StateClosed, v1alpha1.StateOpen})
		w.Object = o
	}
	return w
}

func (d dresser) firm(spec *v1alpha1.FirmSpec) {
	spec.Administrators.Lead, spec.Administrators.Backup = maybe(d, 2, people), maybe(d, 2, people)
	spec.OfficeAdministratorInvoices = maybe(d, 2, []v1alpha1.InvoiceScope{v1alpha1.InvoicesAllOffices, v1alpha1.InvoicesOwnOffice})
	spec.Clients, spec.BusinessUnits = nil, nil
	for _, name := range clients[:2] {
		if !d.one(8) {
			spec.Clients = append(spec.Clients, v1alpha1.Client{Name: name, Manager: maybe(d, 2, people)})
		}
	}
	for _, name := range units[:3] {
		if !d.one(8) { // trees, cycles, and units whose parents are not there
			spec.BusinessUnits = append(spec.BusinessUnits, v1alpha1.BusinessUnit{Name: name, Parent: maybe(d, 2, units), BillingUnit: d.one(3)})
		}
	}
	d.Shuffle(len(spec.BusinessUnits), func(i, j int) {
		spec.BusinessUnits[i], spec.BusinessUnits[j] = spec.BusinessUnits[j], spec.BusinessUnits[i]
	})
}

func (d dresser) user(spec *v1alpha1.FirmUserSpec) {
	if spec.SystemRole == "" {
		spec.SystemRole = maybe(d, 2, systemRoles)
	}
	spec.UserRole, spec.Office = maybe(d, 2, userRoles), maybe(d, 2, offices)
	spec.Rights, spec.BusinessUnits = some(d, 5, rights), some(d, 3, units)
	spec.MatterDataUpload, spec.Deactivated = d.one(4), spec.Deactivated || d.one(16)
}

// Difference says where the model and the real rooms differ about the firm, empty
// if they agree.
func (f Firm) Difference() (told string) {
	defer func() {
		if caught := recover(); caught != nil {
			told = fmt.Sprintf("panic: %v\n%s", caught, debug.Stack())
		}
	}()
	world, objects := f.Stored()
	view := roster.NewSnapshot(objects)
	positions := []*staffing.Positions{staffing.NewPositions(view), staffing.NewPositions(view)}
	reach := access.ReachedOn(view, objects.Matters, positions).Reach(view)
	for _, user := range people {
		if told := comparePerson(world, view, reach, user); told != "" {
			return told
		}
		for _, asset := range world.Matters() {
			if told := compareDecisions(world, view, user, asset); told != "" {
				return told
			}
		}
	}
	return compareLookups(world, view)
}

// Stored returns what the history leaves, for the model and for the real rooms.
func (f Firm) Stored() (*model.World, roster.Objects) {
	world, stored := model.New(), newStore(f.Bound)
	world.LeftBound = f.Bound
	for _, write := range f.Writes {
		write.Apply(world)
		stored.apply(write)
	}
	for user, since := range f.First {
		world.StampFirstUser(user, since)
		if u := stored.users[user]; u != nil {
			metav1.SetMetaDataAnnotation(&u.ObjectMeta, v1alpha1.FirstUserAnnotation, "")
			metav1.SetMetaDataAnnotation(&u.ObjectMeta, v1alpha1.SinceAnnotation, ledger.At(since).String())
		}
	}
	return world, stored.objects()
}

// compareLookups compares who is looked up for every asset, and which assets are
// for everybody, with who may do what there.
func compareLookups(world *model.World, view roster.Directory) string {
	want, byAsset, byUser := set{}, set{}, set{}
	for _, user := range people {
		matters := access.MattersOf(view, user)
		special := map[string][]access.Decision{}
		for p := range matters.On {
			special[p.Asset] = p.Decisions
		}
		for _, asset := range world.Matters() {
			for _, action := range model.Actions {
				if world.Decide(user, asset, action).Allowed {
					want[user+" "+action+" "+asset] = true
				}
			}
			decisions, is := special[asset]
			if !is {
				decisions = matters.Everywhere
			}
			byUser.add(user, asset, decisions)
		}
	}
	for _, asset := range world.Matters() {
		who, err := access.Who(view, asset)
		if err != nil {
			return err.Error()
		}
		for p := range who {
			if slices.Contains(people, p.User) { // a crowd is not asked about
				byAsset.add(p.User, asset, p.Decisions)
			}
		}
	}
	if told := differ("who may do what", want, byAsset); told != "" {
		return told
	}
	return differ("where one may do what", want, byUser)
}

// set is a set of names.
type set map[string]bool

// add adds what a user may do on an asset.
func (s set) add(user, asset string, decisions []access.Decision) {
	for _, d := range decisions {
		if d.Allowed {
			s[user+" "+string(d.Action)+" "+asset] = true
		}
	}
}

func comparePerson(world *model.World, view roster.View, reach *access.Reach, name string) string {
	u := view.User(name)
	if there := slices.Contains(world.Users(), name); !there || u == nil {
		return differ("whether there is "+name, there, u != nil)
	}
	var permissions []string
	for _, p := range access.Permissions(view, u) {
		permissions = append(permissions, string(p.Action)+"/"+string(p.Scope))
	}
	for _, told := range []string{
		differ("system role of "+name, world.SystemRole(name), roster.SystemRole(view, u)),
		differ("designations of "+name, world.Designations(name), roster.Designations(view, name)),
		differ("permissions of "+name, world.Permissions(name), permissions),
		differ("client access of "+name, world.ClientAccess(name), access.Clients(view, u, staffing.NewPositions(view).Granted)),
		differ("client access of "+name+", asset by asset", world.ClientAccess(name), reach.Clients(u)),
	} {
		if told != "" {
			return told
		}
	}
	return ""
}

func compareDecisions(world *model.World, view roster.View, user, asset string) string {
	decisions, err := access.Decisions(view, user, asset)
	if err != nil {
		return err.Error()
	}
	for i, d := range decisions {
		action := model.Actions[i]
		got := model.Answer{Allowed: d.Allowed, Rules: d.Rules}
		if told := differ(fmt.Sprintf("may %s %s %s", user, d.Action, asset), world.Decide(user, asset, action), got); told != "" {
			return told
		}
	}
	return ""
}
