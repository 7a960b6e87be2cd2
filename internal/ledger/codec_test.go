package ledger_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// documented is the example of a ledger in the design, byte for byte.
const documented = `{"defaults":{"conflictedUsers":"Disabled","staffing":"Enabled"},` +
	`"first":{"conflictedUsers":"Disabled","staffing":"Enabled"},` +
	`"staffing":{"clock":3,"joined":{"amira-khan":{"at":1,"follow":true},` +
	`"carla-ruiz":{"at":2,"awaits":{"case":"acme-litigation","firm":true}}},` +
	`"left":{"ben-ode":{"at":3,"time":"2026-11-21T09:00:00.000000Z"}}},"v":1}`

func TestMatterJSON(t *testing.T) {
	half := ledger.Settings{ConflictedUsers: ledger.Disabled, Staffing: ledger.Enabled}
	for _, c := range []struct {
		behaviour string
		ledger    ledger.Matter
		want      string
	}{
		{"the documented example", ledger.Matter{
			Defaults: &half, First: half, Version: 1,
			Staffing: ledger.List{
				Clock: 3,
				Joined: map[string]ledger.Joined{
					"carla-ruiz": {At: 2, Awaits: &ledger.Awaits{Case: "acme-litigation", Firm: true}},
					"amira-khan": {At: 1, Follow: true},
				},
				Left: map[string]ledger.Left{"ben-ode": {At: 3, Time: moment(t, "2026-11-21T09:00:00.000000Z")}},
			},
		}, documented},
		{
			"empty parts are left out",
			ledger.Matter{First: half, Version: 1},
			`{"first":{"conflictedUsers":"Disabled","staffing":"Enabled"},"v":1}`,
		},
		{"every key, sorted", ledger.Matter{
			ConflictedUsers: ledger.List{Clock: 2, Joined: map[string]ledger.Joined{"ben": {At: 2}, "asa": {At: 1}}},
			Defaults:        &half, First: half, Unreadable: true, Version: 1,
			Staffing: ledger.List{Clock: 4},
		}, `{"conflictedUsers":{"clock":2,"joined":{"asa":{"at":1},"ben":{"at":2}}},` +
			`"defaults":{"conflictedUsers":"Disabled","staffing":"Enabled"},` +
			`"first":{"conflictedUsers":"Disabled","staffing":"Enabled"},` +
			`"staffing":{"clock":4},"unreadable":true,"v":1}`},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			if diff := cmp.Diff(c.want, c.ledger.Encode()); diff != "" {
				t.Errorf("encoded (-want +got)\n%s", diff)
			}
			decoded, err := ledger.DecodeMatter(c.want)
			if diff := cmp.Diff(c.ledger, decoded); diff != "" || err != nil {
				t.Errorf("decoded with error %v (-want +got)\n%s", err, diff)
			}
		})
	}
}

func TestFirmJSON(t *testing.T) {
	half := ledger.Settings{ConflictedUsers: ledger.Disabled, Staffing: ledger.Enabled}
	for _, c := range []struct {
		behaviour string
		ledger    ledger.Firm
		want      string
	}{
		{
			"the documented example",
			ledger.Firm{Closed: true, First: half, Version: 1},
			`{"closed":true,"first":{"conflictedUsers":"Disabled","staffing":"Enabled"},"v":1}`,
		},
		{
			"an open window is left out",
			ledger.Firm{First: half, Unreadable: true, Version: 1},
			`{"first":{"conflictedUsers":"Disabled","staffing":"Enabled"},"unreadable":true,"v":1}`,
		},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			if diff := cmp.Diff(c.want, c.ledger.Encode()); diff != "" {
				t.Errorf("encoded (-want +got)\n%s", diff)
			}
			decoded, err := ledger.DecodeFirm(c.want)
			if diff := cmp.Diff(c.ledger, decoded); diff != "" || err != nil {
				t.Errorf("decoded with error %v (-want +got)\n%s", err, diff)
			}
		})
	}
}

// TestJSONOfWrites is about what a first write leaves in the annotation.
func TestJSONOfWrites(t *testing.T) {
	for _, c := range []struct{ behaviour, writes, want string }{
		{
			"L-3 without a Firm nothing is known", `matter m`,
			`{"first":{"conflictedUsers":"Unknown","staffing":"Unknown"},"v":1}`,
		},
		{
			"L-2 of a Firm that says nothing", `firm; case m conflicted=ben`,
			`{"conflictedUsers":{"clock":1,"joined":{"ben":{"at":1}}},` +
				`"defaults":{"conflictedUsers":"Disabled","staffing":"Disabled"},` +
				`"first":{"conflictedUsers":"Disabled","staffing":"Disabled"},"v":1}`,
		},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			m := firm.WrittenView(t, c.writes).Matter("m")
			if diff := cmp.Diff(c.want, m.Annotations[v1alpha1.LedgerAnnotation]); diff != "" {
				t.Errorf("after %s (-want +got)\n%s", c.writes, diff)
			}
		})
	}
}

func TestAnAbsentLedgerIsNoError(t *testing.T) {
	matter, err := ledger.DecodeMatter("")
	if diff := cmp.Diff(ledger.Matter{}, matter); diff != "" || err != nil {
		t.Errorf("L-8: decoded with error %v (-want +got)\n%s", err, diff)
	}
	house, err := ledger.DecodeFirm("")
	if diff := cmp.Diff(ledger.Firm{}, house); diff != "" || err != nil {
		t.Errorf("L-8: decoded with error %v (-want +got)\n%s", err, diff)
	}
}

func TestLargeLedgersArePacked(t *testing.T) {
	m := firm.MakeMatter("m").Staff(numbered("user-of-a-large-matter", 500)...).Conflicted(numbered("one-who-is-walled-off", 500)...)
	want := ledger.Matter{}.Advance(&m.Spec, firm.View(t, `firm`), firm.At(1))
	packed := want.Encode()
	if len(packed) > 16<<10 {
		t.Errorf("packed it takes %d bytes", len(packed))
	}
	if again := want.Encode(); again != packed {
		t.Error("the same ledger gives other bytes")
	}
	got, err := ledger.DecodeMatter(packed)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
		t.Errorf("decoded with error %v (-want +got)\n%s", err, diff)
	}
}

func moment(t *testing.T, text string) ledger.Time {
	t.Helper()
	m, err := ledger.ParseTime(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
