package manifests

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// source has a directory or a file read.
func (r *reader) source(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		r.file(path)
		return nil
	}
	files, overlays, err := r.list(path)
	if err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	r.overlays(overlays)
	for _, file := range files {
		if !r.built[absolute(file)] {
			r.file(file)
		}
	}
	return nil
}

// list returns the files of a directory and of those in it, by name, and the
// directories that are overlays: what is below these is theirs. What is hidden is
// left out, and so are files that say by their names that they are something else.
func (r *reader) list(root string) (files, overlays []string, err error) {
	if info, err := os.Lstat(root); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		root += string(filepath.Separator) // WalkDir follows no link, not even the one that it starts from
	}
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case r.ctx.Err() != nil:
			return r.ctx.Err()
		case err != nil && path != root:
			r.do(func(into *found) { into.wrong(unreadable(path, err)) })
			return nil
		case err != nil:
			return err
		case path != root && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			if kustomization(path) != "" {
				overlays = append(overlays, filepath.Clean(path))
				return fs.SkipDir
			}
			return nil
		case slices.Contains(extensions, strings.ToLower(filepath.Ext(path))):
			files = append(files, path)
		}
		return nil
	})
	return files, overlays, err
}

var extensions = []string{".yaml", ".yml", ".json"}

// absolute returns one name for a file, whatever way leads there.
func absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if linked, err := filepath.EvalSymlinks(abs); err == nil {
		return linked
	}
	return abs
}
