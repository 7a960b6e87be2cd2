package docs

import (
	"flag"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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

// follow runs the commands of a page and returns how many there are.
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
	printed := map[int]string{}
	for i, step := range page.Steps {
		switch {
		case step.Firm != "":
			s.enter(mode(t, step.Firm))
		case step.Defines():
			s.functions = append(s.functions, step.Command)
		default:
			ran++
			got := s.await(step)
			if Masked(got) == Masked(step.Output) {
				continue
			}
			printed[i] = got
			if !*update {
				t.Errorf("%s:%d: $ %s (-page +printed):\n%s", named(t, path), step.Line, step.Command,
					cmp.Diff(strings.Split(Masked(step.Output), "\n"), strings.Split(Masked(got), "\n")))
			}
		}
	}
	if *update && len(printed) > 0 {
		if err := os.WriteFile(path, []byte(page.With(printed)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return ran
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

// await runs a command once the firm has settled: so nothing is read that an
// earlier command is still about to change. One that only reads is run again until
// it prints what the page prints, or time is up.
func (s *shell) await(step Step) string {
	s.t.Helper()
	s.firm.Notice()
	s.firm.Settle()
	late := time.After(within)
	if *update {
		late = time.After(within / 10)
	}
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
