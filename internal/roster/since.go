package roster

import (
	"cmp"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// Since returns since when an object counts (L-9): by its stamp, else by its
// creationTimestamp, else, in files, from before everything.
func Since(o metav1.Object) ledger.Time {
	if written := o.GetAnnotations()[v1alpha1.SinceAnnotation]; written != "" { // in files it is not there
		if stamp, err := ledger.ParseTime(written); err == nil {
			return stamp
		}
	}
	return ledger.At(o.GetCreationTimestamp().Time)
}

// BySince orders objects by since, then name.
func BySince(a, b metav1.Object) int {
	x, y := Since(a), Since(b)
	return cmp.Or(x.Compare(y.Time), cmp.Compare(a.GetName(), b.GetName()))
}
