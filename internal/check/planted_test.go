package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/check"
)

// planted is a fault in a copy of the sample firm, on one line, and what is found.
type planted struct {
	file, was, is string
	want          []string // IDs and fields at that line
	elsewhere     []string // likewise, at the other of two places
}

var faults = []planted{
	{"matters/penmark.yaml", "client: penmark-capital", "client: penmark-capitall", []string{"W-3 spec.client"}, nil},
	{"matters/caldermoor.yaml", "user: emma-thistlewood", "user: emma-thistelwood", []string{"M-12 spec.staffing[emma-thistelwood].user"}, nil},
	{"matters/caldermoor.yaml", "matterRole: BillingOnly", "matterRole: BillingOnyl", []string{"Schema spec.staffing[1].matterRole"}, nil},
	{"firm.yaml", "minimumLength: 14", "minimumLenght: 14", []string{"UnknownField spec.passwordPolicy.minimumLenght"}, nil},
	{"firm.yaml", "parent: uk-disputes", "parent: uk-dispute", []string{"S-5 spec.businessUnits[uk-arbitration].parent"}, nil},
	{"offices.yaml", "phone: +44 161 496 0456", "phone: 441614960456", []string{"WrongType spec.phone"}, nil},
	{"people/london-lawyers.yaml", "email: tom.ashworth@", "email: sophie.lindqvist@", []string{"R-7 spec.email"}, []string{"R-7 spec.email"}},
}

// TestPlantedFaultsAreFound plants each, then all of them, and sees each found on its
// line and nothing else changed.
func TestPlantedFaultsAreFound(t *testing.T) {
	t.Parallel()
	all := [][]planted{faults}
	for _, f := range faults {
		all = append(all, []planted{f})
	}
	for i, some := range all {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS("../../config/samples")); err != nil {
				t.Fatal(err)
			}
			before := brief(dir, files(t, dir))
			want := slices.Clone(before)
			for _, f := range some {
				line := f.plant(t, dir)
				for _, id := range f.want {
					want = append(want, fmt.Sprintf("%s:%d: %s", f.file, line, id))
				}
				if f.elsewhere != nil {
					want = append(want, fmt.Sprintf("%s:%d: %s", f.file, lineOf(t, filepath.Join(dir, f.file), f.is), f.elsewhere[0]))
				}
			}
			after := brief(dir, files(t, dir))
			slices.Sort(want)
			slices.Sort(after)
			if diff := cmp.Diff(want, after); diff != "" {
				t.Errorf("(-want +found)\n%s", diff)
			}
		})
	}
}

// plant plants a fault, and returns its line.
func (f planted) plant(t *testing.T, dir string) int {
	t.Helper()
	path := filepath.Join(dir, f.file)
	line := lineOf(t, path, f.was)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, f.file, strings.Replace(string(text), f.was, f.is, 1))
	return line
}

// lineOf returns the first line of a file that has some text in it.
func lineOf(t *testing.T, path, with string) int {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(text), "\n") {
		if strings.Contains(line, with) {
			return i + 1
		}
	}
	t.Fatalf("%s: no %q", path, with)
	return 0
}

// brief says of findings what and where, without words.
func brief(dir string, found []check.Finding) []string {
	said := make([]string, 0, len(found))
	for _, f := range found {
		said = append(said, strings.TrimSpace(fmt.Sprintf("%s:%d: %s %s", strings.TrimPrefix(f.Position.File, dir+"/"), f.Position.Line, f.ID, f.Field)))
	}
	return said
}

// TestTheSamples says what check finds in the sample firm: what its comments show on
// purpose, and no error.
func TestTheSamples(t *testing.T) {
	t.Parallel()
	found := files(t, "../../config/samples")
	want := []string{
		"firm.yaml: note P-5",
		"matters/brightmere.yaml: warning C-7", "matters/brightmere.yaml: warning C-8", "matters/brightmere.yaml: warning M-12",
		"matters/fernhollow.yaml: warning M-11", "matters/fernhollow.yaml: warning M-12",
		"matters/haldrith.yaml: warning C-7", "matters/haldrith.yaml: note C-8", "matters/haldrith.yaml: warning D-3",
		"matters/kestrel-bids.yaml: warning C-7", "matters/kestrel-bids.yaml: note C-4", "matters/kestrel-bids.yaml: warning C-8",
		"matters/kestrel-bids.yaml: warning C-7", "matters/kestrel-bids.yaml: note C-4",
		"matters/tessaly.yaml: warning M-12", "matters/tessaly.yaml: warning C-7",
	}
	var got []string
	for _, f := range found {
		got = append(got, fmt.Sprintf("%s: %s %s", strings.TrimPrefix(f.Position.File, "../../config/samples/"), f.Severity, f.ID))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +found)\n%s", diff)
	}
}
