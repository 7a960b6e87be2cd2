package docs

import (
	"flag"
	"sync/atomic"
	"testing"
	"time"

	"github.com/matterplane/matterplane/internal/manager"
	"github.com/matterplane/matterplane/internal/test/story"
)

// update makes the pages print what their commands print.
var update = flag.Bool("update", false, "write what the commands print into the pages")

// within is how long a command that reads may take to print what is expected, once
// the firm has settled. Only Events are told later than that.
const within = 10 * time.Second

// restorer is who may create objects as they were, on the pages (L-8).
const restorer = "restorer"

func TestMain(m *testing.M) { story.Main(m) }

func TestPages(t *testing.T) {
	story.Operate(t, func(o *manager.Options) { o.Admission.Restorers = []string{restorer} })
	commands := build(t)
	var ran atomic.Int64
	t.Run("pages", func(t *testing.T) {
		for _, path := range pages(t) {
			if named(t, path) == tutorial {
				continue // brings a cluster of its own
			}
			t.Run(named(t, path), func(t *testing.T) {
				t.Parallel()
				ran.Add(follow(t, path, commands))
			})
		}
	})
	if ran.Load() == 0 {
		t.Error("no page shows a command")
	}
}

// follow runs the commands of a page and returns how many there are. The firm has
// settled before each: so nothing is read that an earlier one is still about to change.
func follow(t *testing.T, path, commands string) (ran int64) {
	t.Helper()
	page, err := Parse(read(t, path))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	s := newShell(t, commands)
	if len(page.Steps) > 0 && page.Steps[0].Firm == "" {
		s.enter(story.Webhooks)
	}
	r := record{path: path, page: page}
	for i, step := range page.Steps {
		switch {
		case step.Firm != "":
			s.enter(mode(t, step.Firm))
		case step.Defines():
			s.functions = append(s.functions, step.Command)
		default:
			s.firm.Notice()
			s.firm.Settle()
			r.compare(t, i, s.await(step))
		}
	}
	return r.close(t)
}

func mode(t *testing.T, words string) story.Mode {
	t.Helper()
	switch words {
	case "a new firm":
		return story.Webhooks
	case "a new firm without webhooks":
		return story.Alone
	}
	t.Fatalf("what is %q?", words)
	return ""
}

// await runs a command. One that only reads is run again until it prints what the
// page prints, or time is up.
func (s *shell) await(step Step) string {
	s.t.Helper()
	patience := within
	switch {
	case *update:
		patience /= 10
	case s.firm == nil: // nobody tells when it has settled
		patience *= 3
	}
	late := time.After(patience)
	for {
		got := spaces.ReplaceAllString(trimmed(s.run(step.Command)), "")
		if !step.Reads() || Masked(got) == Masked(step.Output) {
			return got
		}
		select {
		case <-late:
			return got
		default:
		}
	}
}
