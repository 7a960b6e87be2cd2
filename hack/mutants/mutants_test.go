package main

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"
)

// The list holds: what every mutant breaks is still there, once, and what it
// puts there instead is Go.
func TestMutantsFitTheCode(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range mutants() {
		text, err := m.planted(filepath.Join("..", ".."))
		if err != nil {
			t.Errorf("%s: %v", m, err)
			continue
		}
		if _, err := parser.ParseFile(token.NewFileSet(), m.file, text, 0); err != nil {
			t.Errorf("%s: %v", m, err)
		}
		if m.old == m.new || seen[m.String()] {
			t.Errorf("%s: it breaks nothing, or is there twice", m)
		}
		seen[m.String()] = true
	}
	t.Logf("%d mutants", len(mutants()))
}
