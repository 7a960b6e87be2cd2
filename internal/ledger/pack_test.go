package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// large returns a ledger with that many names in each of its columns.
func large(n int) ledger.Matter {
	list := func(name string) ledger.List {
		l := ledger.List{Clock: int64(2 * n), Joined: map[string]ledger.Joined{}, Left: map[string]ledger.Left{ledger.Everyone: {At: 1, Time: firm.At(0)}}}
		for i, user := range numbered(name+"-with-a-name-that-is-as-long-as-any-name-may-be", n) {
			l.Joined[user+"-j"] = ledger.Joined{At: int64(i) + 1, Awaits: &ledger.Awaits{Case: user + "-c", Firm: i%2 == 0}}
			l.Left[user+"-l"] = ledger.Left{At: int64(n + i + 1), Time: firm.At(i)}
		}
		return l
	}
	return ledger.Matter{
		First:    ledger.Settings{ConflictedUsers: ledger.Unknown, Staffing: ledger.Enabled},
		Staffing: list("team"), ConflictedUsers: list("wall"), Version: ledger.Version,
	}
}

// isPacked says whether an annotation holds its histories packed.
func isPacked(annotation string) bool { return strings.Contains(annotation, `"packed"`) }

// packedPart returns what is packed in an annotation, and what stands around it.
func packedPart(t firm.T, annotation string) (before, packed, after string) {
	t.Helper()
	before, packed, is := strings.Cut(annotation, `"packed":"`)
	packed, after, ends := strings.Cut(packed, `"`)
	if !is || !ends {
		t.Fatal("it is not packed")
	}
	return before + `"packed":"`, packed, `"` + after
}

func TestAPackedLedgerIsReadOnlyAsWritten(t *testing.T) {
	want := large(200)
	before, packed, after := packedPart(t, want.Encode())
	block := packed[:9]
	for what, text := range map[string]string{
		"cut off":                packed[:len(packed)-1],
		"a block cut off":        packed[:len(packed)-9],
		"a block more":           packed + "!!!!!!!!!",
		"a letter more":          packed + "!",
		"twice":                  packed + packed,
		"a block of no use":      "~~~~~~~~~" + packed[9:],
		"a letter of no use":     strings.Replace(packed, packed[30:31], " ", 1),
		"another first block":    "!!!!!!!!!" + packed[9:],
		"blocks in another turn": packed[9:18] + block + packed[18:],
		"one block":              block,
	} {
		t.Run(what, func(t *testing.T) { wantMatterError(t, before+text+after, ledger.ErrUnreadable) })
	}
	wantMatterError(t, before+packed+after[:1]+`,"staffing":{"clock":1}`+after[1:], ledger.ErrUnreadable)
}

// TestThePackedForm is what other versions of this program must be able to read.
func TestThePackedForm(t *testing.T) {
	m, err := ledger.DecodeMatter(documented)
	if err != nil {
		t.Fatal(err)
	}
	const want = `z:oSP:-A!{:sUZoEN+^k?yv-+AiWa)(/U/PBvPN0DVU=zKjR~4p9SK8I!!!!!!!`
	if packed, ok := ledger.Packed(m); packed != want || !ok {
		t.Errorf("L-8: the documented example is packed as\n%s, want\n%s", packed, want)
	}
}

// TestPackedHistoriesAreWrittenInOneWay changes letters of a packed ledger: what
// is read all the same says something else, and is written as it was found.
func TestPackedHistoriesAreWrittenInOneWay(t *testing.T) {
	was := large(200)
	before, packed, after := packedPart(t, was.Encode())
	dice := rand.New(rand.NewPCG(1, 2))
	read := 0
	for range 500 {
		text := []byte(packed)
		text[dice.IntN(len(text))] = packed[dice.IntN(len(packed))]
		if string(text) == packed {
			continue
		}
		got, err := ledger.DecodeMatter(before + string(text) + after)
		if err != nil {
			continue
		}
		read++
		if cmp.Equal(was, got) {
			t.Fatalf("L-8: other letters say the same")
		}
		if again := got.Encode(); again != before+string(text)+after && isPacked(again) {
			t.Fatalf("L-8: what was read is written otherwise")
		}
	}
	t.Logf("%d of 500 could be read", read)
}

// TestAnyLedgerIsReadAsItWasWritten packs ledgers of every shape.
func TestAnyLedgerIsReadAsItWasWritten(t *testing.T) {
	lists := rapid.Custom(func(t *rapid.T) ledger.List {
		clock := rapid.Int64Range(1, 1<<53).Draw(t, "clock")
		at := rapid.Int64Range(1, clock)
		moments := rapid.Int64Range(1, ledger.EndOfTime().UnixMicro())
		names := rapid.OneOf(rapid.StringMatching(`[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?`), rapid.StringMatching(`team-[a-c]{40,58}`))
		return ledger.List{
			Clock: clock,
			Joined: rapid.MapOfN(names, rapid.Custom(func(t *rapid.T) ledger.Joined {
				j := ledger.Joined{At: at.Draw(t, "at")}
				switch rapid.IntRange(0, 3).Draw(t, "what") {
				case 0:
					j.Follow = true
				case 1:
					j.Awaits = &ledger.Awaits{Firm: true}
				case 2:
					j.Awaits = &ledger.Awaits{Case: names.Draw(t, "case"), Firm: rapid.Bool().Draw(t, "firm")}
				}
				return j
			}), 0, 60).Draw(t, "joined"),
			Left: rapid.MapOfN(rapid.OneOf(names, rapid.Just(ledger.Everyone)), rapid.Custom(func(t *rapid.T) ledger.Left {
				return ledger.Left{At: at.Draw(t, "at"), Time: ledger.At(time.UnixMicro(moments.Draw(t, "time")))}
			}), 0, 60).Draw(t, "left"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		want := ledger.Matter{Staffing: lists.Draw(t, "staffing"), ConflictedUsers: lists.Draw(t, "conflictedUsers")}
		packed, ok := ledger.Packed(want)
		if !ok {
			t.Fatal("it cannot be packed")
		}
		var got ledger.Matter
		got.Staffing, got.ConflictedUsers, ok = ledger.Unpacked(packed)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || !ok {
			t.Fatalf("L-8: it reads %t (-want +got)\n%s", ok, diff)
		}
	})
}

// TestWhatNoObjectCanHoldStaysPlain is about writes that the API server has yet to
// refuse for their names: webhooks see them first.
func TestWhatNoObjectCanHoldStaysPlain(t *testing.T) {
	for what, name := range map[string]string{
		"a name in capitals":  "Ada",
		"no name":             "",
		"a name too long":     strings.Repeat("x", 64),
		"a name with a space": "ada lovelace",
		"a name in Greek":     "αδα",
	} {
		t.Run(what, func(t *testing.T) {
			want := large(200)
			want.Staffing.Joined[name] = ledger.Joined{At: 1, Follow: true}
			annotation := want.Encode()
			got, err := ledger.DecodeMatter(annotation)
			if diff := cmp.Diff(want, got); diff != "" || err != nil || isPacked(annotation) {
				t.Errorf("packed %t, it reads with error %v (-want +got)\n%s", isPacked(annotation), err, diff)
			}
		})
	}
}

// TestABombIsNotUnpacked is about how much memory a packed ledger may take: what
// packs best, as much of it as there can be.
func TestABombIsNotUnpacked(t *testing.T) {
	bomb := large(4000).Encode()
	if !isPacked(bomb) {
		t.Fatal("it is not packed")
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := ledger.DecodeMatter(bomb); err != nil {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	t.Logf("reading %d bytes took %d bytes of memory", len(bomb), after.TotalAlloc-before.TotalAlloc)
	if took := after.TotalAlloc - before.TotalAlloc; took > 16<<20 {
		t.Errorf("reading %d bytes took %d bytes of memory", len(bomb), took)
	}
	wantMatterError(t, fmt.Sprintf(`{%s,"packed":%q,"v":1}`, first, strings.Repeat("|", 250_000)), ledger.ErrUnreadable)
	wantMatterError(t, fmt.Sprintf(`{%s,"packed":%q,"v":1}`, first, strings.Repeat("!", 250_000)), ledger.ErrUnreadable)
}
