package controllers_test

import (
	"fmt"
	"testing"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/story"
)

// TestLedgers tells stories of section L: what was so when somebody joined stays
// so, whatever is changed or missing later.
func TestLedgers(t *testing.T) {
	story.Run(t, []story.Story{
		{Name: "L-2 what the firm said when a matter was created is its default for good", Text: `
			firm follow=staffing
			user amira; user ben; link ben->amira
			then
			matter m1
			then
			firm follow=conflictedUsers
			then
			matter m1 staff=amira; matter m2 staff=amira
			= m1: amira direct; ben SupportStaff follows amira
			= m2: amira direct
			= m1 follow: staffing Enabled by FirmDefault, conflictedUsers Disabled by FirmDefault
			= m2 follow: staffing Disabled by FirmDefault, conflictedUsers Enabled by FirmDefault
			delete matter m1
			then
			matter m1 staff=amira
			= m1: amira direct
		`},

		{Name: "L-3 without a firm its first settings count once it is there, and no later ones", Text: `
			user amira; user ben; link ben->amira
			matter m1 staff=amira
			= m1: amira direct
			firm follow=staffing
			= m1: amira direct; ben SupportStaff follows amira
			firm
			= m1: amira direct; ben SupportStaff follows amira
			= m1 follow: staffing Enabled by FirmDefault, conflictedUsers Disabled by FirmDefault
			delete firm
			= m1: amira direct
			= m1 follow: staffing unknown, conflictedUsers unknown
			firm
			= m1: amira direct
			= m1 follow: staffing Disabled by FirmDefault, conflictedUsers Disabled by FirmDefault
		`},

		{Name: "L-4 who joined before the case did goes on awaiting that case", Text: `
			firm
			user amira; user ben; user carla; link ben->amira; link ben->carla
			then
			matter m1 staff=amira case=c1
			= m1: amira direct | NotFound spec.case: no Case named c1
			= m1 ledger: joined amira@1 await
			matter m1 staff=amira,carla
			= m1: amira direct; carla direct
			= m1 ledger: joined amira@1 await, carla@2 stay
			case c1 follow=staffing
			= m1: amira direct; ben SupportStaff follows amira; carla direct
			case c1
			= m1: amira direct; ben SupportStaff follows amira; carla direct
			delete case c1
			= m1: amira direct; carla direct
		`},

		{Name: "L-4 the next write records what was awaited", Only: story.Webhooks, Text: `
			user amira; user ben; link ben->amira
			matter m1 staff=amira
			then
			firm follow=staffing
			then
			matter m1 staff=amira closed
			= m1 ledger: joined amira@1 follow
			delete firm
			= m1: amira direct; ben SupportStaff follows amira
		`},

		{Name: "L-4 controllers alone record nothing that is awaited", Only: story.Alone, Text: `
			user amira; user ben; link ben->amira
			matter m1 staff=amira
			then
			firm follow=staffing
			then
			matter m1 staff=amira closed
			= m1 ledger: joined amira@1 await
			delete firm
			= m1: amira direct
		`},

		{Name: "L-5 joining, leaving and joining again", Text: `
			firm follow=staffing
			user amira; user ben; link ben->amira
			then
			matter m1 staff=amira,ben
			= m1 ledger: joined amira@1 follow, ben@1 follow
			matter m1 staff=amira
			= m1: amira direct
			= m1 ledger: joined amira@1 follow | left ben@2
			matter m1 staff=amira,ben
			= m1: amira direct; ben direct
			= m1 ledger: joined amira@1 follow, ben@3 follow
			matter m1 staff=amira
			= m1: amira direct
			matter m1
			= m1: nobody
			matter m1 staff=amira
			= m1: amira direct; ben SupportStaff follows amira
			= m1 ledger: joined amira@6 follow
		`},

		{Name: "L-5 who leaves as another joins is not severed from it", Text: `
			user amira; user ben; link ben->amira
			matter m1 staff=ben
			then
			matter m1 staff=amira:Follow
			= m1: amira direct; ben SupportStaff follows amira
			= m1 ledger: joined amira@2 await
		`},

		{Name: "L-6 severed on one list is not severed on the other", Text: `
			user amira; user ben; link ben->amira
			matter m1 staff=amira:Follow conflicted=amira:Follow,ben
			= m1: amira direct Excluded as ConflictedUser; ben SupportStaff follows amira Excluded as ConflictedUser | wall: amira direct; ben direct
			matter m1 staff=amira:Follow conflicted=amira:Follow
			= m1: amira direct Excluded as ConflictedUser; ben SupportStaff follows amira | wall: amira direct
		`},

		{Name: "L-6 a link made after the parting is a new association", Only: story.Webhooks, Text: `
			user amira; user ben; link ben->amira
			matter m1 staff=amira:Follow,ben
			then
			matter m1 staff=amira:Follow
			= m1: amira direct
			delete link ben->amira
			then
			link ben->amira
			= m1: amira direct; ben SupportStaff follows amira
		`},
	})
}

const severed = `
	firm follow=staffing
	user amira; user ben; link ben->amira
	then
	matter m1 staff=amira,ben
	then
	matter m1 staff=amira
	= m1: amira direct
	= m1 ledger: joined amira@1 follow | left ben@2
`

// TestWithoutWebhooksWhatTheControllersSawCounts stops the manager while somebody
// leaves and joins again (L-7).
func TestWithoutWebhooksWhatTheControllersSawCounts(t *testing.T) {
	operator := story.Operate(t)
	f := story.New(t.Context(), t, story.Alone)
	f.Tell(severed)
	operator.Stop(t)
	f.Write("matter m1 staff=ben")
	f.Write("user carla; link carla->amira; firm; matter m1 staff=amira,ben,carla; matter m2 staff=amira")
	f.Write("matter m1 staff=amira,carla")
	story.Operate(t)
	f.Tell(`
		= m1: amira direct; carla direct
		= m1 ledger: joined amira@1 follow, carla@3 follow | left ben@2
		= m2: amira direct
		= m2 ledger: joined amira@1 stay
	`)
}

// TestUnreadableLedgers breaks ledgers where no webhook undoes it (L-8).
func TestUnreadableLedgers(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Alone)
	f.Tell(severed)
	f.Patch(f.Matter("m1"), ledgerPatch("garbage"))
	f.Tell(`
		= m1: amira direct; ben SupportStaff follows amira | LedgerIntact=Unreadable
		= m1 ledger: joined amira@1 follow | history lost
		= m1 ready: no, Unreadable
	`)
	f.Patch(f.Object("firm", "firm"), ledgerPatch(`{"v":1,"first":{"staffing":"Perhaps"}}`))
	f.Tell(`
		= firm: lead none, backup none | 2 of 2 users active, 0 offices | AdministratorsAssigned=LeadMissing | LedgerIntact=Unreadable
		= firm ready: no, Unreadable
	`)
	f.StillSettled(t)
}

// TestLedgersOfANewerVersion keeps what only a newer version can read (L-8).
func TestLedgersOfANewerVersion(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Alone)
	f.Tell(severed)
	const newer = `{"v":99,"who":"knows"}`
	f.Patch(f.Matter("m1"), ledgerPatch(newer))
	f.Patch(f.Object("firm", "firm"), ledgerPatch(newer))
	f.Tell(`
		= m1: amira direct; ben SupportStaff follows amira | LedgerIntact=NewerVersion
		= m1 ready: stalled, NewerVersion
		= firm ready: stalled, NewerVersion
		matter m1 staff=ben
		= m1: ben direct | LedgerIntact=NewerVersion
	`)
	for _, o := range f.All() {
		if kept, has := o.GetAnnotations()[v1alpha1.LedgerAnnotation]; has && kept != newer {
			t.Errorf("the ledger of %s is %s, want %s", o.GetName(), kept, newer)
		}
	}
	f.Patch(f.Matter("m1"), `{"metadata":{"annotations":null}}`)
	f.Tell(`
		= m1: ben direct
		= m1 ready: yes
	`)
}

// TestWebhooksUndoWhatTheControllersWouldHaveToMend tampers with ledgers and
// stamps where webhooks keep them: nothing comes of it, and no controller writes.
func TestWebhooksUndoWhatTheControllersWouldHaveToMend(t *testing.T) {
	story.Operate(t)
	f := story.New(t.Context(), t, story.Webhooks)
	f.Tell(severed)
	story.AwaitIdle(t)
	w := f.Watch()
	for _, o := range f.All() {
		f.Patch(o, ledgerPatch("garbage"))
		f.Patch(o, `{"metadata":{"annotations":{"matterplane.dev/since":"2001-01-01T00:00:00.000000Z","matterplane.dev/first-user":"true"}}}`)
		f.Patch(o, `{"metadata":{"annotations":null}}`)
	}
	story.AwaitIdle(t)
	for _, c := range w.Changes() {
		if diff := c.Diff(); diff != "" { // else only who manages which field
			t.Errorf("%s was written:\n%s", c.ID, diff)
		}
	}
	for _, r := range w.Requests() {
		if r.Writes() {
			t.Errorf("the manager sent %s %s", r.Method, r.Path)
		}
	}
}

func ledgerPatch(value string) string {
	return fmt.Sprintf(`{"metadata":{"annotations":{%q:%q}}}`, v1alpha1.LedgerAnnotation, value)
}
