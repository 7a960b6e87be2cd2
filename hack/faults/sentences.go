package main

import (
	"fmt"
	"io"
	"strings"
)

// sentence is what the design demands to survive, and what proves that it is survived:
// scenarios here or, where what is hit is tested elsewhere, tests there.
type sentence struct {
	says      string
	scenarios []string
	tests     []proof
}

// proof is a test, or what it is run by.
type proof struct{ room, test string }

func (p proof) String() string { return p.room + " " + p.test }

// sentences are the faults of the design, in its words and in its order.
var sentences = []sentence{
	{says: "kill after every single write of a run", scenarios: []string{"crash-after-write", "crash-always", "restart-right"}},
	{says: "and during it (answer lost)", scenarios: []string{"crash-during-write", "crash-completing", "answers-lost", "first-answers-lost"}},
	{says: "restart against a stale API server", scenarios: []string{"restart-stale"}},
	{says: "hidden events (a wall added and removed unseen)", scenarios: []string{"events-hidden", "watch-gap"}, tests: []proof{
		{"controllers", "TestWhatIsTakenBackAtOnceLeavesNothingBehind"},
	}},
	{says: "watch drops", scenarios: []string{"watches-cut", "events-twice", "events-late"}, tests: []proof{
		{"controllers", "TestNoTimingLeavesAStatusBehind"},
	}},
	{says: "forced relist", scenarios: []string{"relist-forced"}},
	{says: "two leaders", scenarios: []string{"leader-killed", "leader-stopped", "leader-leaves", "two-leaders", "two-leaders-completing"}},
	{says: "etcd killed", scenarios: []string{"etcd-killed"}},
	{says: "etcd read-only", scenarios: []string{"etcd-read-only"}},
	{says: "API server killed", scenarios: []string{"apiserver-killed"}},
	{says: "30% of calls failing", scenarios: []string{"calls-refused", "calls-reset", "calls-delayed", "writes-fail-after"}},
	{
		says:      "webhook absent, slow, expired, wrong CA: writes refused, nothing else harmed",
		scenarios: []string{"webhooks-absent", "webhooks-slow", "webhooks-expired", "webhooks-wrong-ca"},
		tests:     []proof{{"internal/admission/stories/down", "TestWhileTheWebhooksAreDown"}},
	},
	{says: "the whole suite right without webhooks, for what the controllers saw", scenarios: []string{"crash-completing", "two-leaders-completing"}, tests: []proof{
		{"controllers", "TestWithoutWebhooksWhatTheControllersSawCounts"}, {"internal/admission/stories", "TestWhatPredatesTheWebhookIsCompleted"},
	}},
	{says: "concurrent writes that together break A-2, R-1, R-7: settled by rule, never granted; R-8: shown and healable", tests: []proof{
		{"internal/test/races", "TestRacesPastAdmission"}, {"internal/test/races", "TestBursts"}, {"internal/test/live", "TestRivalLinksThatRace"},
	}},
	{says: "malformed and hostile AdmissionReviews: never allowed, never a panic", tests: []proof{
		{"internal/admission", "TestMalformedReviewsAreRefused"},
		{"internal/admission", "TestWhatBreaksIsNotAllowed"},
		{"internal/admission", "TestWhatDoesNotFitTogetherIsRefused"},
	}},
	{says: "every path around: status", tests: []proof{{"internal/admission/stories", "TestSubresourcesChangeNothingDeclared"}}},
	{says: "patch types, server-side apply with force", tests: []proof{
		{"internal/admission/stories", "TestHoweverAUserIsCreated"},
		{"internal/admission/stories", "TestTheLedgerIsKeptWhicheverWayAClientWrites"},
		{"controllers", "TestStrategicMergePatchesAreNotForUs"},
	}},
	{says: "deletecollection", tests: []proof{{"internal/admission/stories", "TestACollectionIsDeletedByWhoMayDeleteEach"}}},
	{says: "ownerReferences", tests: []proof{{"internal/admission/stories", "TestOwnersAndFinalizersAreForWhoMayDelete"}}},
	{says: "other versions", scenarios: []string{"other-version"}},
	{says: "certificates rotated under load", scenarios: []string{"webhooks-rotated"}},
	{says: "random histories against an independent model of RULES.md", scenarios: []string{"none"}, tests: []proof{
		{"internal/test/prove", "TestDerivationAgreesWithTheModel"}, {"internal/test/live", "TestStatusesAgreeWithTheModel"},
	}},
	{says: "planted bugs: all caught", tests: []proof{{"hack/faults", "-plant"}, {"hack/mutants", "make mutants"}}},
}

// printList lists all faults, and what is demanded beyond them.
func printList(out io.Writer) {
	for _, s := range scenarios() {
		fmt.Fprintf(out, "%-22s %s\n", s.name, s.is)
	}
	fmt.Fprintln(out, "\nWhat the design demands, and what proves it:")
	for _, s := range sentences {
		fmt.Fprintf(out, "  %s\n", s.says)
		if len(s.scenarios) > 0 {
			fmt.Fprintf(out, "    %s\n", strings.Join(s.scenarios, ", "))
		}
		for _, t := range s.tests {
			fmt.Fprintf(out, "    %s\n", t)
		}
	}
}

// table is the same for docs/faults.md.
func table() string {
	var b strings.Builder
	b.WriteString("| the design says | proved by |\n|---|---|\n")
	for _, s := range sentences {
		var by []string
		for _, name := range s.scenarios {
			by = append(by, "`"+name+"`")
		}
		for _, t := range s.tests {
			by = append(by, "`"+t.room+"`: "+t.test)
		}
		fmt.Fprintf(&b, "| %s | %s |\n", s.says, strings.Join(by, ", "))
	}
	return b.String()
}
