package firm

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// At returns the nth minute of a firm's life: its nth statement is written then.
func At(n int) ledger.Time {
	return ledger.At(time.Date(2026, time.January, 5, 9, n, 0, 0, time.UTC))
}

// Stamp stamps an object with the nth minute as the time of its creation (L-9),
// and returns it.
func Stamp[O metav1.Object](o O, n int) O {
	annotate(o, v1alpha1.SinceAnnotation, At(n).String())
	return o
}

func annotate(o metav1.Object, key, value string) {
	annotations := o.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
		o.SetAnnotations(annotations)
	}
	annotations[key] = value
}
