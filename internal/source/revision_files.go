package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"sigs.k8s.io/kustomize/api/konfig"

	"github.com/matterplane/matterplane/internal/manifests"
)

// maxTree bounds what is read of one revision, in bytes: a firm of 100,000 matters
// is a tenth of it.
const maxTree = 1 << 30

// checkout is the part of a revision that is read, in a directory of its own:
// overlays need files.
type checkout struct {
	*tree

	dir      string
	root     *os.Root // nothing is written outside of it, whatever a tree says
	written  map[string]bool
	overlaid map[string]bool
	left     int64 // bytes
	problems []manifests.Problem
}

// readRevision reads paths of a revision, and returns which of them are there. What
// is written for that is removed before it returns.
func (r *repository) readRevision(ctx context.Context, at revision, paths []string, namespace string) (*Firms, []bool, error) {
	if !signal.Ignored(syscall.SIGHUP) { // a terminal that closes must leave nothing of a firm behind
		var stop context.CancelFunc
		ctx, stop = signal.NotifyContext(ctx, syscall.SIGHUP)
		defer stop()
	}
	t, err := r.tree(ctx, at)
	if err != nil {
		return nil, nil, err
	}
	defer t.close()
	c, err := newCheckout(t)
	if err != nil {
		return nil, nil, err
	}
	defer c.remove()
	sources, there, err := c.take(ctx, paths)
	if err != nil {
		return nil, nil, err
	}
	firms, err := readFiles(ctx, manifests.Options{Sources: sources, Namespace: namespace})
	if err != nil {
		return nil, nil, errors.New(c.named(err.Error()))
	}
	for _, problem := range firms.Files.Problems() {
		c.problems = append(c.problems, c.renamed(problem))
	}
	slices.SortStableFunc(c.problems, func(a, b manifests.Problem) int { return cmp.Compare(a.Position.File, b.Position.File) })
	firms.problems = c.problems
	return firms, there, nil
}

func newCheckout(t *tree) (*checkout, error) {
	dir, err := os.MkdirTemp("", "matterplane-")
	if err != nil {
		return nil, err
	}
	c := &checkout{tree: t, dir: dir, written: map[string]bool{}, overlaid: map[string]bool{}, left: maxTree}
	if c.dir, err = filepath.EvalSymlinks(dir); err == nil {
		c.root, err = os.OpenRoot(c.dir)
	}
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	return c, nil
}

func (c *checkout) remove() {
	_ = c.root.Close()
	_ = os.RemoveAll(c.dir)
}

// take writes what reading some paths will read, and returns the names to read it by.
func (c *checkout) take(ctx context.Context, paths []string) (sources []string, there []bool, err error) {
	for _, name := range paths {
		at, err := c.follow(name)
		if errors.Is(err, errMissing) {
			there = append(there, false)
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s %w", c.place(name), err)
		}
		there = append(there, true)
		if c.dirs[at] {
			err = c.takeDir(ctx, at)
		} else {
			err = c.takeFile(at)
		}
		if err != nil {
			return nil, nil, err
		}
		sources = append(sources, filepath.Join(c.dir, filepath.FromSlash(at)))
	}
	return once(sources), there, c.linkAll()
}

// takeDir writes what manifests reads of a directory.
func (c *checkout) takeDir(ctx context.Context, dir string) error {
	if err := c.root.MkdirAll(local(dir), 0o700); err != nil {
		return err
	}
	for _, name := range c.below(dir) {
		if err := ctx.Err(); err != nil {
			return err
		}
		relative := strings.TrimPrefix(strings.TrimPrefix(name, dir), "/")
		if strings.HasPrefix(relative, ".") || strings.Contains(relative, "/.") {
			continue // hidden
		}
		kustomization := slices.Contains(konfig.RecognizedKustomizationFileNames(), path.Base(name))
		switch {
		case c.entries[name].isSubmodule():
			c.wrong(name, errSubmodule)
		case kustomization:
			if err := c.takeOverlay(parent(name)); err != nil {
				return err
			}
		case slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(path.Ext(name))):
			if err := c.takeFile(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeFile writes a file, and of a symbolic link what it leads to. What is wrong with
// it is a problem as if it lay on a disk; the error is that of the disk, or of git.
func (c *checkout) takeFile(name string) error {
	at, err := c.follow(name)
	switch {
	case err == nil && c.dirs[at]: // a link, which manifests tells of
		return c.root.MkdirAll(local(at), 0o700)
	case err == nil && c.written[at]:
		return nil
	case err == nil:
		return c.write(at)
	}
	c.wrong(name, err)
	return nil
}

func (c *checkout) write(at string) error {
	c.written[at] = true
	if err := c.root.MkdirAll(local(parent(at)), 0o700); err != nil {
		return err
	}
	file, err := c.root.OpenFile(local(at), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("%s: %w", c.place(at), err)
	}
	defer file.Close()
	size, err := c.blobs.write(file, c.entries[at].id, c.left)
	if c.left -= size; err != nil {
		return fmt.Errorf("%s: %w", c.place(at), err)
	}
	return file.Close()
}

// linkAll makes the links that were followed. Each leads straight to where it ends,
// which is within the tree.
func (c *checkout) linkAll() error {
	for link, to := range c.links {
		relative, err := filepath.Rel(local(parent(link)), local(to))
		if err != nil {
			return err
		}
		if err := c.root.MkdirAll(local(parent(link)), 0o700); err != nil {
			return err
		}
		if err := c.root.Symlink(relative, local(link)); err != nil {
			return fmt.Errorf("%s: %w", c.place(link), err)
		}
	}
	return nil
}

func local(name string) string { return filepath.FromSlash(path.Join(".", name)) }

func (c *checkout) wrong(name string, err error) {
	c.problems = append(c.problems, manifests.Problem{
		Position: manifests.Position{File: c.place(name)}, Cause: manifests.Unreadable, Message: "cannot be read: " + err.Error(),
	})
}

// place is a path of the revision as git has it: REV:path.
func (c *checkout) place(name string) string { return quoted(c.name + ":" + name) }

// quoted is a name on one line.
func quoted(name string) string {
	if plain := strconv.Quote(name); strings.ContainsAny(plain[1:len(plain)-1], `\`) && strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return plain
	}
	return name
}

// renamed is a problem that knows nothing of where the revision was written.
func (c *checkout) renamed(p manifests.Problem) manifests.Problem {
	p.Position.File, p.Other.File = quoted(c.named(p.Position.File)), quoted(c.named(p.Other.File))
	p.Message = c.named(p.Message)
	return p
}

func (c *checkout) named(text string) string {
	text = strings.ReplaceAll(text, c.dir+string(filepath.Separator), c.name+":")
	return strings.ReplaceAll(text, c.dir, c.name+":")
}
