package main

import (
	"bufio"
	"bytes"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// roleVariable makes the test binary play another program.
const roleVariable = "DEVCLUSTER_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "devcluster":
		os.Exit(devcluster())
	case "runner":
		os.Exit(runner())
	}
	os.Exit(m.Run())
}

// runner plays `go run`: it starts devcluster and leaves it behind when killed.
func runner() int {
	cmd := exec.Command("/proc/self/exe", os.Args[1:]...)
	cmd.Env = append(os.Environ(), roleVariable+"=devcluster")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return 1
	}
	return 0
}

// Whatever ends a devcluster, it leaves no process behind and all data in place.
// The endings follow each other in one data directory: each finds what was
// stored before the first.
func TestEndings(t *testing.T) {
	endings := []struct {
		name     string
		runner   bool
		end      func(*testing.T, *running)
		exitCode int // -1: killed
	}{
		{name: "Ctrl-C", end: kill(syscall.SIGINT)},
		{name: "SIGTERM", end: kill(syscall.SIGTERM)},
		{name: "SIGKILL", end: kill(syscall.SIGKILL), exitCode: -1},
		{name: "etcd dies", end: killEtcd, exitCode: 1},
		{name: "go run gets SIGTERM", runner: true, end: kill(syscall.SIGTERM), exitCode: -1},
		{name: "go run gets SIGKILL", runner: true, end: kill(syscall.SIGKILL), exitCode: -1},
	}
	dir := filepath.Join(t.TempDir(), "data")
	for i, e := range endings {
		t.Run(e.name, func(t *testing.T) {
			r := startDevcluster(t, dir, e.runner, "--manager=false", "--samples=")
			if i == 0 {
				r.kubectl(t, "create", "namespace", "kept")
			}
			r.kubectl(t, "get", "namespace", "kept")

			e.end(t, r)
			r.ends(t, e.exitCode)
		})
	}
}

// running is a devcluster that is ready.
type running struct {
	cmd       *exec.Cmd // devcluster, or the runner that started it
	stdout    []string  // until it was ready
	stderr    bytes.Buffer
	dir       string
	processes map[string]int
}

func startDevcluster(t *testing.T, dir string, asRunner bool, args ...string) *running {
	t.Helper()
	r := &running{dir: dir, processes: map[string]int{}}
	binary, role := "/proc/self/exe", "devcluster"
	if asRunner {
		binary, role = filepath.Join(t.TempDir(), "go"), "runner" // known by its name
		if err := os.Symlink("/proc/"+strconv.Itoa(os.Getpid())+"/exe", binary); err != nil {
			t.Fatal(err)
		}
	}
	r.cmd = exec.Command(binary, append(args, "--data-dir="+dir)...)
	r.cmd.Env = append(os.Environ(), roleVariable+"="+role)
	r.cmd.Stderr = &r.stderr
	r.cmd.WaitDelay = time.Minute // a devcluster that was left behind has the pipe
	stdout, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // what a failing test leaves
		r.cmd.Process.Kill() //nolint:errcheck // it may have ended as it should
		for _, pid := range r.processes {
			syscall.Kill(pid, syscall.SIGKILL) //nolint:errcheck // as above
		}
	})

	ready := false
	for lines := bufio.NewScanner(stdout); !ready && lines.Scan(); {
		r.stdout = append(r.stdout, lines.Text())
		ready = lines.Text() == "devcluster ready"
	}
	if !ready {
		t.Fatalf("it never got ready: %v\n%s", r.cmd.Wait(), &r.stderr)
	}
	pid := r.cmd.Process.Pid
	if asRunner {
		pid = childrenOf(t, pid)["exe"]
		r.processes["devcluster"] = pid
	}
	maps.Copy(r.processes, childrenOf(t, pid))
	if r.processes["etcd"] == 0 || r.processes["kube-apiserver"] == 0 {
		t.Fatalf("etcd or kube-apiserver is no child of devcluster: %v", r.processes)
	}
	return r
}

// ends waits for the end and checks that nothing is left.
func (r *running) ends(t *testing.T, want int) {
	t.Helper()
	if err := r.cmd.Wait(); exitCode(err) != want {
		t.Errorf("ended with %v, want exit code %d\n%s", err, want, &r.stderr)
	}
	for name, pid := range r.processes {
		eventually(t, name+" to be gone", func() bool { return !runs(pid) })
	}
}

func (r *running) kubectl(t *testing.T, args ...string) string {
	t.Helper()
	tools, err := findTools()
	if err != nil {
		t.Fatal(err)
	}
	args = append([]string{"--kubeconfig", filepath.Join(r.dir, "kubeconfig"), "--cache-dir", t.TempDir()}, args...)
	out, err := output(t.Context(), ".", tools.path("kubectl"), args...)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func kill(signal syscall.Signal) func(*testing.T, *running) {
	return func(t *testing.T, r *running) {
		t.Helper()
		if err := r.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
	}
}

func killEtcd(t *testing.T, r *running) {
	t.Helper()
	if err := syscall.Kill(r.processes["etcd"], syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

func exitCode(err error) int {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	return 0
}

// childrenOf returns the children of a process by name.
func childrenOf(t *testing.T, pid int) map[string]int {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Fatal(err)
	}
	children := map[string]int{}
	for _, e := range entries {
		child, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if name, parent, err := status(child); err == nil && parent == pid {
			children[name] = child
		}
	}
	return children
}

// runs reports whether a process runs; one that ended may wait to be reaped.
func runs(pid int) bool {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(strings.Split(string(b), "\n"), func(line string) bool {
		return strings.HasPrefix(line, "State:\tZ") || strings.HasPrefix(line, "State:\tX")
	})
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(30 * time.Second)
	for !is() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Errorf("waited in vain for %s", what)
			return
		}
	}
}
