package ledger_test

import (
	"strings"

	"pgregory.net/rapid"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/firm"
)

// write is one write of matter m: the ledger that it finds, and what it leaves.
type write struct {
	before ledger.Matter
	spec   *v1alpha1.MatterSpec
	around *roster.Snapshot
}

func (w write) advanced() ledger.Matter { return w.before.Advance(w.spec, w.around, firm.At(50)) }

func (w write) complemented() ledger.Matter {
	return w.before.Complement(w.spec, w.around, firm.At(50))
}

// drawWrite draws a write after some history, which it may not change at all. The
// ledger that it finds may be of the write before that, as if the webhook had
// been absent since, or may be gone.
func drawWrite(t *rapid.T) write {
	var found ledger.Matter
	history := drawHistory(t)
	objects := firm.Written(t, history)
	if m := roster.NewSnapshot(objects).Matter("m"); m != nil {
		found = stored(t, m)
	}
	found = rapid.SampledFrom([]ledger.Matter{found, found, found, {}, {Unreadable: true}}).Draw(t, "found")
	last := history[strings.LastIndex(history, "matter m"):]
	statement := rapid.OneOf(rapid.Just(last), matters).Draw(t, "write")
	return write{before: found, spec: &firm.Parse(t, statement).Matters[0].Spec, around: roster.NewSnapshot(objects)}
}

// drawHistory draws some writes, the last of them of matter m; a Firm, a case c
// and a collection k come and go between them.
func drawHistory(t *rapid.T) string {
	var history []string
	there := map[string]bool{}
	for range rapid.IntRange(0, 8).Draw(t, "writes") {
		switch what := rapid.SampledFrom([]string{"firm", "case c", "collection k", "matter m"}).Draw(t, "what"); {
		case what == "matter m":
			history = append(history, matters.Draw(t, "matter"))
		case there[what] && rapid.Bool().Draw(t, "gone"):
			there[what] = false
			history = append(history, "delete "+what)
		default:
			there[what] = true
			history = append(history, what+follows.Draw(t, "follow"))
		}
	}
	return strings.Join(append(history, matters.Draw(t, "matter")), "; ")
}

var (
	// follows are settings that a Firm or an asset may say.
	follows = rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"staffing", "-staffing", "conflictedUsers", "-conflictedUsers"}), 0, 2),
		option("follow"))
	// users are some users, each once.
	users = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"ada", "ben", "cal", "dot"}), 0, 3, rapid.ID)
	// leads are one user or none.
	leads = rapid.SliceOfN(rapid.SampledFrom([]string{"ada", "eve"}), 0, 1)
	// cases are c, which is a case if it is there, k, which is none, or nothing.
	cases = rapid.SliceOfN(rapid.SampledFrom([]string{"c", "k"}), 0, 1)
	// matters are statements of matter m.
	matters = rapid.Custom(func(t *rapid.T) string {
		return "matter m" + follows.Draw(t, "follow") +
			option("staff")(users.Draw(t, "staff")) +
			option("lead")(leads.Draw(t, "lead")) +
			option("conflicted")(users.Draw(t, "conflicted")) +
			option("case")(cases.Draw(t, "case"))
	})
)

// option writes values down as an option of a statement; none as nothing.
func option(name string) func([]string) string {
	return func(values []string) string {
		if len(values) == 0 {
			return ""
		}
		return " " + name + "=" + strings.Join(values, ",")
	}
}
