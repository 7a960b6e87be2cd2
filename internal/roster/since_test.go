package roster_test

import (
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

func TestSince(t *testing.T) {
	created := metav1.NewTime(time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC))
	for _, c := range []struct {
		behaviour, stamp string
		created          metav1.Time
		want             ledger.Time
	}{
		{"L-9 by the stamp", "2026-02-01T12:00:00.000001Z", created, ledger.At(time.Date(2026, time.February, 1, 12, 0, 0, 1000, time.UTC))},
		{"L-9 a later stamp counts too", "2026-04-01T12:00:00.000000Z", created, ledger.At(time.Date(2026, time.April, 1, 12, 0, 0, 0, time.UTC))},
		{"L-9 without a stamp by the creationTimestamp", "", created, ledger.At(created.Time)},
		{"L-9 a stamp that cannot be read is none", "yesterday", created, ledger.At(created.Time)},
		{"L-9 a stamp to the second is none", "2026-02-01T12:00:00Z", created, ledger.At(created.Time)},
		{"L-9 in files without either before everything", "", metav1.Time{}, ledger.Time{}},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			o := &v1alpha1.AssistantLink{ObjectMeta: metav1.ObjectMeta{CreationTimestamp: c.created}}
			if c.stamp != "" {
				o.Annotations = map[string]string{v1alpha1.SinceAnnotation: c.stamp}
			}
			if got := roster.Since(o); !got.Equal(c.want.Time) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
