package controllers

import (
	"reflect"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// TestEveryFieldOfAStatusCounts changes one field of a status after the other, however
// deep it lies: none may be forgotten, or a status that is wrong in it stays so.
func TestEveryFieldOfAStatusCounts(t *testing.T) {
	t.Parallel()
	everyField(t, sameFirm)
	everyField(t, sameOffice)
	everyField(t, sameUser)
	everyField(t, sameLink)
	everyField(t, sameMatter)
}

func everyField[S any](t *testing.T, same func(a, b *S) bool) {
	t.Helper()
	var one, other S
	fill(reflect.ValueOf(&one).Elem())
	fill(reflect.ValueOf(&other).Elem())
	if !same(&one, &other) || !same(new(S), new(S)) {
		t.Fatalf("%T: what is the same differs", one)
	}
	fields := 0
	eachChange(reflect.ValueOf(&other).Elem(), reflect.TypeFor[S]().Name(), func(field string) {
		fields++
		if got, want := same(&one, &other), equality.Semantic.DeepEqual(one, other); got != want || got != same(&other, &one) {
			t.Errorf("%s changed, and it is the same: %t, want %t", field, got, want)
		}
	})
	if fields < 10 {
		t.Errorf("%T: only %d fields were changed", one, fields)
	}
}

// instant is what fill gives to every time.
var instant = metav1.NewTime(time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC))

// fill leaves nothing empty: lists get one entry.
func fill(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[metav1.Time]():
		v.Set(reflect.ValueOf(instant))
	case v.Kind() == reflect.Struct:
		for _, field := range v.Fields() {
			fill(field)
		}
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case v.Kind() == reflect.String:
		v.SetString("one")
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(1)
	default:
		panic("statuses had no " + v.Type().String() + " so far")
	}
}

// eachChange changes a value in every way that there is, one at a time, says which
// one it is, and takes it back.
func eachChange(v reflect.Value, name string, changed func(name string)) {
	was := reflect.ValueOf(v.Interface())
	try := func(value reflect.Value, how string) {
		v.Set(value)
		changed(name + how)
		v.Set(was)
	}
	switch {
	case v.Type() == reflect.TypeFor[metav1.Time]():
		try(reflect.ValueOf(metav1.NewTime(instant.Add(time.Second))), "")
		try(reflect.ValueOf(metav1.NewTime(instant.In(time.FixedZone("elsewhere", 3600)))), " in another zone")
	case v.Kind() == reflect.Struct:
		for field, value := range v.Fields() {
			eachChange(value, name+"."+field.Name, changed)
		}
	case v.Kind() == reflect.Pointer:
		try(reflect.Zero(v.Type()), " taken away")
		eachChange(v.Elem(), name, changed)
	case v.Kind() == reflect.Slice:
		try(reflect.Zero(v.Type()), " taken away")
		try(reflect.MakeSlice(v.Type(), 0, 0), " emptied")
		try(reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, 2), reflect.AppendSlice(was, was)), " doubled")
		eachChange(v.Index(0), name+"[0]", changed)
	case v.Kind() == reflect.String:
		try(reflect.ValueOf("other").Convert(v.Type()), "")
	case v.Kind() == reflect.Bool:
		try(reflect.ValueOf(false).Convert(v.Type()), "")
	default:
		try(reflect.ValueOf(2).Convert(v.Type()), "")
	}
}

// TestAListThatIsEmptyIsOneThatIsAbsent, as it is once the API server has stored it.
func TestAListThatIsEmptyIsOneThatIsAbsent(t *testing.T) {
	t.Parallel()
	absent := v1alpha1.MatterStatus{Staffing: []v1alpha1.Member{{User: "amira"}}}
	empty := v1alpha1.MatterStatus{
		Staffing:        []v1alpha1.Member{{User: "amira", Origins: []v1alpha1.Origin{}, IncludedSystems: []v1alpha1.Label{}}},
		ConflictedUsers: []v1alpha1.ConflictedUser{}, Conditions: []metav1.Condition{},
	}
	if !sameMatter(&absent, &empty) {
		t.Error("an empty list differs from none")
	}
}
