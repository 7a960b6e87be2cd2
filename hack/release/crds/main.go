// Command crds compares the CRDs of this commit with those of the last release, and
// fails where something is broken that nobody has accepted. It is make compatible.
//
//	go -C hack/release run ./crds ../../config/crd/released ../../config/crd/bases
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/hack/release/compatible"
)

func main() {
	flag.Parse()
	if err := run(flag.Arg(0), flag.Arg(1)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// acceptedFile lists, beside the CRDs of the last release, what breaks on purpose.
const acceptedFile = "accepted.yaml"

// accepted is a break on purpose.
type accepted struct {
	Breaks  string `json:"breaks"`
	Because string `json:"because"`
}

func run(released, now string) error {
	before, err := read(released)
	if err != nil {
		return err
	}
	after, err := read(now)
	if err != nil {
		return err
	}
	breaks, err := compatible.Breaks(before, after)
	if err != nil {
		return err
	}
	var known []accepted
	text, err := os.ReadFile(filepath.Join(released, acceptedFile))
	if err != nil {
		return err
	}
	if err := yaml.UnmarshalStrict(text, &known); err != nil {
		return fmt.Errorf("%s: %w", acceptedFile, err)
	}
	return judged(breaks, known)
}

// judged returns the breaks that nobody has accepted, and what was accepted without
// need or without a reason.
func judged(breaks []compatible.Break, known []accepted) error {
	var found []error
	is := func(b compatible.Break) func(accepted) bool {
		return func(a accepted) bool { return a.Breaks == b.String() }
	}
	for _, b := range breaks {
		if !slices.ContainsFunc(known, is(b)) {
			found = append(found, errors.New(b.String()))
		}
	}
	for _, a := range known {
		if !slices.ContainsFunc(breaks, func(b compatible.Break) bool { return is(b)(a) }) {
			found = append(found, fmt.Errorf("%s: %q breaks no more: take it out", acceptedFile, a.Breaks))
		}
		if a.Because == "" {
			found = append(found, fmt.Errorf("%s: %q: why?", acceptedFile, a.Breaks))
		}
	}
	return errors.Join(found...)
}

// read returns the CRDs of a directory.
func read(dir string) (all []compatible.CRD, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if filepath.Base(file) == acceptedFile {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var crd compatible.CRD
		if err := yaml.UnmarshalStrict(text, &crd); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, crd)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("there are no CRDs in %s", dir)
	}
	return all, nil
}
