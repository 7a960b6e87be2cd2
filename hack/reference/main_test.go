package main

import (
	"os"
	"path/filepath"
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
