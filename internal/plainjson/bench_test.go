package plainjson_test

import (
	stdjson "encoding/json"
	"fmt"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/json"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/plainjson"
)

// BenchmarkMatter reads a matter of 200 members, here and by the reader of all JSON.
func BenchmarkMatter(b *testing.B) {
	m := v1alpha1.Matter{ObjectMeta: metav1.ObjectMeta{Name: "m", Namespace: "firm"}}
	for i := range 200 {
		m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: fmt.Sprintf("user-%d", i), MatterRole: v1alpha1.MatterRoleEditor})
	}
	text, err := stdjson.Marshal(m.Spec)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			var spec v1alpha1.MatterSpec
			if !plainjson.Unmarshal(string(text), &spec) {
				b.Fatal("it is not plain")
			}
		}
	})
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			var spec v1alpha1.MatterSpec
			if err := json.UnmarshalCaseSensitivePreserveInts(text, &spec); err != nil {
				b.Fatal(err)
			}
		}
	})
}
