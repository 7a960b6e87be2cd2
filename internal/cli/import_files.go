package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/matterplane/matterplane/internal/check/format"
	"github.com/matterplane/matterplane/internal/importer"
)

// write writes the files, and tells what was found and written.
func (i *importing) write(told io.Writer, r format.Report, made *importer.Import) error {
	files := made.Files(i.beside()...)
	plan, err := i.plan(files)
	if err != nil {
		return err
	}
	if err := plan.carryOut(); err != nil {
		return err
	}
	if err := i.tell(told, r); err != nil || i.output != "text" {
		return err
	}
	var kinds []string
	count := made.Objects()
	for _, kind := range []string{"Firm", "Office", "FirmUser", "Matter", "AssistantLink"} {
		if n := count[kind]; n == 1 {
			kinds = append(kinds, "1 "+kind)
		} else if n > 1 {
			kinds = append(kinds, fmt.Sprintf("%d %ss", n, kind))
		}
	}
	fmt.Fprintf(told, "%s: %s.\n", i.out, strings.Join(kinds, ", "))
	fmt.Fprintf(told, "%d files: %d written, %d unchanged, %d removed.\n", len(files), len(plan.write), len(files)-len(plan.write), len(plan.remove))
	return nil
}

// beside are the files of -f that lie in the directory of --out, by their paths in it.
func (i *importing) beside() []string {
	var within []string
	for _, name := range i.filenames {
		info, err := os.Stat(name)
		if err != nil || info.IsDir() {
			continue
		}
		if path, err := relative(i.out, name); err == nil && filepath.IsLocal(path) {
			within = append(within, filepath.ToSlash(path))
		}
	}
	return within
}

func relative(dir, path string) (string, error) {
	from, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	to, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.Rel(from, to)
}

// plan is what an import does to a directory.
type plan struct {
	dir    string
	write  []importer.File
	remove []string // written by an import before, and no row is in them any more
}

// plan compares what is there with what is to be there. Without --force it changes
// nothing that is there.
func (i *importing) plan(files []importer.File) (plan, error) {
	p := plan{dir: i.out}
	ours := i.beside()
	var differ []string
	for _, file := range files {
		ours = append(ours, file.Path)
		there, err := os.ReadFile(filepath.Join(i.out, filepath.FromSlash(file.Path)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			p.write = append(p.write, file)
		case err != nil:
			return p, err
		case !bytes.Equal(there, file.Text):
			p.write, differ = append(p.write, file), append(differ, file.Path+" differs")
		}
	}
	for _, pattern := range []string{"*.yaml", "people/*.yaml", "matters/*.yaml"} {
		there, err := filepath.Glob(filepath.Join(escaped(i.out), pattern))
		if err != nil {
			return p, err
		}
		for _, path := range there {
			name, err := relative(i.out, path)
			if err != nil {
				return p, err
			}
			if name = filepath.ToSlash(name); !slices.Contains(ours, name) && marked(path) {
				p.remove, differ = append(p.remove, path), append(differ, name+" has no row any more")
			}
		}
	}
	if len(differ) > 0 && !i.force {
		return p, fmt.Errorf("nothing is written: in %s, %s; --force writes such files anew", i.out, strings.Join(some(differ), ", "))
	}
	return p, nil
}

// escaped is a path as a pattern that only it matches.
func escaped(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(path)
}

// some are the first of many, and how many more there are.
func some(all []string) []string {
	if len(all) <= maxProblems {
		return all
	}
	return append(slices.Clone(all[:maxProblems]), fmt.Sprintf("and %d more", len(all)-maxProblems))
}

// marked says whether an import wrote a file, and owns all of it.
func marked(path string) bool {
	text, err := os.ReadFile(path)
	return err == nil && bytes.HasPrefix(text, []byte(importer.Mark))
}

// carryOut writes all files beside where they belong, and only when all of them are on
// disk puts each in its place, whole.
func (p plan) carryOut() (err error) {
	type staged struct{ from, to string }
	var all []staged
	defer func() {
		for _, s := range all {
			if err != nil {
				os.Remove(s.from) // what is in its place already stays: it is right
			}
		}
	}()
	for _, file := range p.write {
		to := filepath.Join(p.dir, filepath.FromSlash(file.Path))
		from, err := stage(to, file.Text)
		if err != nil {
			return fmt.Errorf("writing %s: %w", to, err)
		}
		all = append(all, staged{from, to})
	}
	for _, s := range all {
		if err := os.Rename(s.from, s.to); err != nil {
			return fmt.Errorf("writing %s: %w", s.to, err)
		}
	}
	for _, path := range p.remove {
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("removing what has no row any more: %w", err)
		}
	}
	return nil
}

// stage writes a file beside its place.
func stage(to string, text []byte) (string, error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { //nolint:gosec // manifests are for all to read
		return "", err
	}
	file, err := os.CreateTemp(filepath.Dir(to), ".import-*")
	if err != nil {
		return "", err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Chmod(0o644), file.Close()); err != nil {
		os.Remove(file.Name())
	}
	return file.Name(), err
}
