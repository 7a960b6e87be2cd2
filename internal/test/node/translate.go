package node

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/matterplane/matterplane/internal/test/ports"
)

// What a process in a container has to itself, one on a shared machine has not. So what
// the pod says of ports and paths is put in other words:
//
//	a port that the container declares   a free one; it listens on 127.0.0.1
//	a path under a mount                 the volume's directory
//	the account's mount, which
//	client-go reads where it always is   a kubeconfig of what is mounted there, and
//	                                     --leader-elect-namespace
//	fields of the pod in variables       their values
//
// Nothing else changes. The webhook server has no flag for its address: it listens on
// every address, as in its pod.

// accountMount is where every pod finds its ServiceAccount.
const accountMount = "/var/run/secrets/kubernetes.io/serviceaccount"

// prepare makes all that the container needs, and returns its environment and arguments.
func (p *pod) prepare(ctx context.Context) (env, args []string, err error) {
	dirs, err := p.mount(ctx)
	if err != nil {
		return nil, nil, err
	}
	here := map[int32]int{}
	for _, declared := range p.container().Ports {
		here[declared.ContainerPort] = ports.Free()
	}
	p.mu.Lock()
	p.ports = here
	p.mu.Unlock()

	for _, arg := range p.container().Args {
		args = append(args, translated(arg, here, dirs))
	}
	env, err = p.environment()
	if err != nil {
		return nil, nil, err
	}
	account, ok := dirs[accountMount]
	if !ok {
		return env, args, nil // as in a pod whose account is not mounted: it knows no cluster
	}
	kubeconfig := filepath.Join(p.dir(), "kubeconfig")
	who := &clientcmdapi.AuthInfo{TokenFile: filepath.Join(account, "token")}
	if err := p.cluster.writeKubeconfig(kubeconfig, who, filepath.Join(account, "ca.crt")); err != nil {
		return nil, nil, err
	}
	namespace, err := os.ReadFile(filepath.Join(account, "namespace"))
	if err != nil {
		return nil, nil, fmt.Errorf("reading the namespace around the pod: %w", err)
	}
	return append(env, "KUBECONFIG="+kubeconfig), append(args, "--leader-elect-namespace="+string(namespace)), nil
}

// dir is what the pod has on this machine.
func (p *pod) dir() string { return p.cluster.file("pod-" + string(p.spec.UID)) }

// translated says an argument in this machine's words.
func translated(arg string, ports map[int32]int, dirs map[string]string) string {
	name, value, ok := strings.Cut(arg, "=")
	if !ok {
		return arg
	}
	for port, here := range ports {
		switch value {
		case fmt.Sprintf(":%d", port), fmt.Sprintf("0.0.0.0:%d", port):
			return fmt.Sprintf("%s=127.0.0.1:%d", name, here)
		case strconv.Itoa(int(port)):
			if strings.HasSuffix(name, "port") {
				return fmt.Sprintf("%s=%d", name, here)
			}
		}
	}
	for path, dir := range dirs {
		if value == path || strings.HasPrefix(value, path+"/") {
			return name + "=" + dir + strings.TrimPrefix(value, path)
		}
	}
	return arg
}

// environment is the variables that the container declares, and no other: a container
// inherits nothing, but for the image's PATH.
func (p *pod) environment() ([]string, error) {
	env := []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TMPDIR=" + p.dir()}
	for _, v := range p.container().Env {
		value, err := p.value(v)
		if err != nil {
			return nil, fmt.Errorf("variable %s: %w", v.Name, err)
		}
		env = append(env, v.Name+"="+value)
	}
	return env, nil
}

func (p *pod) value(v corev1.EnvVar) (string, error) {
	switch from := v.ValueFrom; {
	case from == nil:
		return v.Value, nil
	case from.FieldRef != nil:
		return p.field(from.FieldRef.FieldPath)
	case from.ResourceFieldRef != nil:
		return p.resource(from.ResourceFieldRef)
	}
	return "", fmt.Errorf("the tests' kubelet does not know %v", v.ValueFrom)
}

// field is a field of the pod, as the downward API has it.
func (p *pod) field(path string) (string, error) {
	value, ok := map[string]string{
		"metadata.name":           p.spec.Name,
		"metadata.namespace":      p.spec.Namespace,
		"metadata.uid":            string(p.spec.UID),
		"spec.nodeName":           p.spec.Spec.NodeName,
		"spec.serviceAccountName": p.spec.Spec.ServiceAccountName,
		"status.podIP":            p.ip,
		"status.hostIP":           hostIP(p.spec.Spec.NodeName),
	}[path]
	if !ok {
		return "", fmt.Errorf("the tests' kubelet does not know %s", path)
	}
	return value, nil
}

// resource is a limit or request of the container in units of its divisor.
func (p *pod) resource(of *corev1.ResourceFieldSelector) (string, error) {
	kind, name, _ := strings.Cut(of.Resource, ".")
	lists := map[string]corev1.ResourceList{
		"limits": p.container().Resources.Limits, "requests": p.container().Resources.Requests,
	}
	quantity, ok := lists[kind][corev1.ResourceName(name)]
	if !ok || !slices.Contains([]string{"memory", "cpu"}, name) {
		return "", fmt.Errorf("the tests' kubelet does not know %s of this container", of.Resource)
	}
	divisor := cmp.Or(of.Divisor.Value(), 1)
	return strconv.FormatInt((quantity.Value()+divisor-1)/divisor, 10), nil
}
