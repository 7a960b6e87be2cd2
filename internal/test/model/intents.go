package model

import (
	"math/bits"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// The small world in which histories happen.
var (
	users     = []string{"tina", "theo", "tara", "ada", "abe", "otto"}
	linkNames = []string{"link-1", "link-2", "link-3", "link-4", "link-5"}
)

const office = "london"

// What is drawn from, each as often as it is likely; the first when shrunk.
var (
	likelyUsers = []string{"tina", "ada", "theo", "abe", "tina", "ada", "tara", "otto"}

	likelyAssets = slices.Concat(
		times(5, "matter-1"), times(2, "matter-2"), times(4, "case-1"), times(1, "case-2"),
		times(1, "collection-1"), times(1, "collection-2"), times(1, "matter-3"), times(1, "matter-4"),
	)

	// likelyPairs are assistant and timekeeper; the last ones break A-2 beside the first.
	likelyPairs = pairs(
		"ada", "tina", "ada", "theo", "abe", "tina", "abe", "theo", "otto", "tina", "ada", "tara", "ada", "tina", "abe", "tara",
		"ada", "theo", "abe", "tina", "otto", "theo", "otto", "ada", "tina", "theo", "tina", "ada", "tara", "abe", "tara", "otto",
	)

	// people are those who are like any other, and those who are not.
	people = slices.Concat(times(8, v1alpha1.FirmUserSpec{}), []v1alpha1.FirmUserSpec{
		{GlobalRoles: floating},
		{GlobalRoles: floating},
		{GlobalRoles: floating, Deactivated: true},
		{Rights: []v1alpha1.UserRight{v1alpha1.RightAdministrator}},
		{Rights: []v1alpha1.UserRight{v1alpha1.RightCompliance, v1alpha1.RightAdministrator}},
		{Rights: []v1alpha1.UserRight{v1alpha1.RightCompliance}},
		{SystemRole: v1alpha1.RoleThirdPartyBiller, Deactivated: true},
		{SystemRole: v1alpha1.RoleThirdPartyBiller},
	})

	floating = []v1alpha1.GlobalRole{v1alpha1.FloatingUser}

	// newborns are assets before anybody joins, without a type of the one that the name promises.
	newborns = []v1alpha1.MatterSpec{
		{},
		{Case: "case-1"},
		{Case: "case-2", OpposingTeamSets: sides[0:1]},
		{Case: "case-1", OpposingTeamSets: sides[1:2]},
		{Case: "case-1", OpposingTeamSets: sides[1:2], Collections: []string{"collection-1"}},
		{Case: "case-1", Collections: []string{"collection-2", "collection-1"}},
		{Collections: []string{"collection-2", "collection-1"}, OpposingTeamSets: sides[2:4]},
		{OpposingTeamSets: sides[0:1]},
		{OpposingTeamSets: sides[1:2]},
		{OpposingTeamSets: sides[2:4]},
		{Case: "case-1", AssistantsFollow: v1alpha1.AssistantsFollow{Staffing: disabled, ConflictedUsers: disabled}},
		{Case: "case-2", AssistantsFollow: v1alpha1.AssistantsFollow{Staffing: disabled}},
		{Case: "case-1", AssistantsFollow: v1alpha1.AssistantsFollow{Staffing: enabled, ConflictedUsers: enabled}},
		{AssistantsFollow: v1alpha1.AssistantsFollow{ConflictedUsers: enabled}, OpposingTeamSets: sides[0:1]},
		{Type: v1alpha1.TypeMatter},
		{Type: v1alpha1.TypeCollection},
	}

	follows = []v1alpha1.FollowSetting{"", enabled, enabled, disabled, enabled, "", disabled, enabled}

	systems = [][]string{
		nil,
		{"documents", "billing"},
		{"documents"},
		{"billing"},
		{"billing", "documents"},
		{"documents", "billing"},
		{"mail", "documents", "billing"},
		{"billing", "mail", "documents"},
	}
)

// times is something as often as it is likely.
func times[E any](n int, what E) []E { return slices.Repeat([]E{what}, n) }

func pairs(names ...string) []v1alpha1.AssistantLinkSpec {
	var found []v1alpha1.AssistantLinkSpec
	for two := range slices.Chunk(names, 2) {
		found = append(found, v1alpha1.AssistantLinkSpec{Assistant: two[0], Timekeeper: two[1]})
	}
	return found
}

// deed is what somebody means to do.
type deed string

const (
	nothing      deed = "nothing"
	writeAsset   deed = "write asset"
	deleteAsset  deed = "delete asset"
	makeLink     deed = "make link"
	deleteLink   deed = "delete link"
	renewLinks   deed = "renew links"
	putUser      deed = "put user"
	deleteUser   deed = "delete user"
	putFirm      deed = "put firm"
	deleteFirm   deed = "delete firm"
	toggleOffice deed = "toggle office"
)

var likelyDeeds = slices.Concat(
	times(1, nothing), times(18, writeAsset), times(1, deleteAsset), times(2, makeLink), times(1, deleteLink),
	times(2, renewLinks), times(2, putUser), times(1, deleteUser), times(2, putFirm), times(1, deleteFirm), times(1, toggleOffice),
)

// intent is what somebody means to do to whatever is there by then; each deed
// uses what it needs of the rest.
type intent struct {
	later   time.Duration
	deed    deed
	user    string
	person  v1alpha1.FirmUserSpec
	link    string
	pair    v1alpha1.AssistantLinkSpec
	firm    v1alpha1.FirmSpec
	asset   string
	newborn v1alpha1.MatterSpec // the asset before the edits, if it is not there
	edits   []edit
	renew   renewal // of the links of who leaves the asset, the moment that L-6 asks about
}

// renewal is when the links of somebody are deleted and made anew.
type renewal int

const (
	never renewal = iota
	atOnce
	soon
)

// founding is how a firm begins.
type founding struct {
	early  []intent
	firm   *v1alpha1.FirmSpec // nil: not yet
	people map[string]v1alpha1.FirmUserSpec
	links  map[string]v1alpha1.AssistantLinkSpec
}

func drawFounding(t *rapid.T) founding {
	f := founding{people: map[string]v1alpha1.FirmUserSpec{}, links: map[string]v1alpha1.AssistantLinkSpec{}}
	if draw(t, sixteen) > 11 {
		f.early = rapid.SliceOfN(rapid.Custom(drawEarly), 0, 6).Draw(t, "early")
	}
	for _, name := range users {
		if mostly(t) {
			f.people[name] = draw(t, slices.Concat(people, times(16, people[0])))
		}
	}
	for _, name := range linkNames {
		if draw(t, sixteen) > 3 {
			f.links[name] = draw(t, likelyPairs[:8])
		}
	}
	if draw(t, sixteen) > 2 {
		f.firm = new(drawFirm(t))
	}
	return f
}

// draw is one of those, each as likely as another if their number is a power of
// two (rapid's own generators prefer the first by far), and the first when shrunk.
func draw[E any](t *rapid.T, from []E) E {
	at := 0
	for range bits.Len(uint(len(from) - 1)) {
		at *= 2
		if rapid.Bool().Draw(t, "bit") {
			at++
		}
	}
	return from[at%len(from)]
}

var sixteen = []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}

// mostly is true, one time in 16 and when shrunk it is not.
func mostly(t *rapid.T) bool { return draw(t, sixteen) > 0 }

func drawFirm(t *rapid.T) v1alpha1.FirmSpec {
	var spec v1alpha1.FirmSpec
	spec.AssistantsFollow.Staffing = draw(t, follows)
	spec.AssistantsFollow.ConflictedUsers = draw(t, follows)
	spec.Systems = draw(t, systems)
	if rapid.Bool().Draw(t, "lists") {
		spec.Clients = []v1alpha1.Client{{Name: "acme"}}
		spec.BusinessUnits = []v1alpha1.BusinessUnit{{Name: "tax"}}
	}
	return spec
}

func drawIntent(t *rapid.T) intent {
	i := intent{
		later: draw(t, []time.Duration{time.Microsecond, time.Microsecond, time.Microsecond, 0}),
		deed:  draw(t, likelyDeeds),
	}
	switch i.deed {
	case writeAsset:
		i.drawAsset(t)
	case deleteAsset:
		i.asset = draw(t, likelyAssets)
	case makeLink, deleteLink:
		i.link = draw(t, linkNames)
		i.pair = draw(t, likelyPairs)
	case putUser, deleteUser, renewLinks:
		i.user = draw(t, likelyUsers)
		i.person = draw(t, people)
	case putFirm:
		i.firm = drawFirm(t)
	default:
	}
	return i
}

// drawEarly is an asset that is there before all else: references come in any order (W-3).
func drawEarly(t *rapid.T) intent {
	i := intent{deed: writeAsset}
	i.drawAsset(t)
	return i
}

func (i *intent) drawAsset(t *rapid.T) {
	i.asset = draw(t, likelyAssets)
	i.newborn = draw(t, newborns)
	i.renew = draw(t, []renewal{never, never, never, never, never, never, atOnce, soon})
	i.edits = rapid.SliceOfN(rapid.Custom(drawEdit), 0, 6).Draw(t, "edits")
}
