package ledger_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// first is what every ledger must say; a history can follow it.
const first = `"first":{"conflictedUsers":"Disabled","staffing":"Enabled"}`

// damage is what an annotation may hold that this program has not written, by
// what becomes of it (L-8).
var damage = map[error]map[string]string{
	ledger.ErrUnreadable: {
		"no JSON":               `garbage`,
		"no characters":         "\xff\xfe",
		"white space":           ` `,
		"null":                  `null`,
		"a string":              `"v"`,
		"a list":                `[1]`,
		"cut off":               documented[:len(documented)/2],
		"more behind it":        `{` + first + `,"v":1}{}`,
		"deeply nested":         strings.Repeat(`{"staffing":`, 100_000),
		"huge":                  `{` + first + `,"v":1}` + strings.Repeat(" ", 256<<10),
		"no version":            `{` + first + `}`,
		"version 0":             `{` + first + `,"v":0}`,
		"a negative version":    `{` + first + `,"v":-1}`,
		"a version in words":    `{` + first + `,"v":"1"}`,
		"half a version":        `{` + first + `,"v":1.5}`,
		"an unknown key":        `{"extra":1,` + first + `,"v":1}`,
		"no first":              `{"v":1}`,
		"half a first":          `{"first":{"staffing":"Enabled"},"v":1}`,
		"an odd first":          `{"first":{"conflictedUsers":"Disabled","staffing":"Maybe"},"v":1}`,
		"a key twice":           `{` + first + `,` + first + `,"v":1}`,
		"two versions":          `{` + first + `,"v":2,"v":1}`,
		"a key in capitals":     `{` + first + `,"V":1}`,
		"packed of nothing":     `{` + first + `,"packed":"!","v":1}`,
		"packed in odd letters": `{` + first + `,"packed":"` + strings.Repeat("é", 9) + `","v":1}`,
		"packed as a number":    `{` + first + `,"packed":1,"v":1}`,
	},
	ledger.ErrNewerVersion: {
		"the next version":     `{"v":2}`,
		"of another shape":     `{"staffing":[],"v":2}`,
		"a version far ahead":  `{"v":9223372036854775807}`,
		"packed in a new way":  `{"packed":7,"v":2}`,
		"with keys of its own": `{"extra":{"v":1},` + first + `,"v":3}`,
	},
}

// damagedMatter is what only the ledger of a matter may hold.
var damagedMatter = map[string]string{
	"odd defaults":            `{"defaults":{"conflictedUsers":"Unknown","staffing":"Enabled"},` + first + `,"v":1}`,
	"half the defaults":       `{"defaults":{"staffing":"Enabled"},` + first + `,"v":1}`,
	"a window":                `{"closed":true,` + first + `,"v":1}`,
	"a negative clock":        withTeam(`"clock":-1`),
	"a clock that ends":       withTeam(`"clock":9223372036854775807`),
	"a clock out of range":    withTeam(`"clock":9223372036854775808`),
	"joined without a clock":  withTeam(`"joined":{"asa":{"at":1}}`),
	"joined after the clock":  withTeam(`"clock":1,"joined":{"asa":{"at":2}}`),
	"joined before the first": withTeam(`"clock":1,"joined":{"asa":{"at":0}}`),
	"joined at a negative":    withTeam(`"clock":1,"joined":{"asa":{"at":-1}}`),
	"joined at no clock":      withTeam(`"clock":1,"joined":{"asa":{}}`),
	"joined as a list":        withTeam(`"clock":1,"joined":[]`),
	"awaiting nothing":        withTeam(`"clock":1,"joined":{"asa":{"at":1,"awaits":{}}}`),
	"awaiting, yet following": withTeam(`"clock":1,"joined":{"asa":{"at":1,"awaits":{"firm":true},"follow":true}}`),
	"awaiting something else": withTeam(`"clock":1,"joined":{"asa":{"at":1,"awaits":{"user":"x"}}}`),
	"left after the clock":    withTeam(`"clock":1,"left":{"asa":{"at":2,"time":"2026-11-21T09:00:00.000000Z"}}`),
	"left at a negative":      withTeam(`"clock":1,"left":{"asa":{"at":-1,"time":"2026-11-21T09:00:00.000000Z"}}`),
	"left at no time":         withTeam(`"clock":1,"left":{"asa":{"at":1}}`),
	"left at an odd time":     withTeam(`"clock":1,"left":{"asa":{"at":1,"time":"2026-11-21T09:00:00Z"}}`),
	"left at a number":        withTeam(`"clock":1,"left":{"asa":{"at":1,"time":0}}`),
	"left at null":            withTeam(`"clock":1,"left":{"asa":{"at":1,"time":null}}`),
	"a user twice":            withTeam(`"clock":2,"joined":{"asa":{"at":1},"asa":{"at":2}}`),
	"everyone joined":         withTeam(`"clock":1,"joined":{"*":{"at":1}}`),
	"joined and left":         withTeam(`"clock":2,"joined":{"asa":{"at":1}},"left":{"asa":{"at":2,"time":"2026-11-21T09:00:00.000000Z"}}`),
	"a list twice":            `{` + first + `,"staffing":{"clock":1},"staffing":{"clock":2},"v":1}`,
	"a wall that is damaged":  `{"conflictedUsers":{"clock":-1},` + first + `,"v":1}`,
}

// damagedFirm is what only the ledger of a Firm may hold.
var damagedFirm = map[string]string{
	"an unknown first": `{"first":{"conflictedUsers":"Unknown","staffing":"Enabled"},"v":1}`,
	"an odd window":    `{"closed":"true",` + first + `,"v":1}`,
	"a team":           `{` + first + `,"staffing":{"clock":1},"v":1}`,
}

func TestDamage(t *testing.T) {
	for class, annotations := range damage {
		for what, annotation := range annotations {
			t.Run(what, func(t *testing.T) {
				wantMatterError(t, annotation, class)
				wantFirmError(t, annotation, class)
			})
		}
	}
	for what, annotation := range damagedMatter {
		t.Run("matter with "+what, func(t *testing.T) { wantMatterError(t, annotation, ledger.ErrUnreadable) })
	}
	for what, annotation := range damagedFirm {
		t.Run("firm with "+what, func(t *testing.T) { wantFirmError(t, annotation, ledger.ErrUnreadable) })
	}
}

// wantMatterError wants an absent ledger in place of one that cannot be read,
// which remembers that there was one (L-8).
func wantMatterError(t *testing.T, annotation string, want error) {
	t.Helper()
	got, err := ledger.DecodeMatter(annotation)
	if !is(err, want) {
		t.Errorf("L-8: of a matter got error %v, want %v", err, want)
		return
	}
	if diff := cmp.Diff(ledger.Matter{Unreadable: errors.Is(want, ledger.ErrUnreadable)}, got); diff != "" {
		t.Errorf("L-8: of a matter (-want +got)\n%s", diff)
	}
}

func wantFirmError(t *testing.T, annotation string, want error) {
	t.Helper()
	got, err := ledger.DecodeFirm(annotation)
	if !is(err, want) {
		t.Errorf("L-8: of a firm got error %v, want %v", err, want)
		return
	}
	if diff := cmp.Diff(ledger.Firm{Unreadable: errors.Is(want, ledger.ErrUnreadable)}, got); diff != "" {
		t.Errorf("L-8: of a firm (-want +got)\n%s", diff)
	}
}

// is says whether an error is of that class, and of no other.
func is(err, class error) bool {
	for _, c := range []error{ledger.ErrUnreadable, ledger.ErrNewerVersion} {
		if errors.Is(err, c) != errors.Is(class, c) {
			return false
		}
	}
	return true
}

func TestLostHistoryIsNotForgotten(t *testing.T) {
	m, _ := ledger.DecodeMatter(`garbage`)
	m = m.Advance(&firm.MakeMatter("m").Staff("asa").Spec, firm.View(t, ``), firm.At(1))
	if want := `clock 1: asa@1 awaits firm`; !m.Unreadable || team(m) != want {
		t.Errorf("L-8: after the next write unreadable: %t, team %s, want %s", m.Unreadable, team(m), want)
	}
	f, _ := ledger.DecodeFirm(`garbage`)
	f = f.Advance(&firm.MakeFirm().Spec, false)
	if !f.Unreadable || f.Version != ledger.Version {
		t.Errorf("L-8: after the next write %+v", f)
	}
}

// TestTheSameDamageReadsTheSame is about ledgers with more than one fault: the
// message goes into a status, which must have the same bytes every time (W-5).
func TestTheSameDamageReadsTheSame(t *testing.T) {
	damaged := withTeam(`"clock":1,"joined":{"asa":{"at":2},"ben":{"at":3}},"left":{"cal":{"at":4,"time":"2026-11-21T09:00:00.000000Z"}}`)
	_, want := ledger.DecodeMatter(damaged)
	for range 100 {
		if _, got := ledger.DecodeMatter(damaged); got.Error() != want.Error() {
			t.Fatalf("W-5: first %v\nthen %v", want, got)
		}
	}
}

// withTeam returns the ledger of a matter with that history of its team.
func withTeam(team string) string {
	return fmt.Sprintf(`{%s,"staffing":{%s},"v":1}`, first, team)
}
