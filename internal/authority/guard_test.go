package authority

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// A new field of a spec is refused to everybody until it has a guard, and this
// fails first; so it does for a guard of a field that is no more.
func TestEveryFieldHasAGuardAndEveryGuardAField(t *testing.T) {
	t.Parallel()
	guarded(t, "Firm", reflect.TypeFor[v1alpha1.FirmSpec](), firms.guards)
	guarded(t, "Office", reflect.TypeFor[v1alpha1.OfficeSpec](), offices.guards)
	guarded(t, "FirmUser", reflect.TypeFor[v1alpha1.FirmUserSpec](), users.guards)
	guarded(t, "AssistantLink", reflect.TypeFor[v1alpha1.AssistantLinkSpec](), links.guards)
	guarded(t, "Matter", reflect.TypeFor[v1alpha1.MatterSpec](), matters.guards)
	for _, row := range Table() {
		if row.Rules == "" {
			t.Errorf("%s %s has no rules", row.Kind, row.Field)
		}
	}
}

func guarded[W any](t *testing.T, kind string, spec reflect.Type, guards map[string]*guard[W]) {
	t.Helper()
	fields := fieldsOf(spec, "spec")
	slices.Sort(fields)
	if diff := cmp.Diff(fields, slices.Sorted(maps.Keys(guards))); diff != "" {
		t.Errorf("fields of %s (-) and guards (+):\n%s", kind, diff)
	}
	for field, g := range guards {
		if (g.needs == nil) != (g.rules == "P-3") {
			t.Errorf("%s %s: a guard needs nothing if and only if P-3 leaves the field to RBAC; it names %s", kind, field, g.rules)
		}
	}
}

// fieldsOf returns the fields of a type that hold something, by looking again at
// how it is built.
func fieldsOf(t reflect.Type, path string) []string {
	switch {
	case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct:
		return fieldsOf(t.Elem(), path)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return fieldsOf(t.Elem(), path+"[]")
	case t.Kind() != reflect.Struct:
		return []string{path}
	}
	var fields []string
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields = append(fields, fieldsOf(f.Type, path+"."+name)...)
	}
	return fields
}

// Whatever field of a spec is changed, the difference names that field and no other.
func TestEveryFieldShowsInADifference(t *testing.T) {
	t.Parallel()
	shows(t, &firmSpec, func() *v1alpha1.FirmSpec { return &v1alpha1.FirmSpec{} })
	shows(t, &officeSpec, func() *v1alpha1.OfficeSpec { return &v1alpha1.OfficeSpec{} })
	shows(t, &userSpec, func() *v1alpha1.FirmUserSpec { return &v1alpha1.FirmUserSpec{} })
	shows(t, &linkSpec, func() *v1alpha1.AssistantLinkSpec { return &v1alpha1.AssistantLinkSpec{} })
	shows(t, &matterSpec, func() *v1alpha1.MatterSpec { return &v1alpha1.MatterSpec{} })
}

func shows[S any](t *testing.T, n *node, empty func() *S) {
	t.Helper()
	for _, field := range n.leaves() {
		changed := empty()
		fill(reflect.ValueOf(changed).Elem(), strings.Split(strings.TrimPrefix(field, "spec."), "."))
		for _, found := range [][]edit{edits(n, empty(), changed), edits(n, changed, empty()), edits(n, nil, changed)} {
			var names []string
			for _, e := range found {
				names = append(names, e.field)
			}
			if !slices.Equal(names, []string{field}) {
				t.Errorf("a change of %s shows as %v", field, names)
			}
		}
		if found := edits(n, changed, changed); len(found) > 0 {
			t.Errorf("no change of %s shows as %v", field, found)
		}
	}
}

// fill sets the field at a path, and in each list on the way makes an entry.
func fill(v reflect.Value, path []string) {
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		v = v.Index(0)
	}
	if len(path) > 0 {
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if name == strings.TrimSuffix(path[0], "[]") {
				fill(v.Field(i), path[1:])
			}
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32:
		v.SetInt(1)
	default:
		panic("a field of kind " + v.Kind().String())
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	staff := func(entries ...v1alpha1.StaffingEntry) *v1alpha1.MatterSpec {
		return &v1alpha1.MatterSpec{Staffing: entries}
	}
	ben := v1alpha1.StaffingEntry{User: "ben"}
	editor := v1alpha1.StaffingEntry{User: "ben", MatterRole: v1alpha1.MatterRoleEditor}
	carla := v1alpha1.StaffingEntry{User: "carla.ruiz", MatterRole: v1alpha1.MatterRoleReader}
	for name, c := range map[string]struct {
		old, changed *v1alpha1.MatterSpec
		want         string
	}{
		"the same":                           {staff(ben, carla), staff(ben, carla), ""},
		"entries in another order":           {staff(ben, carla), staff(carla, ben), ""},
		"an empty list written down":         {staff(), &v1alpha1.MatterSpec{}, ""},
		"a field of an entry":                {staff(carla, ben), staff(carla, editor), "spec.staffing[ben].matterRole"},
		"one that comes":                     {staff(ben), staff(ben, carla), "spec.staffing[carla.ruiz] spec.staffing[carla.ruiz].matterRole"},
		"one that goes":                      {staff(ben, carla), staff(ben), "spec.staffing[carla.ruiz] spec.staffing[carla.ruiz].matterRole"},
		"one for another":                    {staff(ben), staff(carla), "spec.staffing[carla.ruiz] spec.staffing[carla.ruiz].matterRole spec.staffing[ben]"},
		"a field of the second of two alike": {staff(ben, ben), staff(ben, editor), "spec.staffing[ben].matterRole"},
		"a second that is alike":             {staff(ben), staff(ben, ben), "spec.staffing[ben]"},
		"two alike in another order":         {staff(ben, editor), staff(editor, ben), "spec.staffing[ben].matterRole spec.staffing[ben].matterRole"}, //nolint:dupword // twice, as there are two,
		"words in another order":             {&v1alpha1.MatterSpec{Collections: []string{"a", "b"}}, &v1alpha1.MatterSpec{Collections: []string{"b", "a", "a"}}, ""},
		"another word":                       {&v1alpha1.MatterSpec{Collections: []string{"a", "b"}}, &v1alpha1.MatterSpec{Collections: []string{"a", "c"}}, "spec.collections"},
		"a word less":                        {&v1alpha1.MatterSpec{Collections: []string{"a", "b"}}, &v1alpha1.MatterSpec{Collections: []string{"a"}}, "spec.collections"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var paths []string
			for _, e := range edits(&matterSpec, c.old, c.changed) {
				paths = append(paths, e.path)
			}
			if got := strings.Join(paths, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	firm := &v1alpha1.FirmSpec{Administrators: v1alpha1.FirmAdministrators{Recovery: &v1alpha1.Recovery{}}}
	if found := edits(&firmSpec, &v1alpha1.FirmSpec{}, firm); len(found) > 0 {
		t.Errorf("a recovery that says nothing shows as %v", found)
	}
	zero := &v1alpha1.FirmSpec{PasswordPolicy: v1alpha1.PasswordPolicy{HistoryCount: new(int32)}}
	if found := edits(&firmSpec, &v1alpha1.FirmSpec{}, zero); len(found) != 1 {
		t.Errorf("a 0 where nothing was said shows as %v", found)
	}
}

func TestFieldPaths(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"metadata.name", "spec.staffing[ben]", "spec.staffing[carla.ruiz].matterRole", "spec.clients[A & B. [UK]].manager"} {
		if got := fieldPath(path).String(); got != path {
			t.Errorf("got %s, want %s", got, path)
		}
	}
}
