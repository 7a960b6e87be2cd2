package prove

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/matterplane/matterplane/internal/test/model"
)

// Saved is a history in a file: on each line a write, or a comment behind a #;
// before them, where it is not that of L-10, the bound.
type Saved struct {
	Name string
	History
}

// Load returns the histories of a directory, by name.
func Load(dir string) ([]Saved, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("listing the saved histories: %w", err)
	}
	slices.Sort(files)
	all := make([]Saved, 0, len(files))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading a saved history: %w", err)
		}
		h, err := Parse(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, Saved{Name: strings.TrimSuffix(filepath.Base(file), ".txt"), History: h})
	}
	return all, nil
}

// Parse reads a history as History.String writes it.
func Parse(text string) (History, error) {
	h := History{Bound: model.DefaultLeftBound}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if bound, is := strings.CutPrefix(line, "bound "); is {
			n, err := strconv.Atoi(bound)
			if err != nil {
				return h, fmt.Errorf("reading the bound: %w", err)
			}
			h.Bound = n
			continue
		}
		write, err := model.ParseWrite(line)
		if err != nil {
			return h, fmt.Errorf("%q: %w", line, err)
		}
		h.Writes = append(h.Writes, write)
	}
	if !writable(h.Writes) {
		return h, fmt.Errorf("no API server would take these writes")
	}
	return h, nil
}

// Save writes a history into a directory, behind a comment, and returns the file.
// Without a name it gets one that no other history has.
func Save(dir, name string, h History, comment string) (string, error) {
	var text bytes.Buffer
	for line := range strings.Lines(strings.TrimSpace(comment)) {
		fmt.Fprintf(&text, "# %s\n", strings.TrimRight(line, "\n"))
	}
	text.WriteString(h.String())
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("making room for histories: %w", err)
	}
	if name == "" {
		sum := sha256.Sum256([]byte(h.String()))
		name = fmt.Sprintf("found-%x", sum[:4])
	}
	file := filepath.Join(dir, name+".txt")
	if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
		return "", fmt.Errorf("saving a history: %w", err)
	}
	return file, nil
}
