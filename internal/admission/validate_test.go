package admission_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

func TestWhatIsNotAdvanceIsRefused(t *testing.T) {
	t.Parallel()
	stored, _ := write(t, newHouse(t, firm(time.Hour)), "ann", none, matter("m", "ann"))
	const since, ledger = "metadata.annotations[matterplane.dev/since]", "metadata.annotations[matterplane.dev/ledger]"
	edit := func(key, from, to string) func(*v1alpha1.Matter) {
		return func(m *v1alpha1.Matter) {
			if !strings.Contains(m.Annotations[key], from) {
				t.Errorf("no %s in %s", from, m.Annotations[key])
			}
			m.Annotations[key] = strings.Replace(m.Annotations[key], from, to, 1)
		}
	}
	drop := func(key string) func(*v1alpha1.Matter) {
		return func(m *v1alpha1.Matter) { delete(m.Annotations, key) }
	}
	for name, c := range map[string]struct {
		old    *v1alpha1.Matter
		tamper func(*v1alpha1.Matter)
		want   string // the field; empty: allowed
	}{
		"a new object":                   {none, func(*v1alpha1.Matter) {}, ""},
		"a new object a moment earlier":  {none, edit(v1alpha1.SinceAnnotation, "09:00:00", "08:59:50"), ""},
		"a new object an hour earlier":   {none, edit(v1alpha1.SinceAnnotation, "09:00:00", "08:00:00"), since},
		"a new object with no time":      {none, drop(v1alpha1.SinceAnnotation), since},
		"a new object with no ledger":    {none, drop(v1alpha1.LedgerAnnotation), ledger},
		"a new object as first user":     {none, func(m *v1alpha1.Matter) { m.Annotations[v1alpha1.FirstUserAnnotation] = "true" }, "metadata.annotations[matterplane.dev/first-user]"},
		"a change":                       {stored, func(*v1alpha1.Matter) {}, ""},
		"a change a moment earlier":      {stored, edit(v1alpha1.SinceAnnotation, "09:00:00", "08:59:50"), since},
		"a change that nobody joined by": {stored, edit(v1alpha1.LedgerAnnotation, `"bob":{"at":2`, `"cid":{"at":2`), ledger},
		"a change with another clock":    {stored, edit(v1alpha1.LedgerAnnotation, `"clock":2`, `"clock":3`), ledger},
		"a change by who never followed": {stored, edit(v1alpha1.LedgerAnnotation, `"ann":{"at":1,"follow":true}`, `"ann":{"at":1}`), ledger},
		"a change with nonsense":         {stored, edit(v1alpha1.LedgerAnnotation, `{`, `[`), ledger},
	} {
		h := newHouse(t, firm(time.Hour))
		m, _ := write(t, h, "ann", c.old, with(matter("m", "ann", "bob"), func(m *v1alpha1.Matter) { m.Annotations = nil }))
		c.tamper(m)
		h.now = h.now.Add(time.Second)
		resp := h.validating.Handle(t.Context(), asks(t, "ann", nilOr(c.old), m))
		if resp.Allowed != (c.want == "") {
			t.Errorf("%s: %+v", name, resp.Result)
		}
		if c.want != "" && (resp.Result.Code != http.StatusUnprocessableEntity || !strings.Contains(resp.Result.Message, c.want) || resp.Result.Details.Causes[0].Field != c.want) {
			t.Errorf("%s: %+v, want 422 at %s", name, resp.Result, c.want)
		}
	}
}

// The mutating webhook looks first. What it did not find yet may be there when the
// validating one looks (W-3), but what has changed since is a conflict.
func TestTheCaptureMayBeAMomentOld(t *testing.T) {
	t.Parallel()
	inCase := with(matter("m", "ann"), func(m *v1alpha1.Matter) { m.Spec.Case = "the-case" })
	theCase := func(ago time.Duration) *v1alpha1.Matter {
		c := matter("the-case")
		c.Spec.Type = v1alpha1.TypeCase
		c.CreationTimestamp = metav1.NewTime(nine.Add(-ago))
		return c
	}
	changed := func(f *v1alpha1.Firm) { f.Spec.AssistantsFollow.Staffing = v1alpha1.FollowDisabled }
	for name, c := range map[string]struct {
		before, after *house
		want          int32 // 0: allowed
	}{
		"nothing comes":                    {newHouse(t), newHouse(t), 0},
		"a Firm comes":                     {newHouse(t), newHouse(t, firm(0)), 0},
		"a case comes":                     {newHouse(t, firm(time.Hour)), newHouse(t, firm(time.Hour), theCase(0)), 0},
		"a Firm comes before its case":     {newHouse(t, firm(time.Second)), newHouse(t, firm(time.Second), theCase(0)), 0},
		"a case comes before its Firm":     {newHouse(t, theCase(time.Second)), newHouse(t, firm(0), theCase(time.Second)), 0},
		"both come":                        {newHouse(t), newHouse(t, firm(0), theCase(0)), 0},
		"a Firm was there that was unread": {newHouse(t), newHouse(t, firm(time.Hour)), http.StatusConflict},
		"a Firm goes":                      {newHouse(t, firm(time.Hour)), newHouse(t), http.StatusConflict},
		"a Firm changes its mind":          {newHouse(t, firm(time.Hour)), newHouse(t, with(firm(time.Hour), changed)), http.StatusConflict},
	} {
		m, _ := write(t, c.before, "ann", none, inCase)
		resp := c.after.validating.Handle(t.Context(), asks(t, "ann", nil, m))
		if c.want == 0 && !resp.Allowed || c.want != 0 && (resp.Allowed || resp.Result.Code != c.want) {
			t.Errorf("%s: %v %+v", name, resp.Allowed, resp.Result)
		}
	}
}
