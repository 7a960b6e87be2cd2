package check_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/manifests"
)

// files returns what check says of files.
func files(t testing.TB, sources ...string) []check.Finding {
	t.Helper()
	return filesOf(t, read(t, sources...))
}

func read(t testing.TB, sources ...string) *manifests.Set {
	t.Helper()
	set, err := manifests.Read(t.Context(), manifests.Options{Sources: sources})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func filesOf(t testing.TB, set *manifests.Set) []check.Finding {
	t.Helper()
	found, err := check.Files(t.Context(), set)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func write(t testing.TB, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
