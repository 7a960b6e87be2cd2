package manager

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
	"sigs.k8s.io/controller-runtime/pkg/cache"

	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/cacheview"
)

// Shard says which firms a manager serves: all of them, all but some, or, where it has
// a name, those that it names. Nothing else than their webhook configurations sends the
// API server to a manager, so those must say the same.
type Shard struct {
	// Name is part of the names of the lease and of the webhook configurations. It is
	// not made of the firms, which may move: managers with the list of before and those
	// with the next must contend for one lease.
	Name string
	// Namespaces are the firms of a shard with a name.
	Namespaces []string
	// Except are the firms that a manager without a name leaves to the shards.
	Except []string
}

// lease is of the managers that serve all firms, or all but those of the shards.
const lease = "matterplane.dev"

// someNames is how many firms a message names.
const someNames = 8

// Validate refuses a shard of which it would not be certain which firms it serves.
func (s Shard) Validate() error {
	switch {
	case s.Name == "" && len(s.Namespaces) > 0:
		return errors.New("--namespaces needs --shard: the name of the lease and of the webhook configurations")
	case s.Name != "" && len(s.Namespaces) == 0:
		return errors.New("--shard needs --namespaces: the firms of the shard")
	case s.Name != "" && len(s.Except) > 0:
		return errors.New("--except-namespaces is for the managers of all other firms, which have no --shard")
	case s.Name != "" && len(validation.IsDNS1123Label(s.Name)) > 0:
		return fmt.Errorf("--shard: %q: %s", s.Name, validation.IsDNS1123Label(s.Name)[0])
	}
	return errors.Join(validNamespaces("--namespaces", s.Namespaces), validNamespaces("--except-namespaces", s.Except))
}

func validNamespaces(flag string, namespaces []string) error {
	known := make(map[string]bool, len(namespaces))
	for _, namespace := range namespaces {
		if wrong := validation.IsDNS1123Label(namespace); len(wrong) > 0 {
			return fmt.Errorf("%s: %q: %s", flag, namespace, wrong[0])
		}
		if known[namespace] {
			return fmt.Errorf("%s: %q is there twice", flag, namespace)
		}
		known[namespace] = true
	}
	return nil
}

// Lease is the name of the lease for which the shard's managers contend.
func (s Shard) Lease() string {
	if s.Name == "" {
		return lease
	}
	return s.Name + "." + lease
}

// Mutating is the name of the shard's mutating webhook configuration.
func (s Shard) Mutating() string { return s.of(admission.MutatingConfiguration) }

// Validating is the name of the shard's validating webhook configuration.
func (s Shard) Validating() string { return s.of(admission.ValidatingConfiguration) }

func (s Shard) of(name string) string { return strings.TrimSuffix(name+"-"+s.Name, "-") }

// caches returns the options of caches that hold the shard's firms and no others. All
// firms are held in one cache, and so are all but some.
func (s Shard) caches(options cache.Options) cache.Options {
	if len(s.Except) > 0 {
		options.DefaultFieldSelector = cacheview.Except(s.Except)
	}
	for _, namespace := range s.Namespaces {
		if options.DefaultNamespaces == nil {
			options.DefaultNamespaces = make(map[string]cache.Config, len(s.Namespaces))
		}
		options.DefaultNamespaces[namespace] = cache.Config{}
	}
	return options
}

// elsewhere returns what says of a firm that this shard does not serve it, and what to
// mend; nil where the shard is of all firms.
func (s Shard) elsewhere() func(namespace string) error {
	switch {
	case s.Name != "":
		return func(namespace string) error {
			if slices.Contains(s.Namespaces, namespace) {
				return nil
			}
			return s.misled(namespace, "the firms "+some(s.Namespaces), "--namespaces")
		}
	case len(s.Except) > 0:
		return func(namespace string) error {
			if !slices.Contains(s.Except, namespace) {
				return nil
			}
			return s.misled(namespace, "all firms but "+some(s.Except), "--except-namespaces")
		}
	}
	return nil
}

func (s Shard) misled(namespace, serves, flag string) error {
	return fmt.Errorf("this manager (shard %q) serves %s, and not %s: either the namespaceSelector of the webhook configurations "+
		"%s and %s or the manager's %s names the wrong firms", cmp.Or(s.Name, "none"), serves, namespace, s.Mutating(), s.Validating(), flag)
}

// some names the first of the firms.
func some(namespaces []string) string {
	if more := len(namespaces) - someNames; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(namespaces[:someNames], ", "), more)
	}
	return strings.Join(namespaces, ", ")
}
