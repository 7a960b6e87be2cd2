package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// buildFlags are the flags of every go command here: static binaries, the same
// on every machine, from modules that match go.sum.
var buildFlags = []string{"-mod=readonly", "-trimpath", "-buildvcs=false"}

// build compiles and links all commands next to dir's files and then moves them
// into place, so that nobody ever sees half a binary.
func (s set) build(ctx context.Context, dir string, p *progress) error {
	release, err := moduleOf(ctx, "k8s.io/kubernetes")
	if err != nil {
		return err
	}
	var packages, names []string
	for _, c := range s.commands {
		packages, names = append(packages, c.pkg), append(names, c.name)
	}
	p.print("building %s (Kubernetes %s; minutes, once)", strings.Join(names, ", "), release.Version)

	stale, err := staleDeps(ctx, packages, p)
	if err != nil {
		return err
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("resolving the output directory: %w", err)
	}
	temp := filepath.Join(dir, ".build") // what a run that was killed left there goes, too
	defer os.RemoveAll(temp)

	args := slices.Concat([]string{"build", "-v"}, buildFlags, []string{"-ldflags", ldflags(release), "-o", temp + string(filepath.Separator)}, packages)
	if err := compile(ctx, args, stale, p); err != nil {
		return err
	}
	if err := s.install(temp, dir); err != nil {
		return err
	}
	p.print("built in %s", p.elapsed())
	return nil
}

// module is what `go list -m -json` tells of one.
type module struct {
	Version string
	Sum     string
	Time    time.Time
}

func moduleOf(ctx context.Context, name string) (module, error) {
	var m module
	out, err := goCommand(ctx, nil, "list", "-mod=readonly", "-m", "-json", name)
	if err != nil {
		return m, fmt.Errorf("looking up module %s: %w", name, err)
	}
	if err := json.Unmarshal(out, &m); err != nil {
		return m, fmt.Errorf("reading what go says of module %s: %w", name, err)
	}
	return m, nil
}

// ldflags strips the binaries and tells them which release they are. A module
// has no commit: its checksum stands there, and "archive" says so.
func ldflags(m module) string {
	major, rest, _ := strings.Cut(strings.TrimPrefix(m.Version, "v"), ".")
	minor, _, _ := strings.Cut(rest, ".")

	flags := []string{"-s", "-w"}
	for _, pkg := range []string{"k8s.io/component-base/version", "k8s.io/client-go/pkg/version"} {
		for _, v := range [][2]string{
			{"gitVersion", m.Version},
			{"gitMajor", major},
			{"gitMinor", minor},
			{"gitCommit", m.Sum},
			{"gitTreeState", "archive"},
			{"buildDate", m.Time.UTC().Format(time.RFC3339)},
		} {
			flags = append(flags, "-X", pkg+"."+v[0]+"="+v[1])
		}
	}
	return strings.Join(flags, " ")
}

// staleDeps lists the packages that are not in the build cache yet; on the way
// go downloads the modules that hold them.
func staleDeps(ctx context.Context, packages []string, p *progress) (map[string]bool, error) {
	downloads := 0
	onLine := func(line string) bool {
		if !strings.HasPrefix(line, "go: downloading ") {
			return false
		}
		downloads++
		p.update("downloading modules: %d", downloads)
		return true
	}
	args := slices.Concat([]string{"list", "-deps", "-f", "{{if .Stale}}{{.ImportPath}}{{end}}"}, buildFlags, packages)
	out, err := goCommand(ctx, onLine, args...)
	if err != nil {
		return nil, fmt.Errorf("listing what to compile: %w", err)
	}
	stale := map[string]bool{}
	for name := range strings.FieldsSeq(string(out)) {
		stale[name] = true
	}
	return stale, nil
}

// compile runs one go build, which names each package as it starts on it.
func compile(ctx context.Context, args []string, stale map[string]bool, p *progress) error {
	total := len(stale)
	p.update("compiling %d packages", total)
	onLine := func(line string) bool {
		if !stale[line] {
			return false
		}
		delete(stale, line)
		p.update("compiling %d of %d: %s", total-len(stale), total, line)
		if len(stale) == 0 {
			p.update("linking")
		}
		return true
	}
	if _, err := goCommand(ctx, onLine, args...); err != nil {
		return fmt.Errorf("building: %w", err)
	}
	return nil
}

// install moves what go built into dir under the commands' names. The old stamp
// goes first: it does not speak for the new binaries.
func (s set) install(from, dir string) error {
	if err := s.unstamp(dir); err != nil {
		return err
	}
	for _, c := range s.commands {
		if err := os.Rename(filepath.Join(from, c.built), filepath.Join(dir, c.name)); err != nil {
			return fmt.Errorf("moving %s into place: %w", c.name, err)
		}
	}
	return nil
}
