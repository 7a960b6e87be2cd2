// Package plants puts bugs into the manager, for tests and tools that must see them
// caught. The tree stays as it is: go takes the broken file from an overlay.
package plants

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Plant is a bug: what it breaks, and the text that it puts in the place of another,
// which must be there exactly once.
type Plant struct {
	Name, Breaks   string
	File, Old, New string
	Imports        string // that the bug needs beside those of the file
}

// In returns a file with the bug in it.
func (p Plant) In(text string) (string, error) {
	if n := strings.Count(text, p.Old); n != 1 {
		return "", fmt.Errorf("%s has the old text %d times, not once: %q", p.File, n, p.Old)
	}
	text = strings.Replace(text, p.Old, p.New, 1)
	return strings.Replace(text, "import (\n", "import (\n\t"+p.Imports+"\n", 1), nil
}

// Overlay plants the bug beside the repository at root, in a directory of its own, and
// returns what go build is to be given as -overlay.
func (p Plant) Overlay(root, dir string) (string, error) {
	path, err := filepath.Abs(filepath.Join(root, p.File))
	if err != nil {
		return "", fmt.Errorf("finding what to break: %w", err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("reading what to break: %w", err)
	}
	broken, err := p.In(string(text))
	if err != nil {
		return "", err
	}
	planted, overlay := filepath.Join(dir, "planted.go"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {path: planted}})
	if err != nil {
		return "", fmt.Errorf("writing an overlay: %w", err)
	}
	if err := errors.Join(os.WriteFile(planted, []byte(broken), 0o600), os.WriteFile(overlay, replace, 0o600)); err != nil {
		return "", fmt.Errorf("planting: %w", err)
	}
	return overlay, nil
}
