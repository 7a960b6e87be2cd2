package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/matterplane/matterplane/internal/manifests"
)

// Side is one of two that are compared: what it is called, and what it declares.
type Side struct {
	*Firms

	// Name is as it was given: a directory, a revision, "working tree".
	Name string
}

// Sides say what to compare. With Filenames the sides are revisions of the git
// repository in which the working directory lies, without it they are files: no
// name can be taken for the other.
type Sides struct {
	// Filenames are the paths to read of both revisions.
	Filenames []string
	// Namespace is that of the firm, and in files of objects that name none.
	Namespace string
	// AllNamespaces takes the firms of all namespaces, as is done without Namespace.
	AllNamespaces bool
}

// AddFlags adds the flags to those of a command.
func (s *Sides) AddFlags(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&s.Filenames, "filename", "f", nil,
		"path to read of both sides, which are then git revisions; may be given several times")
	flags.StringVarP(&s.Namespace, "namespace", "n", "", "namespace of the firm, also of objects that name none (default there: default)")
	flags.BoolVarP(&s.AllNamespaces, "all-namespaces", "A", false, "take the firms of all namespaces, as without -n")
}

// Read reads both sides: BASE and HEAD, or with Filenames also A...B, which is HEAD
// B and as BASE where B parted from A, A..B, or one revision, which is BASE of the
// working tree. A path that is only on one side is empty on the other.
func (s *Sides) Read(ctx context.Context, stdin io.Reader, args []string) (base, head Side, err error) {
	if s.AllNamespaces && s.Namespace != "" {
		return base, head, errors.New("--all-namespaces and --namespace exclude each other")
	}
	if len(s.Filenames) > 0 {
		return s.readRevisions(ctx, args)
	}
	if len(args) != 2 {
		return base, head, errors.New("give BASE and HEAD, or with -f one revision or A...B; see --help")
	}
	if args[0] == manifests.Stdin && args[1] == manifests.Stdin {
		return base, head, errors.New("standard input can be one side only")
	}
	if base, err = s.readFile(ctx, stdin, args[0]); err == nil {
		head, err = s.readFile(ctx, stdin, args[1])
	}
	return base, head, err
}

func (s *Sides) readFile(ctx context.Context, stdin io.Reader, name string) (Side, error) {
	firms, err := readFiles(ctx, manifests.Options{Sources: []string{name}, Namespace: s.Namespace, Stdin: stdin})
	if errors.Is(err, os.ErrNotExist) {
		return Side{}, fmt.Errorf("%w: without -f the sides are files; with -f PATH they are revisions, of which PATH is read", err)
	}
	if name == manifests.Stdin {
		name = "standard input"
	}
	return Side{Firms: firms, Name: name}, err
}

// readFiles reads files, and keeps the firm of a namespace if one is named.
func readFiles(ctx context.Context, o manifests.Options) (*Firms, error) {
	set, err := manifests.Read(ctx, o)
	if err != nil {
		return nil, err
	}
	return ofFiles(set, o.Namespace), nil
}

// workingTree is what a side that is no revision is called.
const workingTree = "working tree"

func (s *Sides) readRevisions(ctx context.Context, args []string) (base, head Side, err error) {
	r, err := openRepository(ctx)
	if err != nil {
		return base, head, err
	}
	from, to, err := r.sides(ctx, args)
	if err != nil {
		return base, head, err
	}
	paths := make([]string, len(s.Filenames))
	for i, name := range s.Filenames {
		if name == manifests.Stdin {
			return base, head, errors.New("standard input is in no revision: -f names paths")
		}
		if paths[i], err = r.within(name); err != nil {
			return base, head, err
		}
	}
	before, inBase, err := r.readRevision(ctx, from, paths, s.Namespace)
	if err != nil {
		return base, head, err
	}
	after, inHead, err := s.readHead(ctx, r, to, paths)
	if err != nil {
		return base, head, err
	}
	for i, name := range s.Filenames {
		if !inBase[i] && !inHead[i] {
			return base, head, fmt.Errorf("%s is neither in %s nor in %s", name, from.name, to.name)
		}
	}
	return Side{Firms: before, Name: from.name}, Side{Firms: after, Name: to.name}, nil
}

// sides finds the two revisions that a command line names; the second has no commit
// where it is the working tree.
func (r *repository) sides(ctx context.Context, args []string) (base, head revision, err error) {
	names, merged := args, false
	if len(args) == 1 {
		if a, b, is := strings.Cut(args[0], "..."); is {
			names, merged = []string{orHead(a), orHead(b)}, true
		} else if a, b, is := strings.Cut(args[0], ".."); is {
			names = []string{orHead(a), orHead(b)}
		}
	}
	if len(names) == 0 || len(names) > 2 {
		return base, head, errors.New("give two revisions, A...B, or one to compare the working tree with; see --help")
	}
	if base, err = r.revision(ctx, names[0]); err != nil {
		return base, head, err
	}
	if len(names) == 1 {
		if r.bare {
			return base, head, errors.New("there is no working tree here to compare with: give two revisions")
		}
		return base, revision{name: workingTree}, nil
	}
	if head, err = r.revision(ctx, names[1]); err == nil && merged {
		base, err = r.mergeBase(ctx, base, head)
	}
	return base, head, err
}

// orHead is what git takes for a revision of a range that is not given.
func orHead(name string) string {
	if name == "" {
		return "HEAD"
	}
	return name
}

// readHead reads a revision, or the working tree.
func (s *Sides) readHead(ctx context.Context, r *repository, at revision, paths []string) (*Firms, []bool, error) {
	if at.commit != "" {
		return r.readRevision(ctx, at, paths, s.Namespace)
	}
	there, sources := make([]bool, len(s.Filenames)), []string(nil)
	for i, name := range s.Filenames {
		if _, err := os.Lstat(name); err == nil {
			there[i], sources = true, append(sources, name)
		} else if !errors.Is(err, os.ErrNotExist) {
			return nil, nil, err
		}
	}
	firms, err := readFiles(ctx, manifests.Options{Sources: once(sources), Namespace: s.Namespace})
	return firms, there, err
}
