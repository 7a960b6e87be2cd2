package check_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/profile"
	"github.com/matterplane/matterplane/internal/render"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/staffing"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/firm/random"
)

// firms is how many random firms each law is tried on.
const firms = 400

// written writes the objects of a firm into files of their own, in a random order,
// without stamps: as people write them.
func written(t *testing.T, objects roster.Objects, seed int) string {
	t.Helper()
	dir := t.TempDir()
	all := cluster.ObjectsOf(objects)
	for i, j := range rand.New(rand.NewPCG(uint64(seed), 1)).Perm(len(all)) {
		write(t, dir, fmt.Sprintf("%02d.yaml", i), bare(t, all[j]))
	}
	return dir
}

func bare(t *testing.T, o client.Object) string {
	t.Helper()
	text, err := yaml.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var content map[string]any
	if err := yaml.Unmarshal(text, &content); err != nil {
		t.Fatal(err)
	}
	delete(content, "status")
	content["apiVersion"], content["kind"] = v1alpha1.GroupVersion.String(), manifests.KindOf(o)
	content["metadata"] = map[string]any{"name": o.GetName(), "namespace": "firm"}
	if text, err = yaml.Marshal(content); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// tells are the IDs that tell of a condition that is not as it should be.
var tells = map[string][]string{
	v1alpha1.ConditionReferencesResolved:     {"W-3", "M-8", "M-11", "M-12", "R-1", "S-5"},
	v1alpha1.ConditionAccepted:               {"A-2", "A-4"},
	v1alpha1.ConditionAdministratorsAssigned: {"R-1", "R-8"},
	v1alpha1.ConditionAdministratorsDistinct: {"R-2"},
	v1alpha1.ConditionProvisioningClosed:     {"P-5"},
	v1alpha1.ConditionBusinessUnitsValid:     {"S-5"},
	v1alpha1.ConditionAdministratorAssigned:  {"S-1"},
	v1alpha1.ConditionIdentityUnique:         {"R-7"},
	v1alpha1.ConditionRightsConsistent:       {"S-3"},
	v1alpha1.ConditionLeadEligible:           {"M-12"},
	v1alpha1.ConditionMembersCleared:         {"C-7", "C-8"},
	v1alpha1.ConditionIncludedSystemsIgnored: {"M-11"},
	v1alpha1.ConditionLedgerIntact:           {"L-8"},
}

// byNames are what comes of names that lead nowhere: where the files declare no user or
// no Firm at all, one finding tells of all of them.
var byNames = []string{v1alpha1.ConditionReferencesResolved, v1alpha1.ConditionAdministratorsAssigned, v1alpha1.ConditionLeadEligible}

// faulty says whether a condition is not as it should be. A window that awaits lead or
// backup is what every firm in files has: none can close it by a file (P-5).
func faulty(c metav1.Condition) bool {
	if c.Type == v1alpha1.ConditionIncludedSystemsIgnored {
		return c.Status == metav1.ConditionTrue
	}
	return c.Status == metav1.ConditionFalse && c.Type != v1alpha1.ConditionReady && c.Reason != v1alpha1.ReasonAwaitingAdministrator
}

func conditionsOf(t *testing.T, o render.Object) []metav1.Condition {
	t.Helper()
	switch status := o.Status.(type) {
	case v1alpha1.FirmStatus:
		return status.Conditions
	case v1alpha1.OfficeStatus:
		return status.Conditions
	case v1alpha1.FirmUserStatus:
		return status.Conditions
	case v1alpha1.AssistantLinkStatus:
		return status.Conditions
	case v1alpha1.MatterStatus:
		return status.Conditions
	}
	t.Fatalf("%T has no conditions", o.Status)
	return nil
}

// TestWhatConditionsWouldSayIsFound is the law that check tells what the cluster would
// show: of every condition that would be faulty a finding tells, and an error is found
// only of an object that would not be Ready, or that the API server refuses.
func TestWhatConditionsWouldSayIsFound(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for seed := range firms {
		text := random.Text().Example(seed)
		set := read(t, written(t, firm.Parse(t, text), seed))
		found := filesOf(t, set)
		absent := slices.ContainsFunc(found, func(f check.Finding) bool { return strings.HasPrefix(f.Message, "no file declares") })
		for o := range render.Firm(set.Objects("firm")) {
			of := slices.DeleteFunc(slices.Clone(found), func(f check.Finding) bool { return f.Kind != o.Kind || f.Name != o.Metadata.Name })
			ready := true
			for _, c := range conditionsOf(t, o) {
				if c.Type == v1alpha1.ConditionReady {
					ready = c.Status == metav1.ConditionTrue
				}
				if !faulty(c) {
					continue
				}
				seen[c.Type]++
				told := slices.ContainsFunc(of, func(f check.Finding) bool { return slices.Contains(tells[c.Type], f.ID) })
				if !told && !(absent && slices.Contains(byNames, c.Type)) {
					t.Errorf("seed %d: nothing tells that %s %s has %s=%s %s: %s\n%s\n%s", seed, o.Kind, o.Metadata.Name, c.Type, c.Status, c.Reason, c.Message, text, printed(of))
				}
			}
			for _, f := range of {
				if f.Severity == check.Error && ready && f.ID != "Schema" {
					t.Errorf("seed %d: %s %s would be Ready, yet\n%s\n%s", seed, o.Kind, o.Metadata.Name, printed([]check.Finding{f}), text)
				}
			}
		}
	}
	for condition := range tells {
		if seen[condition] == 0 && condition != v1alpha1.ConditionLedgerIntact {
			t.Errorf("no random firm has a faulty %s", condition)
		}
	}
}

// TestEveryConditionIsTold keeps the table above whole.
func TestEveryConditionIsTold(t *testing.T) {
	t.Parallel()
	view := roster.NewSnapshot(roster.Objects{Firm: &v1alpha1.Firm{}})
	for _, conditions := range [][]metav1.Condition{
		profile.Firm(view).Conditions, profile.Office(view, &v1alpha1.Office{}).Conditions,
		profile.User(view, &v1alpha1.FirmUser{}, func(*v1alpha1.Matter, string) bool { return false }).Conditions,
		profile.Link(view, &v1alpha1.AssistantLink{}).Conditions, staffing.Derive(view, &v1alpha1.Matter{}).Conditions,
	} {
		for _, c := range conditions {
			if tells[c.Type] == nil && c.Type != v1alpha1.ConditionReady && c.Type != v1alpha1.ConditionStalled {
				t.Errorf("what tells of %s?", c.Type)
			}
		}
		if meta.FindStatusCondition(conditions, v1alpha1.ConditionReady) == nil {
			t.Error("no conditions")
		}
	}
}

// TestTheOrderOfFilesMeansNothing is W-3 of what check says: but for places it is the
// same, whatever file an object is in.
func TestTheOrderOfFilesMeansNothing(t *testing.T) {
	t.Parallel()
	for seed := range firms / 4 {
		objects := firm.Parse(t, random.Text().Example(seed))
		var first []string
		for order := range 3 {
			var said []string
			for _, f := range files(t, written(t, objects, order)) {
				var related []string
				for _, r := range f.Related {
					related = append(related, r.Message)
				}
				said = append(said, fmt.Sprint(f.Severity, f.ID, f.Kind, f.Name, f.Field, f.Position.Line, f.Position.Column, f.Message, f.Cure, related))
			}
			slices.Sort(said)
			if order == 0 {
				first = said
			}
			if diff := cmp.Diff(first, said); diff != "" {
				t.Errorf("seed %d: (-one order +another)\n%s", seed, diff)
			}
		}
	}
}

// TestFindingsAreSortedAndDescribed holds of every finding of the random firms.
func TestFindingsAreSortedAndDescribed(t *testing.T) {
	t.Parallel()
	gravest := map[string]check.Severity{}
	for _, d := range check.Describe() {
		if gravest[d.ID] != "" {
			t.Errorf("%s is described twice", d.ID)
		}
		gravest[d.ID] = d.Severity
	}
	for seed := range firms / 4 {
		dir := written(t, firm.Parse(t, random.Text().Example(seed)), seed)
		found := files(t, dir)
		if !slices.IsSortedFunc(found, check.Compare) {
			t.Errorf("seed %d: not sorted", seed)
		}
		for _, f := range found {
			rank, described := gravest[f.ID]
			if !described || slices.Index(check.Severities, f.Severity) < slices.Index(check.Severities, rank) {
				t.Errorf("seed %d: %s is not described as %s", seed, f.ID, f.Severity)
			}
			if f.Message == "" || f.Kind == "" || f.Position.Line == 0 || filepath.Dir(f.Position.File) != dir {
				t.Errorf("seed %d: %+v", seed, f)
			}
			for _, r := range f.Related {
				if r.Position.Line == 0 || r.Message == "" {
					t.Errorf("seed %d: %+v beside %+v", seed, r, f)
				}
			}
		}
		if diff := cmp.Diff(found, files(t, dir)); diff != "" {
			t.Errorf("seed %d: not the same again:\n%s", seed, diff)
		}
	}
}
