package admission_test

import (
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Whatever is stored and whatever a request carries: the mutating webhook has an
// answer, asked again it has the same one, and the validating webhook accepts it.
func FuzzKeptAnnotations(f *testing.F) {
	const ledger = `{"first":{"conflictedUsers":"Disabled","staffing":"Unknown"},"staffing":{"clock":2,"joined":{"ann":{"at":1,"awaits":{"firm":true}}},"left":{"bob":{"at":2,"time":"2026-11-21T09:00:00.000000Z"}}},"v":1}`
	f.Add("", "", "", "", byte(0))
	f.Add(ledger, ledger, "2026-11-21T09:00:00.000000Z", "2026-11-21T09:00:00.000000Z", byte(1))
	f.Add(ledger, `{"v":2}`, "now", "2026-11-21T09:00:00.000000Z", byte(2))
	f.Add(`{"v":1,"packed":"H4sI"}`, "{", "9999-12-31T23:59:59.999999Z", "", byte(5))
	f.Fuzz(func(t *testing.T, storedLedger, ledger, storedSince, since string, how byte) {
		h := newHouse(t, firm(time.Hour))
		user := []string{"ann", "restorer", "operator"}[how%3]
		text := func(o *v1alpha1.Matter, ledger, since string) *v1alpha1.Matter {
			o.CreationTimestamp = metav1.NewTime(nine.Add(-time.Hour))
			return annotated(annotated(o, v1alpha1.LedgerAnnotation, ledger), v1alpha1.SinceAnnotation, since)
		}
		old := text(matter("m", "ann", "bob"), storedLedger, storedSince)
		if how&0x80 != 0 {
			old = none
		}
		sent := text(matter("m", "ann", "cid"), ledger, since)
		if user == "operator" { // writes annotations only (P-2)
			old = text(matter("m", "ann", "cid"), storedLedger, storedSince)
		}

		first, _ := write(t, h, user, old, sent)
		h.now = h.now.Add(time.Second)
		second, warnings := write(t, h, user, old, first)
		if len(warnings) > 0 {
			t.Fatalf("warned of its own work %v: %q", first.Annotations, warnings)
		}
		for _, m := range []*v1alpha1.Matter{first, second} {
			if resp := h.validating.Handle(t.Context(), asks(t, user, nilOr(old), m)); !resp.Allowed {
				t.Fatalf("refused what the mutating webhook left, %v: %+v", m.Annotations, resp.Result)
			}
		}
	})
}
