package install

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/node"
)

// deployed is the Deployment that is installed; kinds are what firms are made of, and
// firm is that of the samples.
const (
	deployed = "deployment/matterplane-controller-manager"
	kinds    = "firms,offices,firmusers,matters,assistantlinks"
	firm     = "harcourt-vane"
)

// TestPlatform: a platform team installs it on a cluster with nodes by one command, and
// then does what platform teams do: applies again, deletes a pod, restarts, drains,
// deletes a firm, uninstalls, and installs by Helm. Firms write all the while, and not
// one write fails.
func TestPlatform(t *testing.T) {
	p := platform{Cluster: node.Start(t)}
	file := distribute(t)
	p.installs(t, file)
	p.samples(t)
	p.refuses(t)
	p.appliesAgain(t, file)
	p.rolls(t)
	p.deletesAFirm(t)
	p.uninstalls(t, file)
	p.helm(t)
}

// platform is the team, and its cluster.
type platform struct{ *node.Cluster }

// system runs kubectl where it is installed.
func (p platform) system(t *testing.T, args ...string) string {
	t.Helper()
	return p.MustKubectl(t, append([]string{"--namespace", namespace}, args...)...)
}

// installs: the command that the documentation shows, after which three are ready and
// one leads.
func (p platform) installs(t *testing.T, file string) {
	t.Helper()
	p.MustKubectl(t, "apply", "--server-side", "-f", file)
	p.system(t, "rollout", "status", deployed, "--timeout=3m")
	if ready := p.system(t, "get", deployed, "-o", "jsonpath={.status.readyReplicas} of {.spec.replicas}"); ready != "3 of 3" {
		t.Errorf("ready are %s", ready)
	}
	p.leader(t)
}

// leader waits until one pod, and no other, says that it began to lead. To be ready a
// manager need not lead, and who takes over looks at the lease every few seconds.
func (p platform) leader(t *testing.T) string {
	t.Helper()
	var leaders []string
	cluster.Eventually(t, time.Minute, func() error {
		leaders = nil
		for _, pod := range p.pods(t) {
			log, err := p.Kubectl(t, "--namespace", namespace, "logs", pod)
			if err != nil {
				return err
			}
			if strings.Contains(log, "Successfully acquired lease") {
				leaders = append(leaders, pod)
			}
		}
		if len(leaders) != 1 {
			return fmt.Errorf("of those that are not about to end %q lead", leaders)
		}
		return nil
	})
	return leaders[0]
}

// pods are the managers that are not about to end.
func (p platform) pods(t *testing.T) []string {
	t.Helper()
	return strings.Fields(p.system(t, "get", "pods", "-l", "app.kubernetes.io/component=manager",
		"-o", "go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}} {{end}}{{end}}"))
}

// samples: a firm is applied, and becomes Ready.
func (p platform) samples(t *testing.T) {
	t.Helper()
	p.MustKubectl(t, "apply", "--server-side", "-k", cluster.Path(t, "config", "samples"))
	p.MustKubectl(t, "-n", firm, "wait", kinds, "--all", "--for=condition=Ready", "--timeout=2m")
	if members := p.MustKubectl(t, "-n", firm, "get", "matter", "kestrel-quillon", "-o", "jsonpath={.status.staffing[*].user}"); !strings.Contains(members, "priya-raman") {
		t.Errorf("the members of a matter are %s", members)
	}
}

// refuses: the API server calls the webhooks by their Service, and says what they say.
func (p platform) refuses(t *testing.T) {
	t.Helper()
	_, err := p.Kubectl(t, "-n", firm, "patch", "firmuser", "tom-ashworth", "--type=merge", "--as=patricia.osei@harcourt-vane.example",
		"-p", `{"spec": {"systemRole": "FirmAdministrator"}}`)
	if err == nil || !strings.Contains(err.Error(), "validate.matterplane.dev") {
		t.Errorf("an office's administrator makes an administrator of the firm: %v", err)
	}
}

// appliesAgain: the same command changes nothing, of the installation and of the firm.
func (p platform) appliesAgain(t *testing.T, file string) {
	t.Helper()
	const each = `jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.uid} {.metadata.generation}{"\n"}{end}`
	stored := func() string {
		t.Helper()
		return p.MustKubectl(t, "-n", firm, "get", kinds, "-o", each) + p.system(t, "get", "-o", each,
			"deployment,replicaset,pod,service,crd,mutatingwebhookconfiguration,validatingwebhookconfiguration")
	}
	before := stored()
	p.MustKubectl(t, "apply", "--server-side", "-f", file)
	p.MustKubectl(t, "apply", "--server-side", "-k", cluster.Path(t, "config", "samples"))
	if after := stored(); before != after {
		t.Errorf("the second time it changes something:\n%s\n%s", before, after)
	}
}

// rolls: the leader's pod is deleted, all are restarted, and a node is drained, while
// clients write.
func (p platform) rolls(t *testing.T) {
	t.Helper()
	writers := p.startWriters(t)
	p.system(t, "delete", "pod", p.leader(t), "--timeout=2m")
	p.system(t, "rollout", "status", deployed, "--timeout=3m")
	p.leader(t) // somebody leads again
	writers.another(t)

	before := p.pods(t)
	p.system(t, "rollout", "restart", deployed)
	p.system(t, "rollout", "status", deployed, "--timeout=3m")
	for _, pod := range p.pods(t) {
		if strings.Contains(strings.Join(before, " "), pod) {
			t.Errorf("%s was not restarted", pod)
		}
	}
	writers.another(t)

	p.MustKubectl(t, "drain", "node-1", "--timeout=2m")
	if nodes := p.system(t, "get", "pods", "-o", "jsonpath={.items[*].spec.nodeName}"); strings.Contains(nodes, "node-1") {
		t.Errorf("after node-1 is drained, pods run on %s", nodes)
	}
	p.MustKubectl(t, "uncordon", "node-1")
	p.system(t, "rollout", "status", deployed, "--timeout=3m")
	writers.another(t)
	writers.end(t)
}

// deletesAFirm: its namespace goes, and all that is in it, though no manager answers.
func (p platform) deletesAFirm(t *testing.T) {
	t.Helper()
	p.system(t, "scale", deployed, "--replicas=0")
	p.system(t, "wait", "pod", "-l", "app.kubernetes.io/component=manager", "--for=delete", "--timeout=2m")
	if _, err := p.Kubectl(t, "-n", firm, "annotate", "office", "--all", "note=1"); err == nil || !strings.Contains(err.Error(), "failed calling webhook") {
		t.Errorf("a write that nobody judges: %v", err)
	}
	p.MustKubectl(t, "delete", "namespace", firm, "--timeout=2m")
}

// uninstalls: as the documentation says, and nothing is left.
func (p platform) uninstalls(t *testing.T, file string) {
	t.Helper()
	p.MustKubectl(t, "delete", "mutatingwebhookconfiguration/"+admission.MutatingConfiguration, "validatingwebhookconfiguration/"+admission.ValidatingConfiguration)
	p.MustKubectl(t, "delete", "-f", file, "--ignore-not-found", "--timeout=2m")
	if left := p.MustKubectl(t, "get", "namespace,crd,clusterrole,clusterrolebinding,priorityclass", "-o", "name"); strings.Contains(left, "matterplane") {
		t.Errorf("left is\n%s", left)
	}
}

// helm: the same by Helm, which waits until it runs, upgrades it, and keeps the firms.
func (p platform) helm(t *testing.T) {
	t.Helper()
	program, err := build(filepath.Join("hack", "helm"), "helm.sh/helm/v4/cmd/helm")
	if err != nil {
		t.Fatal(err)
	}
	home, chart := t.TempDir(), cluster.Path(t, "config", "helm")
	helm := func(args ...string) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), program, append(args, "--namespace", namespace, "--kubeconfig", p.Kubeconfig(), "--wait", "--timeout=3m")...)
		cmd.Env = append(os.Environ(), "HELM_CACHE_HOME="+home, "HELM_CONFIG_HOME="+home, "HELM_DATA_HOME="+home)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatal(errors.Join(fmt.Errorf("helm %s: %w", args[0], err), errors.New(string(out))))
		}
	}
	helm("install", "matterplane", chart, "--create-namespace")
	p.samples(t)
	p.refuses(t)
	writers := p.startWriters(t)
	helm("upgrade", "matterplane", chart, "--set", "replicas=2", "--set", "logLevel=debug")
	if pods := p.pods(t); len(pods) != 2 {
		t.Errorf("of two replicas there are %v", pods)
	}
	writers.another(t)
	writers.end(t)
	helm("uninstall", "matterplane")
	p.MustKubectl(t, "-n", firm, "get", "matter", "kestrel-quillon")
}
