package plants

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestIn(t *testing.T) {
	p := Plant{File: "a.go", Old: "one", New: "two", Imports: `"errors"`}
	got, err := p.In("import (\n\t\"fmt\"\n)\n\nconst one\n")
	if want := "import (\n\t\"errors\"\n\t\"fmt\"\n)\n\nconst two\n"; got != want || err != nil {
		t.Errorf("got %q, error %v", got, err)
	}
	for _, text := range []string{"nobody", "one or one"} {
		if _, err := p.In(text); err == nil || !strings.Contains(err.Error(), "a.go") {
			t.Errorf("%q takes the bug: %v", text, err)
		}
	}
}

// TestOverlay: go is told to read the broken file in place of the other, which stays
// as it was.
func TestOverlay(t *testing.T) {
	root, dir := t.TempDir(), t.TempDir()
	file := filepath.Join(root, "a.go")
	if err := os.WriteFile(file, []byte("const one"), 0o600); err != nil {
		t.Fatal(err)
	}
	path, err := Plant{File: "a.go", Old: "one", New: "two"}.Overlay(root, dir)
	if err != nil {
		t.Fatal(err)
	}
	var overlay struct{ Replace map[string]string }
	text, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(text, &overlay) != nil {
		t.Fatalf("%s: %v", text, err)
	}
	for name, want := range map[string]string{file: "const one", overlay.Replace[file]: "const two"} {
		if got, err := os.ReadFile(name); string(got) != want || err != nil {
			t.Errorf("%s: got %q, want %q, error %v", name, got, want, err)
		}
	}
}
