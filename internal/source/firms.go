package source

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/roster"
)

// Firms are the firms that were read, one a namespace (W-1).
type Firms struct {
	// Files is what the files say, with its problems and places; nil for a cluster.
	Files *manifests.Set

	objects  map[string]*roster.Objects
	problems []manifests.Problem // in place of those of Files, whose names nobody knows
}

// ofFiles are the firms of files, or the firm of one namespace if one is named.
func ofFiles(set *manifests.Set, only string) *Firms {
	firms := &Firms{Files: set, objects: map[string]*roster.Objects{}}
	for _, namespace := range set.Namespaces() {
		if only == "" || only == namespace {
			firms.objects[namespace] = new(set.Objects(namespace))
		}
	}
	return firms
}

// Namespaces returns the namespaces in which there is anything, by name.
func (f *Firms) Namespaces() []string { return slices.Sorted(maps.Keys(f.objects)) }

// Objects returns the objects of a namespace.
func (f *Firms) Objects(namespace string) roster.Objects {
	if objects := f.objects[namespace]; objects != nil {
		return *objects
	}
	return roster.Objects{}
}

// View returns a View of the firm of a namespace.
func (f *Firms) View(namespace string) *roster.Snapshot {
	return roster.NewSnapshot(f.Objects(namespace))
}

// Problems returns what was wrong in the files, nothing for a cluster.
func (f *Firms) Problems() []manifests.Problem {
	if f.Files == nil || len(f.problems) > 0 {
		return f.problems
	}
	return f.Files.Problems()
}

// Only returns the one namespace that there is, for a command that answers about
// one firm.
func (f *Firms) Only() (string, error) {
	namespaces := f.Namespaces()
	switch len(namespaces) {
	case 0:
		return "", errors.New("there is nothing of ours: no Firm, Office, FirmUser, AssistantLink or Matter")
	case 1:
		return namespaces[0], nil
	}
	return "", fmt.Errorf("there are several firms: choose one with -n: %s", strings.Join(namespaces, ", "))
}
