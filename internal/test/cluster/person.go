package cluster

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// Person is somebody at a client, with the warnings that the API server gave it.
type Person struct {
	client.Client

	// Name is the username under which it asks.
	Name string

	mu       sync.Mutex
	warnings []string
}

// As returns the client of a user who is in some groups and is authorized for what
// these are.
func As(t testing.TB, user string, groups ...string) *Person {
	t.Helper()
	p := &Person{Name: user}
	config := Config()
	config.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: groups}
	config.WarningHandler = p
	var err error
	if p.Client, err = client.New(config, client.Options{Scheme: Scheme()}); err != nil {
		t.Fatal(err)
	}
	return p
}

// HandleWarningHeader implements rest.WarningHandler.
func (p *Person) HandleWarningHeader(_ int, _, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.warnings = append(p.warnings, text)
}

// Warned returns the warnings about annotations of ours since it was last asked.
func (p *Person) Warned() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer func() { p.warnings = nil }()
	return slices.DeleteFunc(p.warnings, func(text string) bool { return !strings.Contains(text, v1alpha1.GroupVersion.Group+"/") })
}
