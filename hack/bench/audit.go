package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/matterplane/matterplane/hack/faults/plane"
)

// auditPolicy has the API server write down what it was asked for by the manager's
// account, once it has answered.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived, ResponseStarted]
rules:
- level: Metadata
  users: ["` + plane.ManagerUser + `"]
- level: None
`

// call is what the API server was asked for.
type call struct {
	agent, verb string
	object      target
	code        int
	answered    time.Time
	asked       time.Time
}

// target names what a call is about; a list has no name.
type target struct {
	Group       string `json:"apiGroup"`
	Resource    string `json:"resource"`
	Namespace   string `json:"namespace"`
	Name        string `json:"name"`
	Subresource string `json:"subresource"`
}

// callOf reads a line of an audit log.
func callOf(line []byte) (call, error) {
	var event struct {
		Agent    string    `json:"userAgent"`
		Verb     string    `json:"verb"`
		Object   target    `json:"objectRef"`
		Answered time.Time `json:"stageTimestamp"`
		Asked    time.Time `json:"requestReceivedTimestamp"`
		Status   struct {
			Code int `json:"code"`
		} `json:"responseStatus"`
	}
	if err := json.Unmarshal(line, &event); err != nil {
		return call{}, fmt.Errorf("reading the audit log: %w", err)
	}
	agent, _, _ := strings.Cut(event.Agent, "/")
	return call{agent, event.Verb, event.Object, event.Status.Code, event.Answered, event.Asked}, nil
}

// writes says whether a call is to change what is stored, leases aside, by which a
// manager says that it is there, and the Events in its own namespace by which it says
// that it leads. Reviews store nothing.
func (c call) writes() bool {
	if c.object.Resource == "events" && c.object.Namespace == plane.Namespace {
		return false
	}
	return slices.Contains([]string{"create", "update", "patch", "delete", "deletecollection"}, c.verb) &&
		c.object.Resource != "leases" && !strings.HasSuffix(c.object.Group, "authentication.k8s.io") && !strings.HasSuffix(c.object.Group, "authorization.k8s.io")
}

// writesStatus says whether a call is to write the status of an object.
func (c call) writesStatus() bool { return c.writes() && c.object.Subresource == "status" }

// tells says whether a call tells an Event.
func (c call) tells() bool { return c.writes() && c.object.Resource == "events" }

// reads says whether a call asks for objects, leases aside.
func (c call) reads() bool {
	return (c.verb == "get" || c.verb == "list") && c.object.Resource != "" && c.object.Resource != "leases"
}

// fills says whether a read is one by which an informer fills its cache.
func (c call) fills() bool {
	return c.verb == "list" && c.object.Group == "matterplane.dev" && c.object.Namespace == "" && c.object.Name == ""
}

// failed says whether a call came to nothing.
func (c call) failed() bool { return c.code >= 400 }

// key is the object of a call, as statuses have it.
func (c call) key() string { return kinds[c.object.Resource] + "/" + c.object.Name }

// kinds are our kinds by their resources.
var kinds = map[string]string{
	"firms": "Firm", "offices": "Office", "firmusers": "FirmUser", "assistantlinks": "AssistantLink", "matters": "Matter",
}

// callsOf returns the calls that something is true of.
func callsOf(calls []call, is func(call) bool) []call {
	return slices.DeleteFunc(slices.Clone(calls), func(c call) bool { return !is(c) })
}

// by returns the calls of an agent.
func by(agent string, calls []call) []call {
	return callsOf(calls, func(c call) bool { return c.agent == agent })
}

// auditLog is an API server's audit log, read on as it grows.
type auditLog struct {
	path  string
	at    int64
	calls []call

	written time.Time // of the last call that writes
}

// read returns all calls so far.
func (l *auditLog) read() ([]call, error) {
	file, err := os.Open(l.path)
	if err != nil {
		return nil, fmt.Errorf("opening the audit log: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.NewSectionReader(file, l.at, 1<<40))
	if err != nil {
		return nil, fmt.Errorf("reading the audit log: %w", err)
	}
	whole := text[:bytes.LastIndexByte(text, '\n')+1] // the last line may still be written
	for line := range bytes.Lines(whole) {
		c, err := callOf(line)
		if err != nil {
			return nil, err
		}
		l.calls = append(l.calls, c)
		if c.writes() && c.answered.After(l.written) {
			l.written = c.answered
		}
	}
	l.at += int64(len(whole))
	return l.calls, nil
}

// looks is how long to wait between two looks at the log for so many writes, of which each
// takes some 7 ms: a dozen looks in all. The log has the times, so nothing is lost by waiting,
// and who reads it takes the processors from what is measured. It was read every 50 ms once,
// and the more there was the longer it took: a hundredth of what 5,000 statuses take.
func looks(writes int) time.Duration {
	return max(10*time.Millisecond, time.Duration(writes)*500*time.Microsecond)
}

// since returns the calls after the first n.
func (l *auditLog) since(n int) ([]call, error) {
	calls, err := l.read()
	if err != nil {
		return nil, err
	}
	return calls[n:], nil
}

// lastWritten returns when the last write was answered.
func (l *auditLog) lastWritten() (time.Time, error) {
	_, err := l.read()
	return l.written, err
}
