package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// fingerprint sums up all that goes into the binaries: the modules and their
// checksums, the flags and the toolchain.
func (s set) fingerprint() (string, error) {
	h := sha256.New()
	for _, name := range []string{"go.mod", "go.sum"} {
		b, err := os.ReadFile(name)
		if err != nil {
			return "", fmt.Errorf("reading the pinned modules (run it in hack/controlplane): %w", err)
		}
		h.Write(b)
	}
	fmt.Fprintln(h, s.commands, buildFlags, ldflags(module{}), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return hex.EncodeToString(h.Sum(nil)), nil
}

// upToDate reports whether dir holds all binaries, built from want.
func (s set) upToDate(dir, want string) bool {
	got, err := os.ReadFile(filepath.Join(dir, s.stamp))
	if err != nil || string(got) != want {
		return false
	}
	for _, c := range s.commands {
		if _, err := os.Stat(filepath.Join(dir, c.name)); err != nil {
			return false
		}
	}
	return true
}

// putStamp records what dir's binaries were built from.
func (s set) putStamp(dir, fingerprint string) error {
	path := filepath.Join(dir, s.stamp)
	if err := os.WriteFile(path+".new", []byte(fingerprint), 0o644); err != nil {
		return fmt.Errorf("writing the stamp: %w", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("moving the stamp into place: %w", err)
	}
	return nil
}

func (s set) unstamp(dir string) error {
	if err := os.Remove(filepath.Join(dir, s.stamp)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing the old stamp: %w", err)
	}
	return nil
}
