package story

import (
	"context"
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/matterplane/matterplane/internal/test/firm"
)

// seed makes the order of writes what it was in another run.
var seed = flag.Uint64("story.seed", 0, "order writes as a run with this seed did (0: another order every time)")

// dice returns what the order of writes is drawn from, and notes how to draw it again.
func dice(t testing.TB) *rand.Rand {
	t.Helper()
	drawn := *seed
	if drawn == 0 {
		drawn = uint64(time.Now().UnixNano())
	}
	t.Logf("the order of writes: -story.seed=%d", drawn)
	return rand.New(rand.NewPCG(drawn, 0))
}

// Story is a story and its name: the rules that it shows, and what happens.
type Story struct {
	Name string
	Text string

	// Only says in which mode alone it can be told; in both if empty.
	Only Mode
	// Stamped lets the objects keep the stamps of the language, where no webhook
	// drops them: a minute apart, in the order of the statements.
	Stamped bool
}

// Run tells stories, several at a time, each in both modes. When all are told it
// fails the test if one of the firms was written to after it had settled.
func Run(t *testing.T, stories []Story) {
	t.Helper()
	Operate(t)
	var (
		mu    sync.Mutex
		firms []*Firm
	)
	t.Run("stories", func(all *testing.T) {
		for _, s := range stories {
			for _, mode := range []Mode{Webhooks, Alone} {
				if s.Only != "" && s.Only != mode {
					continue
				}
				all.Run(s.Name+"/"+string(mode), func(each *testing.T) {
					each.Parallel()
					f := s.tell(t.Context(), each, mode)
					mu.Lock()
					defer mu.Unlock()
					firms = append(firms, f)
				})
			}
		}
	})
	for _, f := range firms {
		f.StillSettled(t)
	}
}

// tell tells a story from its beginning to its end.
func (s Story) tell(ctx context.Context, t *testing.T, mode Mode) *Firm {
	t.Helper()
	f := New(ctx, t, mode)
	f.stamped = s.Stamped
	f.Tell(s.Text)
	return f
}

// Tell tells how a story goes on.
func (f *Firm) Tell(text string) {
	f.t.Helper()
	var batch, questions []string
	write := func() {
		if len(batch) > 0 {
			f.batch(batch)
			batch = nil
		}
	}
	ask := func() {
		if len(questions) > 0 {
			f.Settle()
			f.answer(questions)
			questions = nil
		}
	}
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		switch line = strings.TrimSpace(line); {
		case line == "":
		case line == "then":
			ask()
			write()
			f.Settle()
		case line[0] == '=':
			write()
			questions = append(questions, strings.TrimSpace(line[1:]))
		case len(questions) > 0 && strings.HasPrefix(line, "..."):
			questions[len(questions)-1] += line[len("..."):]
		case line[0] == '!':
			ask()
			write()
			statement, words, _ := strings.Cut(line[1:], "=>")
			f.Refused(statement, strings.TrimSpace(words))
		default:
			ask()
			batch = append(batch, strings.Split(line, ";")...)
		}
	}
	write()
	f.Settle()
	ask()
}

// batch writes what some statements declare and deletes what others do.
func (f *Firm) batch(statements []string) {
	f.t.Helper()
	var declared []string
	var writes []write
	for _, statement := range statements {
		gone, deletes := strings.CutPrefix(strings.TrimSpace(statement), "delete ")
		if !deletes {
			declared = append(declared, statement)
			continue
		}
		for _, o := range every(firm.Parse(f.t, gone)) {
			writes = append(writes, func(ctx context.Context) error { return f.remove(ctx, o) })
		}
	}
	f.do(slices.Concat(writes, f.writes(strings.Join(declared, "\n"))))
}
