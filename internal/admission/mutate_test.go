package admission_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// none is no matter.
var none *v1alpha1.Matter

func TestWhatIsAroundIsReadOnlyWhereNeeded(t *testing.T) {
	t.Parallel()
	theCase := matter("the-case")
	theCase.Spec.Type = v1alpha1.TypeCase
	silent := firm(time.Hour)
	silent.Spec.AssistantsFollow = v1alpha1.AssistantsFollow{}
	theCase, _ = write(t, newHouse(t, silent), "ann", none, theCase)
	h := newHouse(t, silent, theCase)
	reads := func(name string, want []string, old, changed *v1alpha1.Matter) *v1alpha1.Matter {
		h.live.asked = nil
		stored, _ := write(t, h, "ann", old, changed)
		if !slices.Equal(h.live.asked, want) {
			t.Errorf("%s reads %q, want %q", name, h.live.asked, want)
		}
		return stored
	}
	in := func(name string, team ...string) *v1alpha1.Matter {
		return with(matter("m", team...), func(m *v1alpha1.Matter) { m.Spec.Case = name })
	}

	m := reads("a new matter", []string{"firm", "the-case"}, none, in("the-case", "ann", "bob"))
	m = reads("a write by which somebody leaves", nil, m, in("the-case", "ann"))
	m = reads("one that touches the details", nil, m, with(m, func(m *v1alpha1.Matter) { m.Spec.Client = "acme" }))
	m = reads("one by which somebody joins", []string{"the-case"}, m, in("the-case", "ann", "cid"))
	m = reads("one by which somebody joins an unknown case", []string{"not-yet"}, m, in("not-yet", "ann", "cid", "dot"))
	m = reads("any while somebody awaits it", []string{"not-yet"}, m, in("the-case", "ann", "cid", "dot"))

	m = reads("one that changes nothing, even so,", nil, m, m)

	h.live.broken = true
	resp := h.mutating.Handle(t.Context(), asks(t, "ann", m, with(m, func(m *v1alpha1.Matter) { m.Spec.Client = "globex" })))
	if resp.Allowed || len(resp.Patch) > 0 || resp.Result.Code != http.StatusServiceUnavailable ||
		!strings.Contains(resp.Result.Message, "could not read matter not-yet, try again") {
		t.Errorf("without a line: %+v", resp)
	}
}

func TestALedgerKeepsItsBytesUnlessItChanges(t *testing.T) {
	t.Parallel()
	h := newHouse(t, firm(time.Hour))
	m, _ := write(t, h, "ann", none, matter("m", "ann"))

	spaced := annotated(m, v1alpha1.LedgerAnnotation, " "+m.Annotations[v1alpha1.LedgerAnnotation])
	newer := annotated(m, v1alpha1.LedgerAnnotation, `{"v":2,"of":"later"}`)
	for name, stored := range map[string]*v1alpha1.Matter{"written otherwise": spaced, "of a newer version": newer} {
		edits := map[string]*v1alpha1.Matter{
			"as it was": stored,
			"dropped":   annotated(stored, v1alpha1.LedgerAnnotation, ""),
			"edited":    annotated(stored, v1alpha1.LedgerAnnotation, m.Annotations[v1alpha1.LedgerAnnotation]),
		}
		for edit, sent := range edits {
			got, _ := write(t, h, "ann", stored, sent)
			if diff := cmp.Diff(stored.Annotations, got.Annotations); diff != "" {
				t.Errorf("a ledger %s, sent %s (-stored +got):\n%s", name, edit, diff)
			}
		}
	}

	got, _ := write(t, h, "ann", annotated(m, v1alpha1.LedgerAnnotation, "{"), m)
	if kept, err := ledger.DecodeMatter(got.Annotations[v1alpha1.LedgerAnnotation]); err != nil || !kept.Unreadable {
		t.Errorf("after one that was unreadable: %+v, %v", kept, err)
	}
}

// Another webhook may change the object after ours, and ours is asked again.
func TestAskedTwiceItSaysTheSame(t *testing.T) {
	t.Parallel()
	h := newHouse(t, firm(time.Hour))
	again := func(name, user string, old, first *v1alpha1.Matter) {
		h.now = h.now.Add(2 * time.Second)
		second, warnings := write(t, h, user, old, first)
		if len(warnings) > 0 {
			t.Errorf("%s: asked again it warns of what it wrote itself: %q", name, warnings)
		}
		third, _ := write(t, h, user, old, first)
		if diff := cmp.Diff(third, second); diff != "" {
			t.Errorf("%s (-third +second):\n%s", name, diff)
		}
	}
	for _, user := range []string{"ann", "restorer"} {
		m, _ := write(t, h, user, none, matter("m", "ann", "bob"))
		again("a new matter of "+user, user, none, m)
		left, _ := write(t, h, user, m, with(m, func(m *v1alpha1.Matter) { m.Spec.Staffing = nil }))
		again("a change by "+user, user, m, left)
	}
}

func TestWhatARequestCarriesHasNoEffect(t *testing.T) {
	t.Parallel()
	h := newHouse(t, firm(time.Hour))
	m, _ := write(t, h, "ann", none, matter("m", "ann"))
	if want := "2026-11-21T09:00:00.000000Z"; m.Annotations[v1alpha1.SinceAnnotation] != want {
		t.Errorf("created at %q, want %q", m.Annotations[v1alpha1.SinceAnnotation], want)
	}
	old := "2020-01-01T00:00:00.000000Z"
	bare := with(matter("m"), func(m *v1alpha1.Matter) { m.CreationTimestamp = metav1.NewTime(nine.Add(-time.Hour)) })
	completed := map[string]string{v1alpha1.SinceAnnotation: "2026-11-21T08:00:00.000000Z", v1alpha1.LedgerAnnotation: emptyLedger}
	for name, c := range map[string]struct {
		user      string
		old, sent *v1alpha1.Matter
		want      map[string]string
		warning   string
	}{
		"sent back as read":      {"ann", m, m, m.Annotations, ""},
		"sent without":           {"ann", m, matter("m", "ann"), m.Annotations, ""},
		"with another time":      {"ann", m, annotated(m, v1alpha1.SinceAnnotation, old), m.Annotations, "L-9: undid the change of matterplane.dev/since"},
		"a little later":         {"ann", m, annotated(m, v1alpha1.SinceAnnotation, "2026-11-21T09:00:01.000000Z"), m.Annotations, "L-9: undid the change of matterplane.dev/since"},
		"with another ledger":    {"ann", m, annotated(m, v1alpha1.LedgerAnnotation, `{"v":1}`), m.Annotations, "L-1: undid the change of matterplane.dev/ledger"},
		"as who created it":      {"ann", m, annotated(m, v1alpha1.CreatedByAnnotation, "acme"), m.Annotations, "U-8: undid the change of matterplane.dev/created-by"},
		"by a Restorer":          {"restorer", m, annotated(m, v1alpha1.SinceAnnotation, old), m.Annotations, "L-9: undid the change of matterplane.dev/since"},
		"by the operator":        {"operator", m, annotated(m, v1alpha1.SinceAnnotation, old), m.Annotations, ""},
		"a new one with a past":  {"ann", none, annotated(m, v1alpha1.SinceAnnotation, old), m.Annotations, "L-8: dropped matterplane.dev/since:"},
		"a new one, restored":    {"restorer", none, annotated(m, v1alpha1.SinceAnnotation, old), annotated(m, v1alpha1.SinceAnnotation, old).Annotations, ""},
		"a new one, first user":  {"ann", none, annotated(m, v1alpha1.FirstUserAnnotation, "true"), m.Annotations, "L-8: dropped matterplane.dev/first-user:"},
		"what predates us":       {"ann", bare, annotated(bare, v1alpha1.SinceAnnotation, "2026-11-20T00:00:00.000000Z"), completed, "L-9: undid the change of matterplane.dev/since"},
		"the operator's version": {"operator", bare, annotated(bare, v1alpha1.SinceAnnotation, "2026-11-20T00:00:00.000000Z"), completed, ""},
		"nonsense stored":        {"ann", annotated(bare, v1alpha1.SinceAnnotation, "now"), bare, completed, ""},
	} {
		got, warnings := write(t, h, c.user, c.old, c.sent)
		if diff := cmp.Diff(c.want, got.Annotations); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if text := strings.Join(warnings, "; "); (c.warning == "") != (text == "") || !strings.HasPrefix(text, c.warning) {
			t.Errorf("%s: warns %q, want %q…", name, text, c.warning)
		}
	}
}

// emptyLedger is that of a matter without a team under the Firm of these tests.
const emptyLedger = `{"defaults":{"conflictedUsers":"Disabled","staffing":"Enabled"},"first":{"conflictedUsers":"Disabled","staffing":"Enabled"},"v":1}`

// The operator completes what is missing, and leaves what is awaited to whoever
// writes next (L-4, L-7). Who applies the same again writes nothing, and who
// restores a matter brings it back as it was.
func TestOnlyAChangeRecordsAnAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	m, _ := write(t, h, "ann", none, matter("m", "ann"))
	h.live.objects = append(h.live.objects, firm(time.Hour))

	changed := with(m, func(m *v1alpha1.Matter) { m.Spec.Client = "acme" })
	for name, c := range map[string]struct {
		user      string
		old, sent *v1alpha1.Matter
		want      bool
	}{
		"the operator":                 {"operator", m, changed, false},
		"whoever applies the same":     {"ann", m, m, false},
		"whoever changes a label":      {"ann", m, with(m, func(m *v1alpha1.Matter) { m.Labels = map[string]string{"team": "red"} }), false},
		"whoever changes what it says": {"ann", m, changed, true},
		"a Restorer (L-8)":             {"restorer", none, m, false},
	} {
		got, _ := write(t, h, c.user, c.old, c.sent)
		kept, err := ledger.DecodeMatter(got.Annotations[v1alpha1.LedgerAnnotation])
		if err != nil || (kept.Staffing.Joined["ann"] == ledger.Joined{At: 1, Follow: true}) != c.want {
			t.Errorf("%s: %+v, %v", name, kept, err)
		}
		if unchanged := got.Annotations[v1alpha1.LedgerAnnotation] == m.Annotations[v1alpha1.LedgerAnnotation]; unchanged == c.want {
			t.Errorf("%s: the bytes are unchanged: %t", name, unchanged)
		}
	}
}

func TestAnnotationsOfOthersAreLeftAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bare := matter("m")
	bare.Spec.Type = v1alpha1.TypeCollection
	for _, c := range []*v1alpha1.Matter{bare, annotated(bare, "team", "red"), annotated(annotated(bare, "team", "red"), v1alpha1.FirstUserAnnotation, "x")} {
		got, _ := write(t, h, "ann", none, c)
		if got.Annotations["team"] != c.Annotations["team"] || len(got.Annotations) != min(1, len(c.Annotations))+2 {
			t.Errorf("of %v it makes %v", c.Annotations, got.Annotations)
		}
	}
}
