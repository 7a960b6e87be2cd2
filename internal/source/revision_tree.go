package source

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// tree is what a revision holds: the names of all, and of what kind each is.
type tree struct {
	revision

	blobs   *blobs
	paths   []string         // of all entries, sorted
	entries map[string]entry // by path
	dirs    map[string]bool
	links   map[string]string // links that were followed, and to where: no link is on the way
}

// entry is a file, a symbolic link, or a submodule.
type entry struct{ mode, id string }

func (e entry) isLink() bool      { return e.mode == "120000" }
func (e entry) isSubmodule() bool { return e.mode == "160000" }

// tree lists what a revision holds. Whoever asks for it closes it.
func (r *repository) tree(ctx context.Context, at revision) (*tree, error) {
	out, _, err := git(ctx, "ls-tree", "-r", "-z", "--full-tree", at.commit)
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", at.name, err)
	}
	t := &tree{revision: at, entries: map[string]entry{}, dirs: map[string]bool{"": true}, links: map[string]string{}}
	for line := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		if line == "" {
			continue
		}
		head, name, _ := strings.Cut(line, "\t")
		facts := strings.Fields(head)
		if len(facts) != 3 || !filepath.IsLocal(name) || path.Clean(name) != name {
			return nil, fmt.Errorf("listing %s: no file can be called %q", at.name, name)
		}
		t.paths = append(t.paths, name)
		t.entries[name] = entry{mode: facts[0], id: facts[2]}
		for dir := parent(name); !t.dirs[dir]; dir = parent(dir) {
			t.dirs[dir] = true
		}
	}
	slices.Sort(t.paths)
	t.blobs = newBlobs(ctx)
	return t, nil
}

func (t *tree) close() { t.blobs.close() }

// parent is the directory of a path, empty for what is at the top.
func parent(name string) string {
	if at := strings.LastIndexByte(name, '/'); at >= 0 {
		return name[:at]
	}
	return ""
}

// below returns the paths of all entries below a directory, sorted.
func (t *tree) below(dir string) []string {
	if dir == "" {
		return t.paths
	}
	from, _ := slices.BinarySearch(t.paths, dir+"/")
	to, _ := slices.BinarySearch(t.paths, dir+"0") // what comes after /
	return t.paths[from:to]
}

var (
	errMissing   = errors.New("is not there")
	errSubmodule = errors.New("is in a submodule: what it holds is in another repository")
	errLoop      = errors.New("is a symbolic link that leads to itself")
)

// The most links that lead from one to the next, and the longest, as Linux has them.
const (
	maxLinks = 40
	maxLink  = 4096
)

// follow returns where a path leads, symbolic links followed as long as they stay
// within the tree.
func (t *tree) follow(name string) (string, error) { return t.followed("", name, 0) }

// followed follows a path from a directory.
func (t *tree) followed(from, name string, depth int) (string, error) {
	if depth > maxLinks {
		return "", errLoop
	}
	at := from
	for step := range strings.SplitSeq(name, "/") {
		if step == "" || step == "." {
			continue
		}
		if step == ".." {
			if at == "" {
				return "", errOutside
			}
			at = parent(at)
			continue
		}
		if !t.dirs[at] {
			return "", errMissing // a step beyond a file
		}
		next := path.Join(at, step)
		e, there := t.entries[next]
		switch {
		case there && e.isLink():
			to, err := t.link(next, depth)
			if err != nil {
				return "", err
			}
			at = to
			continue
		case there && e.isSubmodule():
			return "", errSubmodule
		case !there && !t.dirs[next]:
			return "", errMissing
		}
		at = next
	}
	return at, nil
}

// link follows a symbolic link, and notes where it leads.
func (t *tree) link(name string, depth int) (string, error) {
	if to, known := t.links[name]; known {
		return to, nil
	}
	target, err := t.blobs.text(t.entries[name].id, maxLink)
	if err != nil {
		return "", err
	}
	if path.IsAbs(target) || filepath.IsAbs(target) {
		return "", errOutside
	}
	to, err := t.followed(parent(name), target, depth+1)
	if err == nil {
		t.links[name] = to
	}
	return to, err
}
