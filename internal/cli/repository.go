package cli

import (
	"os"
	"path/filepath"

	"github.com/matterplane/matterplane/internal/manifests"
)

// fromTop returns what tells the path of a file from the top of the git repository
// that the command runs in, or where there is none from its directory, as CI systems
// know it. A file elsewhere has its absolute path.
func fromTop() func(file string) string {
	here, err := os.Getwd()
	if err != nil {
		return nil
	}
	top := topOf(here)
	return func(file string) string {
		if file == "" || file == manifests.StdinName {
			return file
		}
		path := filepath.Clean(file)
		if !filepath.IsAbs(path) {
			path = filepath.Join(here, path)
		}
		if below, err := filepath.Rel(top, path); err == nil && filepath.IsLocal(below) {
			path = below
		}
		return filepath.ToSlash(path)
	}
}

// topOf returns the nearest directory at or above dir that holds .git, or dir.
func topOf(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return dir
		}
	}
}
