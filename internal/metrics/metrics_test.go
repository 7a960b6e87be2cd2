package metrics

import (
	"crypto/x509"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// standingOf returns how a firm stands.
func standingOf(o roster.Objects) *Standing {
	view := roster.NewSnapshot(o)
	return NewStanding(Stored{
		Firm: func(string) roster.View { return view },
		All: func() iter.Seq[client.Object] {
			var all []client.Object
			all = append(all, o.Firm)
			for _, u := range o.Users {
				all = append(all, u)
			}
			for _, l := range o.Links {
				all = append(all, l)
			}
			for _, m := range o.Matters {
				all = append(all, m)
			}
			return slices.Values(all)
		},
	})
}

func TestStanding(t *testing.T) {
	t.Parallel()
	o := firm.Parse(t, `
		firm
		user ann role=FirmAdministrator; user bob; user cid deactivated; user dan
		link ann->bob
		matter m1; matter m2 closed; case c
	`)
	o.Users[3].Annotations = map[string]string{v1alpha1.FirstUserAnnotation: "true"}
	m := o.Matters[0]
	m.Status.Summary = &v1alpha1.MatterSummary{Members: 3, Excluded: 2}
	m.Status.Conditions = []metav1.Condition{
		{Type: v1alpha1.ConditionReady, Status: metav1.ConditionFalse, Reason: "NotFound"},
		{Type: v1alpha1.ConditionReferencesResolved, Status: metav1.ConditionFalse, Reason: "NotFound"},
		{Type: v1alpha1.ConditionMembersCleared, Status: metav1.ConditionTrue, Reason: "Cleared"},
		{Type: v1alpha1.ConditionIncludedSystemsIgnored, Status: metav1.ConditionFalse, Reason: "None"},
	}
	o.Firm.Status.Conditions = []metav1.Condition{
		{Type: v1alpha1.ConditionReady, Status: metav1.ConditionTrue},
		{Type: v1alpha1.ConditionStalled, Status: metav1.ConditionTrue, Reason: "Cycle"},
		{Type: v1alpha1.ConditionAdministratorsAssigned, Status: metav1.ConditionFalse, Reason: "LeadMissing"},
	}
	o.Firm.Generation, o.Firm.Status.ObservedGeneration = 7, 7
	m.Generation, m.Status.ObservedGeneration = 7, 6

	const want = `
# HELP matterplane_conditions Conditions that say that something is wrong or unwise, by what and why.
# TYPE matterplane_conditions gauge
matterplane_conditions{condition="AdministratorsAssigned",kind="Firm",reason="LeadMissing"} 1
matterplane_conditions{condition="ReferencesResolved",kind="Matter",reason="NotFound"} 1
matterplane_conditions{condition="Stalled",kind="Firm",reason="Cycle"} 1
# HELP matterplane_matters Matters, cases and collections, by type and state.
# TYPE matterplane_matters gauge
matterplane_matters{state="Closed",type="Matter"} 1
matterplane_matters{state="Open",type="Case"} 1
matterplane_matters{state="Open",type="Matter"} 1
# HELP matterplane_members_excluded Members of matters whom a wall keeps out (C-7), over all matters.
# TYPE matterplane_members_excluded gauge
matterplane_members_excluded 2
# HELP matterplane_objects Objects, by whether everything that they declare took effect.
# TYPE matterplane_objects gauge
matterplane_objects{kind="AssistantLink",ready="Unknown"} 1
matterplane_objects{kind="Firm",ready="True"} 1
matterplane_objects{kind="FirmUser",ready="Unknown"} 4
matterplane_objects{kind="Matter",ready="False"} 1
matterplane_objects{kind="Matter",ready="Unknown"} 2
# HELP matterplane_objects_behind Objects whose status does not tell of their latest spec yet.
# TYPE matterplane_objects_behind gauge
matterplane_objects_behind{kind="AssistantLink"} 1
matterplane_objects_behind{kind="Firm"} 0
matterplane_objects_behind{kind="FirmUser"} 4
matterplane_objects_behind{kind="Matter"} 3
# HELP matterplane_unresolved_references Objects that name something that is not there or is of another type (W-3).
# TYPE matterplane_unresolved_references gauge
matterplane_unresolved_references{kind="Matter"} 1
# HELP matterplane_users Users, by what they are.
# TYPE matterplane_users gauge
matterplane_users{account="active",system_role="FirmAdministrator"} 2
matterplane_users{account="active",system_role="FirmUser"} 1
matterplane_users{account="deactivated",system_role="FirmUser"} 1
`
	if err := testutil.CollectAndCompare(standingOf(o), strings.NewReader(want)); err != nil {
		t.Error(err)
	}
}

func TestRefusalsAreCountedByRule(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status metav1.Status
		rules  map[string]float64
	}{
		"each cause": {
			metav1.Status{Details: &metav1.StatusDetails{Causes: []metav1.StatusCause{
				{Message: "Forbidden: R-4: only a Firm Administrator can; R-7: no"},
				{Message: "Forbidden: R-4: the same"},
				{Message: `Invalid value: "X-1: \"Y-2: ": U-4: what was written does not count`},
			}}},
			map[string]float64{"R-4": 2, "U-4": 1},
		},
		"no cause":         {metav1.Status{Message: "A-2: no", Code: http.StatusConflict}, map[string]float64{"A-2": 1}},
		"no rule":          {metav1.Status{Message: "could not read the Firm, try again", Details: &metav1.StatusDetails{}}, map[string]float64{"none": 1}},
		"a look-alike":     {metav1.Status{Message: "AR-4: x, R-444: y"}, map[string]float64{"none": 1}},
		"nothing said yet": {metav1.Status{}, map[string]float64{"none": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			Refused(name, &c.status) // the name stands for a kind, so that cases do not meet
			for rule, want := range c.rules {
				if got := testutil.ToFloat64(refused.WithLabelValues(name, rule)); got != want {
					t.Errorf("%s counts %v, want %v", rule, got, want)
				}
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for code, want := range map[int32]string{
		http.StatusForbidden: "refused", http.StatusBadRequest: "refused",
		http.StatusInternalServerError: "failed", http.StatusServiceUnavailable: "failed",
	} {
		if got := Answer(false, code); got != want {
			t.Errorf("%d is %q, want %q", code, got, want)
		}
	}
	if got := Answer(true, 0); got != "allowed" {
		t.Errorf("a write that may be is %q", got)
	}
}

// When the certificate ends is told of what is served now, and not at all without one.
func TestTheCertificatesEndIsTold(t *testing.T) {
	t.Parallel()
	e := &expiry{}
	serve := func(c *x509.Certificate, err error) {
		e.of.Store(new(func() (*x509.Certificate, error) { return c, err }))
	}
	if got := testutil.CollectAndCount(e); got != 0 {
		t.Errorf("%d are told of before anything is served", got)
	}
	serve(nil, errors.New("none"))
	if got := testutil.CollectAndCount(e); got != 0 {
		t.Errorf("%d are told of without a certificate", got)
	}
	serve(&x509.Certificate{NotAfter: time.Unix(1234, 0)}, nil)
	if got := testutil.ToFloat64(e); got != 1234 {
		t.Errorf("it ends at %v", got)
	}
}

// What is promised of the metrics is what Prometheus gets, by its conventions.
func TestMetricsAreAsDescribed(t *testing.T) {
	t.Parallel()
	Refused("Matter", &metav1.Status{})
	Admitted("mutate", "Matter", time.Millisecond)
	Answered("mutate", "Matter", Answer(true, http.StatusOK))
	Derived("Matter", time.Microsecond)
	o := firm.Parse(t, "firm; user ann; matter m staff=bob")
	o.Matters[0].Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionReferencesResolved, Status: metav1.ConditionFalse, Reason: "NotFound"}}
	served := &expiry{}
	served.of.Store(new(func() (*x509.Certificate, error) { return &x509.Certificate{}, nil }))
	late := &Overdue{}
	late.Tried("Matter", types.NamespacedName{}, false)
	all := prometheus.NewRegistry()
	all.MustRegister(refused, answered, admission, derivation, served, late, standingOf(o))
	problems, err := testutil.GatherAndLint(all)
	if err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
	families, err := all.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, family := range families {
		var labels []string
		for _, label := range family.GetMetric()[0].GetLabel() {
			labels = append(labels, label.GetName())
		}
		got[family.GetName()] = strings.ToLower(family.GetType().String()) + " " + strings.Join(labels, ",") + " " + family.GetHelp()
	}
	for _, d := range All() {
		labels := d.labels()
		slices.Sort(labels)
		want := d.Type + " " + strings.Join(labels, ",") + " " + d.Help
		if got[d.Name] != want {
			t.Errorf("%s is %q, want %q", d.Name, got[d.Name], want)
		}
		delete(got, d.Name)
	}
	if len(got) > 0 {
		t.Errorf("not described: %v", got)
	}
}
