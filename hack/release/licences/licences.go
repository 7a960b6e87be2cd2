// Package licences says under which licences the modules are that a binary is linked
// from, by their own files in the module cache.
package licences

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// Module is a module that a package of the binary comes from.
type Module struct {
	Path, Version string
	Dir           string // in the module cache
}

// Linked returns the modules of other people that the main package in a directory is
// linked from, on a platform, sorted. Modules that only tests or tools need are none
// of them.
func Linked(ctx context.Context, dir, goos, goarch string) (modules []Module, err error) {
	list := exec.CommandContext(ctx, "go", "list", "-deps", "-json=Module", ".")
	list.Dir = dir
	list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+goarch)
	list.Stderr = os.Stderr
	listed, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("listing what %s is linked from: %w", dir, err)
	}
	for packages := json.NewDecoder(bytes.NewReader(listed)); ; {
		var p struct {
			Module *struct {
				Module

				Main bool
			}
		}
		if err := packages.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if p.Module != nil && !p.Module.Main { // the standard library is of none
			modules = append(modules, p.Module.Module)
		}
	}
	slices.SortFunc(modules, func(a, b Module) int { return strings.Compare(a.Path, b.Path) })
	return slices.Compact(modules), nil
}

// compatible are the licences under which what is linked into a work under the Apache
// licence may be given to others.
var compatible = []string{"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC"}

// named are the files that hold a licence.
var named = regexp.MustCompile(`(?i)^(licen[cs]es?|copying|copyright)([.-].*)?$`)

// Of returns the licences of a module, sorted, and an error where a file is not
// recognized for the most part.
func (m Module) Of() (ids []string, err error) {
	texts, err := m.Texts(named)
	if err != nil {
		return nil, err
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("%s: there is no licence", m.Path)
	}
	for name, text := range texts {
		found := licensecheck.Scan(text)
		if found.Percent < 75 {
			return nil, fmt.Errorf("%s: %s is something else for the most part", m.Path, name)
		}
		for _, match := range found.Match {
			ids = append(ids, match.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// MayBeLinked returns an error unless all licences of a module are among the compatible
// ones.
func (m Module) MayBeLinked() error {
	ids, err := m.Of()
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !slices.Contains(compatible, id) {
			return fmt.Errorf("%s is under %s", m.Path, id)
		}
	}
	return nil
}

// Texts returns the files at the top of a module whose names match.
func (m Module) Texts(names *regexp.Regexp) (map[string][]byte, error) {
	entries, err := os.ReadDir(m.Dir)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", m.Path, m.Version, err)
	}
	texts := map[string][]byte{}
	for _, entry := range entries {
		if entry.IsDir() || strings.HasSuffix(entry.Name(), ".go") || !names.MatchString(entry.Name()) {
			continue
		}
		if texts[entry.Name()], err = os.ReadFile(filepath.Join(m.Dir, entry.Name())); err != nil {
			return nil, err
		}
	}
	return texts, nil
}
