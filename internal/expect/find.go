package expect

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/manifests"
)

// Find returns the tests in files and directories, those below an overlay too: no
// kustomization lists them. Whatever is wrong with a test is a problem; an error
// says that a path is not there at all.
func Find(ctx context.Context, paths ...string) ([]Test, []manifests.Problem, error) {
	var tests []Test
	var problems []manifests.Problem
	seen := map[string]bool{}
	for _, path := range paths {
		files, err := list(ctx, path)
		if err != nil {
			return nil, nil, fmt.Errorf("looking for tests: %w", err)
		}
		for _, file := range files {
			if seen[absolute(file)] {
				continue
			}
			seen[absolute(file)] = true
			data, err := os.ReadFile(file)
			if err != nil {
				return nil, nil, fmt.Errorf("looking for tests: %w", err)
			}
			found, wrong := Parse(file, data)
			tests, problems = append(tests, found...), append(problems, wrong...)
		}
	}
	return tests, append(problems, Twice(tests)...), nil
}

// Twice tells of tests that are declared twice.
func Twice(tests []Test) []manifests.Problem {
	var problems []manifests.Problem
	type id struct{ namespace, name string }
	known := map[id]Test{}
	for _, test := range tests {
		key := id{test.Namespace, test.Name}
		if first, is := known[key]; is {
			problems = append(problems, manifests.Problem{
				Position: test.At, Cause: manifests.DuplicateObject, Other: first.At,
				Message: fmt.Sprintf("%s %s is declared twice: first at %s", Kind, test.Name, first.At),
			})
			continue
		}
		known[key] = test
	}
	return problems
}

// list returns the files that can hold tests: of a directory all YAML and JSON in
// it, by name; what is hidden is left out.
func list(ctx context.Context, root string) ([]string, error) {
	info, err := os.Stat(root)
	if err != nil || !info.IsDir() {
		return []string{root}, err
	}
	var files []string
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case path != root && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case !entry.IsDir() && slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(path))):
			files = append(files, path)
		}
		return nil
	})
	return files, err
}

func absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return abs
}
