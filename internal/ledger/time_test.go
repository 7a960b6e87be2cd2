package ledger_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/ledger"
)

func TestTimeIsReadOnlyAsWritten(t *testing.T) {
	for text, readable := range map[string]bool{
		"2026-11-21T09:00:00.000000Z":      true,
		"2026-11-21T09:00:00.123456Z":      true,
		"2026-11-21T09:00:00Z":             false,
		"2026-11-21T09:00:00.123Z":         false,
		"2026-11-21T09:00:00.123456789Z":   false,
		"2026-11-21T09:00:00,123456Z":      false,
		"2026-11-21T9:00:00.123456Z":       false,
		"2026-11-21T09:00:00.123456+00:00": false,
		"2026-11-21 09:00:00.123456Z":      false,
		"2026-02-30T09:00:00.123456Z":      false,
		"":                                 false,
		"now":                              false,
	} {
		read, err := ledger.ParseTime(text)
		if (err == nil) != readable {
			t.Errorf("L-9: %q reads as %s with error %v", text, read, err)
		}
		if err == nil && read.String() != text {
			t.Errorf("L-9: %q is written as %s", text, read)
		}
	}
}

func TestTimeIsToTheMicrosecondInUTC(t *testing.T) {
	tokyo := time.FixedZone("Tokyo", 9*60*60)
	got := ledger.At(time.Date(2026, time.November, 21, 18, 0, 0, 123_456_789, tokyo)).String()
	if want := "2026-11-21T09:00:00.123456Z"; got != want {
		t.Errorf("L-9: got %s, want %s", got, want)
	}
}

// TestTimesOrderAsTheirTexts is what lets a stamp be compared without being read.
func TestTimesOrderAsTheirTexts(t *testing.T) {
	moments := rapid.Map(rapid.Int64Range(0, ledger.EndOfTime().UnixMicro()), func(us int64) ledger.Time {
		return ledger.At(time.UnixMicro(us))
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := moments.Draw(t, "a"), moments.Draw(t, "b")
		if a.After(b) != (a.String() > b.String()) {
			t.Errorf("L-9: %s and %s order otherwise than their texts", a, b)
		}
		if read, err := ledger.ParseTime(a.String()); err != nil || !read.Equal(a.Time) {
			t.Errorf("L-9: %s reads as %s with error %v", a, read, err)
		}
	})
}
