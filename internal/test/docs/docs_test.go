package docs

import (
	"flag"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/matterplane/matterplane/internal/manager"
	"github.com/matterplane/matterplane/internal/test/story"
)

// update makes the pages print what their commands print.
var update = flag.Bool("update", false, "write what the commands print into the pages")

// within is how long a command that reads may take to print what is expected, once
// the firm has settled. Only Events are told later than that.
const within = 30 * time.Second

// restorer is who may create objects as they were, on the pages (L-8).
const restorer = "restorer"

func TestMain(m *testing.M) { story.Main(m) }

func TestPages(t *testing.T) {
	story.Operate(t, func(o *manager.Options) { o.Admission.Restorers = []string{restorer} })
	commands := build(t)
	t.Run("pages", func(t *testing.T) {
		for _, path := range shown(t) {
			page := parsed(t, path)
			if page.Runs() {
				continue // TestTutorial
			}
			t.Run(named(t, path), func(t *testing.T) {
				t.Parallel()
				follow(t, path, page, commands)
			})
		}
	})
}

// shown returns the pages of the repository that show a command.
func shown(t *testing.T) []string {
	t.Helper()
	found := slices.DeleteFunc(files(t, func(name string) bool { return filepath.Ext(name) == ".md" }), func(path string) bool {
		return len(parsed(t, path).Steps) == 0
	})
	if len(found) < 40 {
		t.Errorf("only %d pages show a command", len(found))
	}
	return found
}

// parsed reads a page, which shows no command that nobody runs.
func parsed(t *testing.T, path string) Page {
	t.Helper()
	page, err := Parse(read(t, path))
	if err != nil {
		t.Errorf("%s: %v", named(t, path), err)
	}
	return page
}

// follow runs the commands of a page. The firm has settled before each: so nothing is
// read that an earlier one is still about to change.
func follow(t *testing.T, path string, page Page, commands string) {
	t.Helper()
	s := newShell(t, commands)
	s.prepare(page)
	if page.Steps[0].Place == "" {
		s.enter(story.Webhooks)
	}
	r := record{path: path, page: page}
	for i, step := range page.Steps {
		switch {
		case step.Place != "":
			s.visit(step.Place)
		case step.Hidden:
			s.mustRun(step.Command)
		case step.Defines():
			s.functions = append(s.functions, step.Command)
		case step.Remains():
			r.compare(t, i, s.start(step.Command))
		default:
			if s.firm != nil {
				s.firm.Notice()
				s.firm.Settle()
			}
			r.compare(t, i, s.await(step))
		}
	}
	r.close(t)
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
		if !step.Reads() || Shows(step.Output, got) {
			return got
		}
		select {
		case <-late:
			return got
		default:
		}
	}
}
