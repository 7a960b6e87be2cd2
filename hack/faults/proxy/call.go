package proxy

import (
	"bytes"
	"net/http"
	"strings"

	"github.com/matterplane/matterplane/hack/faults/judge"
)

// group is where our kinds are; leases are how managers agree on who leads.
const (
	group  = "matterplane.dev"
	leases = "leases"
)

// Call is a request of the manager.
type Call struct {
	judge.Key
	ID          int64 // no other call through this proxy has it; never 0
	Group       string
	Subresource string
	Verb        string // of HTTP
	Watch       bool
	FirstList   bool // a watch that wants what is there first
	body        []byte
}

// Ours says whether the call is about our kinds.
func (c Call) Ours() bool { return c.Group == group }

// Lists says whether the call asks for all objects of one of our kinds at once.
func (c Call) Lists() bool { return c.Ours() && c.Verb == http.MethodGet && !c.Watch && c.Name == "" }

// Writes says whether the call changes what is stored, leases aside.
func (c Call) Writes() bool {
	return c.changes() && c.Resource != leases && !strings.HasSuffix(c.Resource, "reviews")
}

// Matters says whether the call writes what the rules demand: one of our objects,
// or a notice (R-3, U-8). Other Events are told as well as can be.
func (c Call) Matters() bool {
	return c.Writes() && (c.Ours() || c.Resource == "events" && bytes.Contains(c.body, []byte("CreatedByCompany")))
}

// changes says whether the call is no mere read.
func (c Call) changes() bool { return c.Verb != http.MethodGet && c.Verb != http.MethodHead }

// parse reads a request's path: /apis/GROUP/VERSION/namespaces/NS/RESOURCE/NAME/SUB.
func parse(r *http.Request, body []byte) Call {
	c := Call{Verb: r.Method, body: body}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case len(parts) > 2 && parts[0] == "apis":
		c.Group, parts = parts[1], parts[3:]
	case len(parts) > 1 && parts[0] == "api":
		parts = parts[2:]
	default:
		return c
	}
	if len(parts) > 2 && parts[0] == "namespaces" {
		c.Namespace, parts = parts[1], parts[2:]
	}
	for i, field := range []*string{&c.Resource, &c.Name, &c.Subresource} {
		if i < len(parts) {
			*field = parts[i]
		}
	}
	query := r.URL.Query()
	c.Watch = query.Get("watch") == "true" || query.Get("watch") == "1"
	c.FirstList = c.Watch && query.Get("sendInitialEvents") == "true"
	return c
}

// write is the call as the judge reads it.
func (c Call) write(status int) judge.Write {
	return judge.Write{Key: c.Key, Verb: c.Verb, Subresource: c.Subresource, Status: status}
}
