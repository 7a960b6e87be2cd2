package oracle_test

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/oracle"
)

// The names of random firms: few, so that they meet; the last of each kind is never declared.
var (
	userNames   = []string{"amira", "ben", "carla", "dan", "eve", "finn", "nobody"}
	officeNames = []string{"london", "zurich", "atlantis"}
	clientNames = []string{"acme", "globex", "nemo"}
	unitNames   = []string{"group", "uk", "limbo"}
	groupNames  = []string{"c1", "k1", "c9"}

	// namedAlone are users who are named by links or as delegates, and nowhere else.
	namedAlone = []string{"hank", "ivy", "jo"}
)

const prefix = "oidc:"

// drawFirm draws a firm, and the text that it is but for the name that people write.
func drawFirm(t *rapid.T) (roster.Objects, string) {
	text := drawText(t)
	objects := firm.Parse(t, text)
	if objects.Firm != nil && chance(t, 6) {
		objects.Firm.Spec.DisplayName = "Acme LLP"
		if chance(t, 2) { // one of before
			lead := objects.Firm.Spec.Administrators.Lead
			statement(t, objects.Firm)
			objects.Firm.Spec.Administrators.Lead = lead
		}
	}
	return objects, text
}

// drawText draws a firm for firm.Parse, dense with people who may something.
func drawText(t *rapid.T) string {
	var lines []string
	say := func(words ...string) {
		lines = append(lines, strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " "))
	}
	if chance(t, 7) {
		say("firm", maybe(t, "lead=", userNames), maybe(t, "backup=", userNames), pick(t, "", "closed", "closed", "provisioning=Closed", "provisioning=Open"),
			"clients=acme/"+pick(t, userNames...)+",globex", "units=group,uk/group", maybe(t, "billing-units=", []string{"tax/uk"}), maybe(t, "follow=", []string{"staffing", "conflictedUsers"}))
	}
	for _, office := range officeNames[:2] {
		say("office", office)
	}
	for _, user := range userNames[:6] {
		if !chance(t, 7) {
			continue
		}
		say("user", user, pick(t, "", "office=london", "office=london", "office=london", "office="+pick(t, officeNames...)),
			maybe(t, "role=", []string{"FirmAdministrator", "FirmAdministrator", "FirmOfficeAdministrator", "FirmOfficeAdministrator", "FirmUserBilling", "ThirdPartyBiller", "FirmUser"}),
			maybe(t, "as=", []string{"Partner", "Partner", "Associate", "Assistant"}),
			maybe(t, "rights=", []string{"Administrator", "Compliance", "Accounting", "Administrator,Compliance"}),
			maybe(t, "units=", unitNames), seldom(t, "identities=", pick(t, "uid:"+user, "uid:shared")), seldom(t, "email=", "shared@firm.example"),
			seldom(t, "delegates=", pick(t, "jo", pick(t, userNames...))), seldom(t, "", "floating"), seldom(t, "", "deactivated"), seldom(t, "", "first"))
	}
	for _, link := range []string{"ben->amira", "dan->carla", "nobody->eve", "hank->eve", "ben->ivy"} {
		if chance(t, 3) {
			say("link", link)
		}
	}
	sets := []string{"auction/a", "auction/b"}
	asset := func(kind, name string, words ...string) {
		say(append([]string{
			kind, name, maybe(t, "lead=", userNames), several(t, "staff=", team()), several(t, "conflicted=", userNames), several(t, "excluded=", userNames),
			maybe(t, "client=", clientNames), maybe(t, "unit=", unitNames), maybe(t, "office=", officeNames), seldom(t, "", "confidential"), seldom(t, "", "closed"),
		}, words...)...)
	}
	if chance(t, 5) {
		asset("case", "c1", seldom(t, "set=", pick(t, sets...)))
	}
	if chance(t, 5) {
		asset("collection", "k1")
	}
	for _, name := range []string{"m1", "m2"} {
		asset("matter", name, maybe(t, "case=", []string{"c1", "c9", "k1"}), maybe(t, "collections=", []string{"k1", "c9"}), seldom(t, "set=", pick(t, sets...)))
	}
	return strings.Join(lines, "\n")
}

func team() []string {
	entries := make([]string, 0, len(userNames))
	for i, user := range userNames {
		entries = append(entries, user+[]string{"", ":MatterAdministrator", ":MatterEditor", ":MatterAdministrator", ":MatterAdministrator"}[i%5])
	}
	return entries
}

// drawAsker draws who asks: mostly somebody of the firm, who may be more besides.
func drawAsker(t *rapid.T) oracle.Asker {
	user := pick(t, userNames...)
	a := oracle.Asker{UsernamePrefix: prefix}
	a.Username = pick(t, prefix+user+"@firm.example", prefix+user+"@firm.example", prefix+strings.ToUpper(user)+"@firm.example",
		"uid:"+user, "uid:shared", prefix+"shared@firm.example", user+"@firm.example", "stranger")
	if chance(t, 4) {
		return a
	}
	for _, class := range []*bool{&a.Support, &a.Restorer, &a.Provisioner, &a.Staffer, &a.Waller} {
		*class = chance(t, 1)
	}
	if chance(t, 1) {
		a.Company = "acme"
	}
	return a
}

// drawQuestion draws what somebody asks of a firm.
func drawQuestion(t *rapid.T, objects roster.Objects) oracle.Question {
	q := oracle.Question{Asker: drawAsker(t), Firm: objects}
	switch pick(t, "firm", "firm", "office", "user", "user", "user", "user", "link", "matter", "matter", "matter", "matter") {
	case "firm":
		q.Asker.Support = q.Asker.Support || chance(t, 2)
		var there []*v1alpha1.Firm
		if objects.Firm != nil {
			there = append(there, objects.Firm)
		}
		edits := firmEdits
		if q.Asker.Support && chance(t, 6) {
			edits = recoveryEdits
		}
		q.Old, q.New = drawChange(t, there, func(string) *v1alpha1.Firm { return firm.MakeFirm().Obj() }, edits)
	case "office":
		q.Old, q.New = drawChange(t, objects.Offices, firm.MakeOffice, officeEdits)
	case "user":
		q.Old, q.New = drawChange(t, objects.Users, func(name string) *v1alpha1.FirmUser { return firm.MakeUser(name).Obj() }, userEdits)
	case "link":
		q.Old, q.New = drawChange(t, objects.Links, func(string) *v1alpha1.AssistantLink {
			return firm.MakeLink(pick(t, userNames...), pick(t, userNames...))
		}, nil)
	case "matter":
		q.Old, q.New = drawChange(t, objects.Matters, func(name string) *v1alpha1.Matter {
			w := firm.MakeMatter(name)
			w.Spec.Type = pick(t, v1alpha1.TypeMatter, v1alpha1.TypeCase, v1alpha1.TypeCollection)
			return w.Obj()
		}, matterEdits)
	}
	return q
}

// drawChange draws a creation, a deletion, or a change of up to three things.
func drawChange[O interface {
	metav1.Object
	comparable
	DeepCopy() O
}](t *rapid.T, there []O, fresh func(name string) O, edits []func(*rapid.T, O)) (before, after metav1.Object) {
	how := pick(t, "create", "delete", "edit", "edit", "edit", "edit")
	var o O
	if len(there) == 0 || how == "create" {
		name := pick(t, slices.Concat(userNames, officeNames, groupNames, namedAlone, []string{"m3"})...)
		if o = fresh(name); slices.ContainsFunc(there, func(other O) bool { return other.GetName() == o.GetName() }) {
			return drawChange(t, there, fresh, edits)
		}
		after = o
	} else {
		old := pick(t, there...)
		if before = old; how == "delete" {
			return before, nil
		}
		o = old.DeepCopy()
		after = o
	}
	for range rapid.IntRange(0, 3).Draw(t, "edits") {
		if len(edits) == 0 || rapid.IntRange(0, 9).Draw(t, "lifeline") == 9 {
			lifeline(t, o)
			continue
		}
		edits[rapid.IntRange(0, len(edits)-1).Draw(t, "edit")](t, o)
	}
	return before, after
}

func lifeline(t *rapid.T, o metav1.Object) {
	switch pick(t, "finalizer", "owner", "label") {
	case "finalizer":
		o.SetFinalizers([]string{"example.com/hold"})
	case "owner":
		o.SetOwnerReferences([]metav1.OwnerReference{{APIVersion: "v1", Kind: "ConfigMap", Name: "gone", UID: "1"}})
	case "label":
		o.SetLabels(map[string]string{"team": "red"})
	}
}

func pick[V any](t *rapid.T, choices ...V) V {
	return choices[rapid.IntRange(0, len(choices)-1).Draw(t, "pick")]
}

// chance is true in so many of eight cases.
func chance(t *rapid.T, eighths int) bool { return rapid.IntRange(0, 7).Draw(t, "chance") >= 8-eighths }

func maybe(t *rapid.T, before string, choices []string) string {
	if !chance(t, 4) {
		return ""
	}
	return before + pick(t, choices...)
}

func seldom(t *rapid.T, before, value string) string {
	if !chance(t, 1) {
		return ""
	}
	return before + value
}

func several(t *rapid.T, option string, values []string) string {
	var drawn []string
	for _, value := range values {
		if chance(t, 2) {
			drawn = append(drawn, value)
		}
	}
	if len(drawn) == 0 {
		return ""
	}
	return option + strings.Join(drawn, ",")
}

// describe shows a question as whoever reads a failure needs it.
func describe(text string, q oracle.Question) string {
	return fmt.Sprintf("firm:\n%s\nasker: %+v\nold: %s\nnew: %s", text, q.Asker, show(q.Old), show(q.New))
}
