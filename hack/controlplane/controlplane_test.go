package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestUpToDate(t *testing.T) {
	t.Parallel()
	complete := func(t *testing.T) string {
		t.Helper()
		dir := t.TempDir()
		for _, c := range plane.commands {
			write(t, filepath.Join(dir, c.name))
		}
		if err := plane.putStamp(dir, "this"); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	cases := map[string]struct {
		change func(t *testing.T, dir string)
		want   bool
	}{
		"complete":         {change: func(*testing.T, string) {}, want: true},
		"a binary is gone": {change: func(t *testing.T, dir string) { t.Helper(); remove(t, filepath.Join(dir, "kubectl")) }},
		"no stamp":         {change: func(t *testing.T, dir string) { t.Helper(); remove(t, filepath.Join(dir, plane.stamp)) }},
		"another stamp": {change: func(t *testing.T, dir string) {
			t.Helper()
			if err := plane.putStamp(dir, "that"); err != nil {
				t.Fatal(err)
			}
		}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := complete(t)
			c.change(t, dir)
			if got := plane.upToDate(dir, "this"); got != c.want {
				t.Errorf("up to date: %t, want %t", got, c.want)
			}
		})
	}
}

// New binaries without a new stamp are an interrupted run: nothing may speak for
// them.
func TestInstallWithdrawsTheStamp(t *testing.T) {
	t.Parallel()
	from, dir := t.TempDir(), t.TempDir()
	for _, c := range plane.commands {
		write(t, filepath.Join(from, c.built))
	}
	if err := plane.putStamp(dir, "old"); err != nil {
		t.Fatal(err)
	}
	if err := plane.install(from, dir); err != nil {
		t.Fatal(err)
	}
	if plane.upToDate(dir, "old") {
		t.Error("the old stamp stands for the new binaries")
	}
	if err := plane.putStamp(dir, "new"); err != nil {
		t.Fatal(err)
	}
	if !plane.upToDate(dir, "new") {
		t.Error("the binaries are not all there")
	}
}

// Whoever builds one set does not make the other be built again.
func TestSetsHaveTheirOwnStamps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, s := range []set{plane, controllers} {
		from := t.TempDir()
		for _, c := range s.commands {
			write(t, filepath.Join(from, c.built))
		}
		if err := s.install(from, dir); err != nil {
			t.Fatal(err)
		}
		if err := s.putStamp(dir, "this"); err != nil {
			t.Fatal(err)
		}
	}
	if !plane.upToDate(dir, "this") || !controllers.upToDate(dir, "this") {
		t.Error("one set's stamp does not outlive the other's build")
	}
	remove(t, filepath.Join(dir, "kube-controller-manager"))
	if !plane.upToDate(dir, "this") || controllers.upToDate(dir, "this") {
		t.Error("the sets do not know their own binaries")
	}
}

func TestOneBuildAtATime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := newProgress(os.Stderr)
	unlock, err := lock(t.Context(), dir, p)
	if err != nil {
		t.Fatal(err)
	}
	locked := make(chan error)
	go func() {
		second, err := lock(t.Context(), dir, p)
		if err == nil {
			second()
		}
		locked <- err
	}()
	select {
	case err := <-locked:
		t.Errorf("the second run did not wait for the first: %v", err)
	case <-time.After(300 * time.Millisecond): // longer than it takes to look again
	}
	unlock()
	if err := <-locked; err != nil {
		t.Errorf("the second run: %v", err)
	}
}

func TestLdflagsNameTheRelease(t *testing.T) {
	t.Parallel()
	got := ldflags(module{Version: "v1.36.3", Sum: "h1:abc=", Time: time.Date(2026, 7, 22, 18, 7, 38, 0, time.UTC)})
	for _, want := range []string{
		"-s -w -X k8s.io/component-base/version.gitVersion=v1.36.3 ",
		" -X k8s.io/component-base/version.gitMajor=1 ",
		" -X k8s.io/component-base/version.gitMinor=36 ",
		" -X k8s.io/component-base/version.gitCommit=h1:abc= ",
		" -X k8s.io/client-go/pkg/version.buildDate=2026-07-22T18:07:38Z",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
}

func TestLinesArriveWhole(t *testing.T) {
	t.Parallel()
	var taken []string
	l := &lines{take: func(line string) bool {
		taken = append(taken, line)
		return strings.HasPrefix(line, "k8s.io/")
	}}
	fmt.Fprint(l, "k8s.io/a")
	fmt.Fprint(l, "pi\n# broken\nk8s.io/client-go\n")
	if got, want := strings.Join(taken, ","), "k8s.io/api,# broken,k8s.io/client-go"; got != want {
		t.Errorf("lines %q, want %q", got, want)
	}
	if got, want := l.rest.String(), "# broken\n"; got != want {
		t.Errorf("kept %q, want %q", got, want)
	}
}

func write(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("binary"), 0o755); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}
