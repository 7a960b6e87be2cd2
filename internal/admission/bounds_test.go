package admission_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	webhook "sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/admission"
)

// stingy authorizes nobody for anything.
type stingy struct{}

// Create implements admission.Reviewer.
func (stingy) Create(_ context.Context, review *authorizationv1.SubjectAccessReview, _ metav1.CreateOptions) (*authorizationv1.SubjectAccessReview, error) {
	return review, nil
}

// strictly makes a house where nobody is authorized for anything: the rules of the
// firm are all there is.
func strictly(t testing.TB, objects ...client.Object) *house {
	t.Helper()
	h := newHouse(t, objects...)
	where := h.live.cluster()
	where.Reviews = stingy{}
	var err error
	h.mutating, h.validating, err = admission.Handlers(where, admission.Options{
		Restorers: []string{"restorer"}, Operator: "operator", Clock: func() time.Time { return h.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// maxAnswer is more than any refusal needs, and less than anybody has to fear.
const maxAnswer = 64 << 10

// However much is wrong, and whoever asks, a refusal is short: it goes into logs,
// events and terminals.
func TestARefusalIsBounded(t *testing.T) {
	t.Parallel()
	crowd := func(prefix string) *v1alpha1.Matter {
		m := matter("m")
		for i := range 500 {
			user := fmt.Sprintf("%s-%s-%d", prefix, strings.Repeat("x", 50), i)
			reason := strings.Repeat("é", 256)
			m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: user, IncludedSystems: []string{user}})
			m.Spec.ConflictedUsers = append(m.Spec.ConflictedUsers, v1alpha1.ConflictedEntry{User: user, Reason: reason})
			m.Spec.ExcludedUsers = append(m.Spec.ExcludedUsers, v1alpha1.ExcludedEntry{User: user, Reason: reason})
			m.Spec.OpposingTeamSets = append(m.Spec.OpposingTeamSets, v1alpha1.OpposingTeamSide{Set: user, Side: "a"})
			m.Spec.Collections = append(m.Spec.Collections, user)
		}
		m.Spec.Lead, m.Spec.Case, m.Spec.Client, m.Spec.DisplayName = prefix, prefix, prefix, strings.Repeat("é", 256)
		return m
	}
	manyClients := func(prefix string) *v1alpha1.Firm {
		f := firm(time.Hour)
		for i := range 500 {
			name := fmt.Sprintf("%s-%s-%d", prefix, strings.Repeat("y", 50), i)
			f.Spec.Clients = append(f.Spec.Clients, v1alpha1.Client{Name: name, DisplayName: name, Manager: name})
			f.Spec.BusinessUnits = append(f.Spec.BusinessUnits, v1alpha1.BusinessUnit{Name: name, DisplayName: name, Parent: name})
			f.Spec.Systems = append(f.Spec.Systems, name)
		}
		f.Spec.Administrators = v1alpha1.FirmAdministrators{Lead: prefix, Backup: prefix, Recovery: &v1alpha1.Recovery{RequestedBy: prefix, Authorization: strings.Repeat("é", 4096)}}
		return f
	}
	somebody := with(&v1alpha1.FirmUser{}, func(u *v1alpha1.FirmUser) { u.Name, u.Namespace = "new", "acme" })
	known := with(somebody, func(u *v1alpha1.FirmUser) {
		u.Name = "known"
		for i := range 16 {
			u.Spec.Identities = append(u.Spec.Identities, fmt.Sprint(strings.Repeat("i", 250), i))
		}
	})
	same := with(known, func(u *v1alpha1.FirmUser) { u.Name = "new" })
	for name, c := range map[string]struct {
		h   *house
		req webhook.Request
	}{
		"a matter of thousands of changes": {strictly(t, firm(time.Hour)), asks(t, "ann", crowd("old"), crowd("new"))},
		"a matter from nothing":            {strictly(t, firm(time.Hour)), asks(t, "ann", nil, crowd("new"))},
		"a Firm of thousands of changes":   {strictly(t, firm(time.Hour)), asks(t, "ann", manyClients("old"), manyClients("new"))},
		"every identity another's":         {newHouse(t, known), asks(t, "ann", somebody, same)},
		"a user of everything": {strictly(t, firm(time.Hour)), asks(t, "ann", somebody, with(same, func(u *v1alpha1.FirmUser) {
			u.Spec.Rights = []v1alpha1.UserRight{v1alpha1.RightAdministrator}
			for i := range 500 {
				u.Spec.BusinessUnits = append(u.Spec.BusinessUnits, fmt.Sprint(strings.Repeat("u", 50), i))
				u.Spec.Delegates = append(u.Spec.Delegates, fmt.Sprint(strings.Repeat("d", 50), i))
			}
		}))},
	} {
		for who, info := range map[string]authenticationv1.UserInfo{
			"ann": {Username: "ann"},
			"somebody with a long name": {
				Username: strings.Repeat("n", 1<<20), UID: strings.Repeat("u", 1<<16), Groups: manyGroups(10_000),
				Extra: map[string]authenticationv1.ExtraValue{"x": manyGroups(10_000)},
			},
		} {
			req := c.req
			req.UserInfo = info
			resp := c.h.validating.Handle(t.Context(), req)
			if resp.Allowed || resp.Result.Code != http.StatusForbidden && resp.Result.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s by %s: %v %d", name, who, resp.Allowed, resp.Result.Code)
			}
			text, err := json.Marshal(resp)
			if err != nil || len(text) > maxAnswer {
				t.Errorf("%s by %s: an answer of %d bytes, %v: %.200s", name, who, len(text), err, text)
			}
		}
	}
}

func manyGroups(n int) []string {
	groups := make([]string, n)
	for i := range groups {
		groups[i] = fmt.Sprintf("group-%d", i)
	}
	return groups
}

// An object is a few megabytes at most. Judging it allocates no more than so many
// times that, however it is made, and takes far less than this: no depth and no
// repetition costs its square.
func TestWhatAnObjectCostsIsBounded(t *testing.T) { //nolint:paralleltest // it counts what the process allocates
	const mega, times, late = 1 << 20, 200, 30 * time.Second
	around := func(metadata, spec string) []byte {
		return []byte(`{"apiVersion":"matterplane.dev/v1alpha1","kind":"Matter","metadata":{"name":"m","namespace":"acme"` + metadata + `},"spec":{"type":"Matter"` + spec + `}}`)
	}
	deep := func(n int) string { return strings.Repeat(`[`, n) + strings.Repeat(`]`, n) }
	var entries strings.Builder
	for i := range 80_000 {
		fmt.Fprintf(&entries, `,{"user":"user-%d","includedSystems":["x"]}`, i)
	}
	for name, body := range map[string][]byte{
		"a long value":           around(`,"annotations":{"a":"`+strings.Repeat("x", 3*mega)+`"}`, ""),
		"unknown fields":         around("", `,"x":"`+strings.Repeat("x", 3*mega)+`"`),
		"a crowd":                around("", `,"staffing":[`+entries.String()[1:]+`]`),
		"one user over and over": around("", `,"staffing":[{"user":"ann"}`+strings.Repeat(`,{"user":"ann"}`, 200_000)+`]`),
		"one key over and over":  around("", strings.Repeat(`,"lead":"ann"`, 200_000)),
		"escapes":                around(`,"annotations":{"a":"`+strings.Repeat(`\u0000`, mega/2)+`"}`, ""),
		"depth where unread":     around(`,"managedFields":`+deep(9_000), ""),
		"depth beyond reading":   around(`,"managedFields":`+deep(100_000), ""),
		"depth in a field":       around("", `,"staffing":`+deep(9_000)),
		"depth in no field":      around("", `,"x":`+deep(10_000)),
	} {
		h := newHouse(t, firm(time.Hour))
		req := asks(t, "ann", nil, matter("m"))
		req.Object = runtime.RawExtension{Raw: body}
		for hook, handler := range h.hooks() {
			var before, after goruntime.MemStats
			goruntime.ReadMemStats(&before)
			start := time.Now()
			handler.Handle(t.Context(), req)
			took := time.Since(start)
			goruntime.ReadMemStats(&after)
			if cost := int(after.TotalAlloc - before.TotalAlloc); cost > times*len(body)+mega || took > late {
				t.Errorf("%s, %s: %d bytes of object cost %d bytes and %s", name, hook, len(body), cost, took)
			}
		}
	}
}
