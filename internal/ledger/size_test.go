package ledger_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// maxAnnotations is what the API server lets the annotations of an object take:
// keys and values together, in bytes.
const maxAnnotations = 256 << 10

// TestTheLargestLedgerFits fills all bounds of L-10 at once with what packs worst.
func TestTheLargestLedgerFits(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	missing := name(dice)
	for _, c := range []struct {
		behaviour string
		cases     func() string
		applied   bool
	}{
		{"everyone awaits the same case, beside what kubectl notes", func() string { return missing }, true},
		{"each awaits a case of its own, the ledger alone", func() string { return name(dice) }, false},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			m, l := largest(t, dice, c.cases)
			annotations := map[string]string{v1alpha1.LedgerAnnotation: l.Encode(), v1alpha1.SinceAnnotation: firm.At(0).String()}
			if c.applied {
				annotations["kubectl.kubernetes.io/last-applied-configuration"] = lastApplied(t, m)
			}
			total := 0
			for key, value := range annotations {
				t.Logf("%s takes %d bytes", key, len(key)+len(value))
				total += len(key) + len(value)
			}
			if total > maxAnnotations {
				t.Errorf("L-10: annotations take %d bytes, %d too many", total, total-maxAnnotations)
			}
			read, err := ledger.DecodeMatter(l.Encode())
			if diff := cmp.Diff(l, read); diff != "" || err != nil {
				t.Errorf("L-8: it reads with error %v (-want +got)\n%s", err, diff)
			}
		})
	}
}

// largest returns a matter with two full lists of random names, and its ledger:
// everyone on them awaits the Firm and a case, and as many have left as L-10
// keeps, each at a moment of its own.
func largest(t *testing.T, dice *rand.Rand, cases func() string) (*v1alpha1.Matter, ledger.Matter) {
	t.Helper()
	const full = 500
	m := firm.MakeMatter(name(dice))
	m.Kind, m.APIVersion, m.Namespace = "Matter", v1alpha1.GroupVersion.String(), name(dice)
	now, nobody, l := firm.At(0), firm.View(t, ``), ledger.Matter{}
	write := func(m *v1alpha1.Matter) {
		now = ledger.At(now.Add(time.Duration(dice.Int64N(int64(24 * time.Hour)))))
		l = l.Advance(&m.Spec, nobody, now)
	}
	for i := range full + 2 {
		if i < full {
			write(m.Case(cases()).Staff(name(dice)).Obj())
			write(m.Case(cases()).Conflicted(name(dice)).Obj())
		}
		passing := firm.MatterWrapper{Matter: *m.DeepCopy()}
		write(passing.Staff(name(dice)).Conflicted(name(dice)).Obj())
	}
	write(m.Obj())
	for _, list := range ledger.ListNames {
		if joined, left := len(l.Of(list).Joined), len(l.Of(list).Left); joined != full || left != ledger.MaxLeft+1 {
			t.Fatalf("%d joined %s and %d left: it is not full", joined, list, left)
		}
		for user, joined := range l.Of(list).Joined {
			if joined.Awaits == nil || !joined.Awaits.Firm || len(joined.Awaits.Case) != 63 {
				t.Fatalf("%s awaits %+v on %s", user, joined.Awaits, list)
			}
		}
	}
	return m.Obj(), l
}

// name returns a random name of the greatest length.
func name(dice *rand.Rand) string {
	const ends, within = "abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijklmnopqrstuvwxyz0123456789-."
	text := make([]byte, 63)
	for i := range text {
		text[i] = within[dice.IntN(len(within))]
	}
	text[0], text[62] = ends[dice.IntN(len(ends))], ends[dice.IntN(len(ends))]
	return string(text)
}

// lastApplied returns what kubectl notes when it applies an object.
func lastApplied(t *testing.T, m *v1alpha1.Matter) string {
	t.Helper()
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}
