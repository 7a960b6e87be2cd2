package docs

import (
	"bufio"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/matterplane/matterplane/internal/test/node"
)

// leave points kubectl at a namespace of another cluster.
func (s *shell) leave(c *node.Cluster, namespace string) {
	s.t.Helper()
	if s.firm != nil {
		s.left, s.firm = s.firm, nil
	}
	s.talk(c.Kubeconfig(), namespace)
}

// install installs matterplane as docs/install.md does it, makes the namespace of a firm
// to come, and the account that may read metrics.
func (s *shell) install() {
	s.t.Helper()
	for _, command := range []string{
		"kubectl apply --server-side -k config/default",
		"kubectl -n matterplane-system rollout status deployment matterplane-controller-manager --timeout=2m",
		"kubectl create namespace " + namespace,
		"kubectl apply -f config/prometheus/reader.yaml",
	} {
		s.mustRun(command)
	}
}

// mustRun runs a command that has to succeed.
func (s *shell) mustRun(command string) {
	s.t.Helper()
	if said := s.run("{ " + command + "; } && echo done"); !strings.HasSuffix(said, "done\n") {
		s.t.Fatalf("%s: %s", command, said)
	}
}

// start starts a command that goes on beside the shell, until the page ends, and returns
// the first line that it prints.
func (s *shell) start(command string) string {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), "sh", "-c", "exec "+strings.TrimSuffix(command, "&"))
	cmd.Dir, cmd.Env, cmd.WaitDelay = s.dir, s.env, time.Second
	output, err := cmd.StdoutPipe()
	if err == nil {
		cmd.Stderr = cmd.Stdout
		err = cmd.Start()
	}
	if err != nil {
		s.t.Fatalf("%s: %v", command, err)
	}
	s.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // that it was killed
	})
	first, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		return fmt.Sprintf("%s%v", first, err)
	}
	return strings.TrimSpace(first)
}
