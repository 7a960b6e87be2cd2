package render

import (
	"math/rand/v2"
	"reflect"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// TestEntriesAreWhatTheLibraryPrints draws entries of every type that is printed
// without reflection, with whatever fields it has, and compares them.
func TestEntriesAreWhatTheLibraryPrints(t *testing.T) {
	type entries struct {
		Staffing   []v1alpha1.Member         `json:"staffing,omitempty"`
		Conflicted []v1alpha1.ConflictedUser `json:"conflicted,omitempty"`
		Origins    []v1alpha1.Origin         `json:"origins,omitempty"`
		Clients    []v1alpha1.ClientAccess   `json:"clients,omitempty"`
		Conditions []metav1.Condition        `json:"conditions,omitempty"`
	}
	if got, want := len(typed), reflect.TypeFor[entries]().NumField(); got != want {
		t.Errorf("%d types are printed without reflection, and %d are compared", got, want)
	}
	ours := 0
	for seed := range uint64(3_000) {
		d, all := drawn{rand.New(rand.NewPCG(seed, 1))}, entries{}
		d.fill(reflect.ValueOf(&all).Elem())
		if printsAsTheLibrary(t, struct {
			Status entries `json:"status"`
		}{all}) {
			ours++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if ours < 1_500 {
		t.Errorf("only %d documents were ours", ours)
	}
}

// fill draws everything in a value. Half of it is left empty, and times are.
func (d drawn) fill(v reflect.Value) {
	if d.maybe(2) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[metav1.Time]() && !d.maybe(300) {
			return
		}
		if at, is := reflect.TypeAssert[*metav1.Time](v.Addr()); is {
			*at = metav1.Unix(d.Int64N(1e9), 0)
			return
		}
		for _, field := range v.Fields() {
			d.fill(field)
		}
	case reflect.Slice:
		n := d.IntN(3)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			d.fill(v.Index(i))
		}
	case reflect.String:
		v.SetString(d.text())
	case reflect.Int32, reflect.Int64:
		v.SetInt(d.Int64N(2000) - 1000)
	case reflect.Bool:
		v.SetBool(true)
	default:
		panic("nobody draws a " + v.Type().String())
	}
}
