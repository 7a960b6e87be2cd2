package conformance

import (
	"testing"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"

	"github.com/matterplane/matterplane/internal/test/story"
)

// health is what Argo CD calls the state of an object.
type health string

const (
	healthy     health = "Healthy"
	progressing health = "Progressing"
	degraded    health = "Degraded"
)

// state is an object in a state, how it gets there, and what a person would call it.
// The file of that name under testdata is the object as the API server has it.
type state struct {
	kind, name string // of the object
	is         string // the state
	firm       string // as package firm reads it
	patched    string // then, a merge patch of the object
	unseen     bool   // by any controller
	alone      bool   // without webhooks, which would refuse it
	status     status.Status
	health     health
}

// file is where the object is kept.
func (s state) file() string { return "testdata/" + s.kind + "/" + s.is + ".yaml" }

const people = `
	firm lead=amira backup=ben systems=documents,billing
	office london
	user amira office=london role=FirmAdministrator as=Partner
	user ben office=london role=FirmAdministrator as=Partner
	user carla office=london as=Associate
	user dan office=london as=Assistant
	`

// then waits until the firm has settled: ledgers depend on what was there.
const then = "then\n"

// unreadable and newer are ledgers that no controller of today can read.
const (
	unreadable = `{"metadata": {"annotations": {"matterplane.dev/ledger": "{"}}}`
	newer      = `{"metadata": {"annotations": {"matterplane.dev/ledger": "{\"v\":99}"}}}`
)

// states are those that one of the kinds can be in. Waiting may cure InProgress and
// Progressing; Failed and Degraded need a person.
var states = []state{
	{kind: "Firm", name: "firm", is: "unseen", firm: people, unseen: true, status: status.InProgressStatus, health: progressing},
	{kind: "Firm", name: "firm", is: "ready", firm: people, status: status.CurrentStatus, health: healthy},
	{
		kind: "Firm", name: "firm", is: "same-lead-and-backup", firm: `firm lead=amira backup=amira; user amira`,
		status: status.CurrentStatus, health: healthy,
	},
	{
		kind: "Firm", name: "firm", is: "lead-unknown", firm: `firm lead=amira backup=ben; user ben`,
		status: status.InProgressStatus, health: progressing,
	},
	{
		kind: "Firm", name: "firm", is: "units-in-a-circle", firm: `firm units=uk/us,us/uk`,
		status: status.FailedStatus, health: degraded,
	},
	{
		kind: "Firm", name: "firm", is: "ledger-unreadable", firm: people, patched: unreadable, alone: true,
		status: status.InProgressStatus, health: progressing,
	},
	{
		kind: "Firm", name: "firm", is: "ledger-of-a-newer-version", firm: people, patched: newer, alone: true,
		status: status.FailedStatus, health: degraded,
	},

	{kind: "Office", name: "london", is: "unseen", firm: people, unseen: true, status: status.InProgressStatus, health: progressing},
	{kind: "Office", name: "london", is: "ready", firm: people, status: status.CurrentStatus, health: healthy},

	{kind: "FirmUser", name: "carla", is: "unseen", firm: people, unseen: true, status: status.InProgressStatus, health: progressing},
	{kind: "FirmUser", name: "carla", is: "ready", firm: people, status: status.CurrentStatus, health: healthy},
	{
		kind: "FirmUser", name: "carla", is: "deactivated", firm: `firm; user carla deactivated`,
		status: status.CurrentStatus, health: healthy,
	},
	{
		kind: "FirmUser", name: "carla", is: "office-unknown", firm: `firm; user carla office=atlantis`,
		status: status.InProgressStatus, health: progressing,
	},
	{
		kind: "FirmUser", name: "carla", is: "identity-shared", firm: `firm; user carla email=carla@firm.example; user dan identities=carla@firm.example`, alone: true,
		status: status.FailedStatus, health: degraded,
	},

	{
		kind: "AssistantLink", name: "dan-assists-carla", is: "unseen", firm: people + `link dan->carla`, unseen: true,
		status: status.InProgressStatus, health: progressing,
	},
	{
		kind: "AssistantLink", name: "dan-assists-carla", is: "accepted", firm: people + then + `link dan->carla`,
		status: status.CurrentStatus, health: healthy,
	},
	{
		kind: "AssistantLink", name: "dan-assists-carla", is: "timekeeper-unknown", firm: `firm; user dan; link dan->carla`,
		status: status.InProgressStatus, health: progressing,
	},
	{
		kind: "AssistantLink", name: "again", is: "duplicate", firm: people + then + "link dan->carla name=a\nthen\nlink dan->carla name=again", alone: true,
		status: status.FailedStatus, health: degraded,
	},
	{
		kind: "AssistantLink", name: "carla-assists-ben", is: "assistant-has-assistants", firm: people + then + "link dan->carla name=a\nthen\nlink carla->ben", alone: true,
		status: status.FailedStatus, health: degraded,
	},
	{
		kind: "AssistantLink", name: "carla-assists-dan", is: "timekeeper-is-assistant", firm: people + then + "link dan->ben name=a\nthen\nlink carla->dan", alone: true,
		status: status.FailedStatus, health: degraded,
	},

	{
		kind: "Matter", name: "m1", is: "unseen", firm: people + `matter m1 staff=carla`, unseen: true,
		status: status.InProgressStatus, health: progressing,
	},
	{
		kind: "Matter", name: "m1", is: "ready", firm: people + then + "link dan->carla\nthen\nmatter m1 lead=amira staff=carla:Follow",
		status: status.CurrentStatus, health: healthy,
	},
	{
		kind: "Matter", name: "m1", is: "walled", firm: people + then + `matter m1 staff=carla,dan conflicted=dan`,
		status: status.CurrentStatus, health: healthy,
	},
	{
		kind: "Matter", name: "m1", is: "lead-deactivated", firm: "firm; user carla deactivated\nthen\nmatter m1 lead=carla",
		status: status.CurrentStatus, health: healthy,
	},
	{
		kind: "Matter", name: "m1", is: "case-unknown", firm: people + then + `matter m1 staff=carla case=nowhere`,
		status: status.InProgressStatus, health: progressing,
	},
	{
		kind: "Matter", name: "m1", is: "case-is-a-matter", firm: people + then + "matter m2\nthen\nmatter m1 case=m2",
		status: status.InProgressStatus, health: progressing,
	},
	{
		kind: "Matter", name: "m1", is: "ledger-unreadable", firm: people + then + `matter m1 staff=carla`, patched: unreadable, alone: true,
		status: status.InProgressStatus, health: progressing,
	},
	{
		kind: "Matter", name: "m1", is: "ledger-of-a-newer-version", firm: people + then + `matter m1 staff=carla`, patched: newer, alone: true,
		status: status.FailedStatus, health: degraded,
	},
	{kind: "Matter", name: "c1", is: "case", firm: people + then + `case c1 staff=carla`, status: status.CurrentStatus, health: healthy},
}

// TestEveryState takes an object of each kind to every state, and asks all who wait.
func TestEveryState(t *testing.T) {
	t.Run("before", func(t *testing.T) {
		for _, s := range states {
			if s.unseen {
				t.Run(s.kind+"/"+s.is, func(t *testing.T) { s.verify(t, story.Alone, (*story.Firm).Write) })
			}
		}
	})
	story.Operate(t)
	t.Run("with controllers", func(t *testing.T) {
		for _, s := range states {
			if !s.unseen {
				mode := story.Webhooks
				if s.alone {
					mode = story.Alone
				}
				t.Run(s.kind+"/"+s.is, func(t *testing.T) { s.verify(t, mode, (*story.Firm).Tell) })
			}
		}
	})
}
