package conformance

import (
	"strings"
	"testing"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"

	"github.com/matterplane/matterplane/internal/test/story"
)

// verify takes an object to its state by what writes the firm, exports it, and asks
// kstatus, Flux's expressions and Argo CD's script about it.
func (s state) verify(t *testing.T, mode story.Mode, write func(f *story.Firm, text string)) {
	t.Helper()
	f := story.New(t.Context(), t, mode)
	write(f, s.firm)
	if s.patched != "" {
		f.Patch(f.Object(strings.ToLower(s.kind), s.name), s.patched)
		f.Settle()
	}
	o := export(t, f, s)

	computed, err := status.Compute(o)
	if err != nil {
		t.Fatal(err)
	}
	if computed.Status != s.status {
		t.Errorf("kstatus says %s (%s), want %s", computed.Status, computed.Message, s.status)
	}
	evaluated, err := healthChecks(t)[s.kind].Evaluate(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if evaluated.Status != s.status {
		t.Errorf("Flux's expressions say %s, want %s", evaluated.Status, s.status)
	}
	says, because, err := argoHealth(scripts(t)[argoKey(s.kind)], o)
	if err != nil {
		t.Fatal(err)
	}
	if says != s.health || because == "" {
		t.Errorf("Argo CD says %s (%s), want %s and why", says, because, s.health)
	}
	t.Logf("%s: %s", says, because)
}
