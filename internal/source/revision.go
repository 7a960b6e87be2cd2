package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// repository is the git repository in which the working directory lies, as the git
// that its users have sees it: their configuration and environment count, a bare
// repository will do, and so will the objects of a push that is not accepted yet.
// Nothing is fetched, written or checked out: no hook and no filter runs.
type repository struct {
	// prefix is the working directory within the tree, "teams/law/", empty at its top.
	prefix string
	// bare says that there is no working tree here.
	bare bool
	// shallow says that the clone lacks part of its history.
	shallow bool
}

// revision is a commit and how it was named.
type revision struct{ name, commit string }

// openRepository finds the repository of the working directory.
func openRepository(ctx context.Context) (*repository, error) {
	out, _, err := git(ctx, "rev-parse", "--is-shallow-repository", "--is-inside-work-tree", "--show-prefix")
	if err != nil {
		return nil, fmt.Errorf("revisions are read from the git repository of the working directory: %w", err)
	}
	facts := strings.SplitN(strings.TrimSuffix(out, "\n"), "\n", 3) // the last may hold anything
	if len(facts) != 3 {
		return nil, fmt.Errorf("git rev-parse says %q", out)
	}
	return &repository{shallow: facts[0] == "true", bare: facts[1] != "true", prefix: facts[2]}, nil
}

// commits are what git prints of one, in SHA-1 or SHA-256.
var commits = regexp.MustCompile(`^[0-9a-f]{40,64}$`)

// revision finds the commit that a name means to git.
func (r *repository) revision(ctx context.Context, name string) (revision, error) {
	out, warned, err := git(ctx, "-c", "core.warnAmbiguousRefs=true", "rev-parse", "--verify", "--end-of-options", name+"^{commit}")
	commit := strings.TrimSpace(out)
	switch {
	case ctx.Err() != nil:
		return revision{}, ctx.Err()
	case err != nil || name == "" || !commits.MatchString(commit):
		return revision{}, r.unknown(name)
	case strings.Contains(warned, "is ambiguous"):
		return revision{}, fmt.Errorf("%q may be several revisions: name one by refs/heads/%s or refs/tags/%s", name, name, name)
	}
	return revision{name, commit}, nil
}

// unknown says that a name means no commit, and what would help.
func (r *repository) unknown(name string) error {
	message := fmt.Sprintf("there is no revision %q", name)
	if _, err := os.Stat(name); err == nil && name != "" {
		message += " (with -f the sides are revisions; without it they are files)"
	}
	return errors.New(message + r.history())
}

// history says what would help where history is missing.
func (r *repository) history() string {
	if !r.shallow {
		return ""
	}
	return ": this clone is shallow; git fetch --unshallow has all of its history (of actions/checkout: fetch-depth: 0)"
}

// mergeBase finds where two revisions parted, as git diff A...B has it.
func (r *repository) mergeBase(ctx context.Context, a, b revision) (revision, error) {
	out, _, err := git(ctx, "merge-base", a.commit, b.commit)
	if ctx.Err() != nil {
		return revision{}, ctx.Err()
	}
	commit := strings.TrimSpace(out)
	if err != nil || !commits.MatchString(commit) {
		return revision{}, fmt.Errorf("%q and %q have no merge base%s", a.name, b.name, r.history())
	}
	return revision{"merge base of " + a.name + " and " + b.name, commit}, nil
}

// errOutside says that a path leads out of what a revision holds.
var errOutside = errors.New("leads out of the repository")

// within returns the path within the tree that a path means in the working
// directory, empty for the whole tree.
func (r *repository) within(name string) (string, error) {
	if filepath.IsAbs(name) {
		here, err := os.Getwd()
		if err != nil {
			return "", err
		}
		if name, err = filepath.Rel(here, name); err != nil {
			return "", err
		}
	}
	inside := path.Join(r.prefix, filepath.ToSlash(name))
	switch {
	case inside == ".":
		return "", nil
	case inside == ".." || strings.HasPrefix(inside, "../"):
		return "", fmt.Errorf("%s %w", name, errOutside)
	}
	return inside, nil
}

// git runs git and returns what it prints on both outputs. It asks nobody, fetches
// nothing, and takes no lock.
func git(ctx context.Context, args ...string) (out, warned string, err error) {
	cmd := gitCommand(ctx, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		err = errors.New("there is no git in PATH")
	case err != nil && strings.TrimSpace(stderr.String()) != "":
		err = errors.New(strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), stderr.String(), err
}

func gitCommand(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", args...) //nolint:gosec // no shell, and names come after --end-of-options
	cmd.Env = append(os.Environ(),
		"LC_ALL=C",                                     // words that we know
		"GIT_ALLOW_PROTOCOL=none",                      // a partial clone would fetch what it lacks
		"GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0", // likewise
		"GIT_OPTIONAL_LOCKS=0",
	)
	cmd.WaitDelay = 5 * time.Second // of a child of git that keeps its outputs open
	return cmd
}
