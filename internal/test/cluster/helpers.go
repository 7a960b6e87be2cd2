package cluster

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// pollInterval is how often a condition is looked at: often enough that tests do
// not wait for it, seldom enough that the machine does not.
const pollInterval = 20 * time.Millisecond

// namespaces numbers the namespaces of this control plane.
var namespaces atomic.Int64

// ended are the namespaces whose tests have ended.
var ended struct {
	mu    sync.Mutex
	names []string
}

// Ended returns the namespaces whose tests have ended. Nothing deletes them, so that
// whoever watches all namespaces has more to look at with every test.
func Ended() []string {
	ended.mu.Lock()
	defer ended.mu.Unlock()
	return slices.Clone(ended.names)
}

// Namespace makes a namespace for this test alone: a firm (W-1).
func Namespace(t testing.TB) string {
	t.Helper()
	return namespace(t, nil)
}

// NamespaceWithoutWebhooks makes a namespace for this test alone in which the
// webhooks of WithWebhooks are not called, as if they were not installed.
func NamespaceWithoutWebhooks(t testing.TB) string {
	t.Helper()
	return namespace(t, map[string]string{webhooksLabel: "off"})
}

func namespace(t testing.TB, labels map[string]string) string {
	t.Helper()
	name := fmt.Sprintf("firm-%d", namespaces.Add(1))
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels}}
	if err := Client().Create(t.Context(), ns); err != nil {
		t.Fatalf("creating namespace %s: %v", name, err)
	}
	t.Cleanup(func() {
		ended.mu.Lock()
		defer ended.mu.Unlock()
		ended.names = append(ended.names, name)
	})
	return name
}

// Path returns the path of what lies in the repository at the given place.
func Path(t testing.TB, place ...string) string {
	t.Helper()
	top, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(append([]string{top}, place...)...)
}

// Kubectl runs the real kubectl as the administrator and returns what it prints.
// An error wraps the *exec.ExitError and says what kubectl printed as its error.
func Kubectl(t testing.TB, namespace, stdin string, args ...string) (string, error) {
	t.Helper()
	flags := []string{
		"--kubeconfig", current.kubeconfig,
		"--cache-dir", filepath.Join(filepath.Dir(current.kubeconfig), "kubectl-cache"),
		"--namespace", namespace,
	}
	cmd := exec.CommandContext(t.Context(), current.kubectl, append(flags, args...)...)
	cmd.Env = append(os.Environ(), "KUBERC=off") // nobody's own settings
	diff, err := diffProgram()
	if err != nil {
		return "", err
	}
	cmd.Env = append(cmd.Env, diff...)
	cmd.Stdin = strings.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return stdout.String(), fmt.Errorf("kubectl %s: %w: %s",
			strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), nil
}

// MustKubectl is Kubectl where an error ends the test.
func MustKubectl(t testing.TB, namespace, stdin string, args ...string) string {
	t.Helper()
	out, err := Kubectl(t, namespace, stdin, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return out
}

// Eventually waits until the condition returns no error. After the timeout it
// ends the test with the last error. Name what is missing in the error: it is all
// that whoever reads the failure gets to see.
func Eventually(t testing.TB, timeout time.Duration, condition func() error) {
	t.Helper()
	late := time.NewTimer(timeout)
	defer late.Stop()
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for {
		err := condition()
		if err == nil {
			return
		}
		select {
		case <-late.C:
			t.Fatalf("not within %s: %v", timeout, err)
			return
		case <-tick.C:
		}
	}
}
