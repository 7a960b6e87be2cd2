package oracle_test

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/oracle"
)

// questions is how many are asked of each random firm.
const questions = 200

// Whoever asks for whatever: authority and the tables refuse the same of it, by
// the same rules.
func TestAuthorityAgrees(t *testing.T) {
	t.Parallel()
	rapid.Check(t, agree)
}

func FuzzAuthorityAgrees(f *testing.F) {
	f.Fuzz(rapid.MakeFuzz(agree))
}

func agree(t *rapid.T) {
	objects, text := drawFirm(t)
	view := roster.NewSnapshot(objects)
	for range questions {
		q := drawQuestion(t, objects)
		want := together(q, both(oracle.Answer(q)))
		got := together(q, decided(t, q, view))
		if !slices.Equal(want, got) {
			t.Fatalf("%s\n(-tables +authority)\n%s", describe(text, q), gocmp.Diff(want, got))
		}
	}
}

// both lists what the tables refuse.
func both(v oracle.Verdict) []string {
	refused := v.Refused()
	for rule := range v.Broken {
		refused = append(refused, "invalid "+rule)
	}
	slices.Sort(refused)
	return refused
}

// decided lists what authority refuses, in the same words.
func decided(t *rapid.T, q oracle.Question, view roster.View) []string {
	usernames := authority.Usernames{Prefix: q.Asker.UsernamePrefix}
	users := make([]v1alpha1.FirmUser, 0, len(q.Firm.Users))
	for _, u := range q.Firm.Users {
		users = append(users, *u)
	}
	actor := authority.Actor{
		Username: q.Asker.Username, Usernames: usernames, Person: usernames.Person(q.Asker.Username, users),
		Company: q.Asker.Company, Support: q.Asker.Support, Restorer: q.Asker.Restorer,
		Authorized: func(v authority.Verb) (bool, error) {
			return map[authority.Verb]bool{
				authority.Provision: q.Asker.Provisioner, authority.Staff: q.Asker.Staffer, authority.Wall: q.Asker.Waller,
			}[v], nil
		},
	}
	decision, err := authority.Decide(actor, change(q), view)
	if err != nil {
		t.Fatal(err)
	}
	refused := map[string]bool{}
	for _, r := range decision.Refusals {
		if decision.Forbidden() {
			refused[part(q, r)+" "+r.Rule] = true
		} else {
			refused["invalid "+r.Rule] = true
		}
	}
	return slices.Sorted(maps.Keys(refused))
}

var inBrackets = regexp.MustCompile(`\[.*\]`)

// wholes are parts of a spec that the tables do not tell further apart.
var wholes = []string{
	"spec.staffing", "spec.conflictedUsers", "spec.excludedUsers", "spec.opposingTeamSets", "spec.passwordPolicy", "spec.administrators.recovery",
}

// renamed are fields that the tables call by another name.
var renamed = map[string]string{
	"spec.businessUnits.name": "spec.businessUnits", "spec.businessUnits.parent": "spec.businessUnits", "spec.businessUnits.billingUnit": "spec.businessUnits",
	"spec.clients.name": "spec.clients", "spec.clients.displayName": "spec.clients",
	"spec.givenName": "spec.names", "spec.familyName": "spec.names",
}

// part is the field of the tables in which a refusal is.
func part(q oracle.Question, r authority.Refusal) string {
	path := inBrackets.ReplaceAllString(r.Field, "")
	_, firm := either(q).(*v1alpha1.Firm)
	switch {
	case r.Rule == "U-6":
		return "metadata.name" // of the whole matter
	case firm && strings.HasPrefix(path, "spec.assistantsFollow."):
		return "spec.assistantsFollow"
	}
	for _, whole := range wholes {
		if strings.HasPrefix(path, whole) {
			return whole
		}
	}
	return cmp.Or(renamed[path], path)
}

// together tells what is missing for Support to set a new lead no further apart.
func together(q oracle.Question, refused []string) []string {
	if !q.Asker.Support {
		return refused
	}
	for i, r := range refused {
		switch r {
		case "spec.administrators.lead R-1", "spec.administrators.lead R-3", "spec.administrators.recovery R-3":
			refused[i] = "spec.administrators.lead R-3"
		}
	}
	slices.Sort(refused)
	return slices.Compact(refused)
}

func change(q oracle.Question) authority.Change {
	switch either(q).(type) {
	case *v1alpha1.Firm:
		return authority.FirmChange{Old: typed[*v1alpha1.Firm](q.Old), New: typed[*v1alpha1.Firm](q.New)}
	case *v1alpha1.Office:
		return authority.OfficeChange{Old: typed[*v1alpha1.Office](q.Old), New: typed[*v1alpha1.Office](q.New)}
	case *v1alpha1.FirmUser:
		return authority.FirmUserChange{Old: typed[*v1alpha1.FirmUser](q.Old), New: typed[*v1alpha1.FirmUser](q.New)}
	case *v1alpha1.AssistantLink:
		return authority.AssistantLinkChange{Old: typed[*v1alpha1.AssistantLink](q.Old), New: typed[*v1alpha1.AssistantLink](q.New)}
	default:
		return authority.MatterChange{Old: typed[*v1alpha1.Matter](q.Old), New: typed[*v1alpha1.Matter](q.New)}
	}
}

func either(q oracle.Question) metav1.Object {
	if q.New != nil {
		return q.New
	}
	return q.Old
}

func typed[O metav1.Object](o metav1.Object) O {
	var none O
	if o == nil {
		return none
	}
	return o.(O)
}
