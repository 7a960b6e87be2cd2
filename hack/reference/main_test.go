package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/cli"
)

// TestCommandsAreTheirPages: every verb has its page, each says what --help says, and
// a verb that is gone leaves none behind.
func TestCommandsAreTheirPages(t *testing.T) {
	want := map[string]string{}
	for name, page := range pages(cli.Reference()) {
		want[name] = string(page)
	}
	got := map[string]string{}
	files, err := filepath.Glob(filepath.Join("..", "..", folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got[filepath.Base(file)] = string(page)
	}
	if len(want) < 10 {
		t.Errorf("only %d commands", len(want))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("run make generate (-want +written):\n%s", diff)
	}
}

// TestConditionsAreTheirPage: each constant of a condition or reason has its row.
func TestConditionsAreTheirPage(t *testing.T) {
	want, err := conditions(filepath.Join("..", "..", conditionsFile))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "..", conditionsPage))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("run make generate (-want +written):\n%s", diff)
	}
	for _, row := range []string{"| `MembersCleared` | no wall keeps a member out (C-8). |", "| `Duplicate` | "} {
		if !strings.Contains(string(want), row) {
			t.Errorf("no row %q", row)
		}
	}
}
