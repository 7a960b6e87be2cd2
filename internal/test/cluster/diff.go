package cluster

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// kubectl diff shows two directories to another program. Machines without a diff
// have one even so: this test binary, once more. kubectl would split a path at its
// spaces, so it is told the name and finds it on its PATH.

// diffEnv makes a test binary a diff of the two directories in its arguments.
const diffEnv = "MATTERPLANE_TEST_DIFF"

// diffProgram returns the environment in which kubectl finds the diff.
func diffProgram() ([]string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("finding the test binary: %w", err)
	}
	return []string{
		diffEnv + "=on", "KUBECTL_EXTERNAL_DIFF=" + filepath.Base(self),
		"PATH=" + filepath.Dir(self) + string(os.PathListSeparator) + os.Getenv("PATH"),
	}, nil
}

// diff prints how two directories of files differ, and returns as a diff exits: 1
// if they do, 2 if it cannot tell.
func diff(dirs []string) int {
	if len(dirs) != 2 {
		fmt.Fprintf(os.Stderr, "two directories to compare, not %q\n", dirs)
		return 2
	}
	before, errBefore := files(dirs[0])
	after, errAfter := files(dirs[1])
	if err := errors.Join(errBefore, errAfter); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	if cmp.Equal(before, after) {
		return 0
	}
	fmt.Fprintln(os.Stdout, cmp.Diff(before, after))
	return 1
}

// files returns the lines of the files of a directory, by name.
func files(dir string) (map[string][]string, error) {
	found := map[string][]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		found[path] = strings.Split(string(bytes.TrimSpace(data)), "\n")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading what to compare: %w", err)
	}
	return found, nil
}
