package races

import (
	"fmt"
	"strings"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"
)

// TestANameThatAServerHasSeenOnce is P-1 while a server lags: two users came to share
// a name, and it has seen only one of them have it. Until it sees the other, whoever
// has the name may still act there as the one, and never as the other: users edit
// their own delegates and nobody else's. Then neither acts.
func TestANameThatAServerHasSeenOnce(t *testing.T) {
	h := start(t)
	for spec, name := range sharing {
		for server := range h.servers {
			t.Run(fmt.Sprintf("%s at server %d", spec, server), func(t *testing.T) {
				t.Parallel()
				a := newArena(t, h, aFirm, true)
				for _, err := range a.seenByOne(a.patched(mail("cy"), user("una"), spec), a.patched(mail("dee"), user("ugo"), spec), server) {
					must(t, err)
				}
				lift := h.front.put(&stop{server: server, of: func(r review) bool { return r.Namespace == a.Namespace }})
				defer lift()
				asOther := a.patched(name, user("ugo"), `{"delegates":["pat"]}`)
				if err := asOther.do(t.Context(), a.as(name), client.DryRunAll); !refused(err) {
					t.Errorf("P-1: %s, whom the server has seen as una: %v", asOther, err)
				}
				a.expect("R-7")
				a.judgeWrites()
			})
		}
	}
}

// TestAnEmailThatNoServerHasSeen is P-1 for an email that two users came to share
// before any server saw one of them have it: it is read live, and neither acts.
func TestAnEmailThatNoServerHasSeen(t *testing.T) {
	h := start(t)
	a := newArena(t, h, aFirm, true)
	const spec = `{"email":"same@firm.example"}`
	for _, err := range a.together(a.patched(mail("cy"), user("una"), spec), a.patched(mail("dee"), user("ugo"), spec)) {
		must(t, err)
	}
	for range h.servers {
		if err := a.write(mail("same")); err == nil || !strings.Contains(err.Error(), "P-1") {
			t.Errorf("P-1: somebody acts as una and ugo: %v", err)
		}
	}
}

// sharing are the ways to have a name, and the username that has it.
var sharing = map[string]string{
	`{"email":"same@firm.example"}`:        mail("same"),
	`{"identities":["same@firm.example"]}`: mail("same"),
	`{"identities":["shared"]}`:            "shared",
}
