package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/matterplane/matterplane/internal/test/ports"
)

// tools says where the repository and the binaries of the control plane are.
type tools struct {
	root string
	bin  string
}

// findTools finds the repository around the working directory. The binaries
// are its own, unless KUBEBUILDER_ASSETS names others.
func findTools() (tools, error) {
	dir, err := os.Getwd()
	if err != nil {
		return tools{}, fmt.Errorf("finding the working directory: %w", err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "hack", "controlplane", "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			return tools{}, errors.New("run it inside the repository")
		}
	}
	bin := os.Getenv("KUBEBUILDER_ASSETS")
	if bin == "" {
		return tools{root: dir, bin: filepath.Join(dir, "bin", "k8s")}, nil
	}
	if bin, err = filepath.Abs(bin); err != nil {
		return tools{}, fmt.Errorf("resolving KUBEBUILDER_ASSETS: %w", err)
	}
	return tools{root: dir, bin: bin}, nil
}

// ensureTools builds the control plane if need be.
func (c *cluster) ensureTools(ctx context.Context, say func(string)) (string, error) {
	if os.Getenv("KUBEBUILDER_ASSETS") == "" {
		say("building etcd, kube-apiserver and kubectl")
		err := runCommand(ctx, func(cmd *exec.Cmd) {
			cmd.Dir, cmd.Stderr = filepath.Join(c.tools.root, "hack", "controlplane"), os.Stderr
		}, "go", "run", ".", "-o", c.tools.bin)
		if err != nil {
			return "", fmt.Errorf("building the control plane: %w", err)
		}
	}
	for _, name := range []string{"etcd", "kube-apiserver", "kubectl"} {
		if _, err := os.Stat(c.tools.path(name)); err != nil {
			return "", fmt.Errorf("looking for the control plane: %w", err)
		}
	}
	return shortPath(c.tools.bin), nil
}

// samples resolves a directory of samples; those shipped are found from anywhere.
func (t tools) samples(dir string) (string, error) {
	switch dir {
	case "":
		return "", nil
	case "config/samples":
		return filepath.Join(t.root, dir), nil
	}
	dir, err := filepath.Abs(dir)
	if err == nil {
		_, err = os.Stat(dir)
	}
	if err != nil {
		return "", fmt.Errorf("looking for the samples: %w", err)
	}
	return dir, nil
}

func (t tools) path(name string) string { return filepath.Join(t.bin, name) }

// kubectl runs kubectl as the given kubeconfig's user and returns its output.
func (c *cluster) kubectl(ctx context.Context, args ...string) ([]byte, error) {
	// What kubectl remembers of other clusters, it remembers by port.
	args = append([]string{"--kubeconfig", c.kubeconfigFile(), "--cache-dir", c.file("cache")}, args...)
	return output(ctx, c.tools.root, c.tools.path("kubectl"), args...)
}

// shortPath is the path as a person in the working directory would type it.
func shortPath(path string) string {
	dir, err := os.Getwd()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(dir, path)
	if err != nil || strings.HasPrefix(rel, "..") {
		return path
	}
	return rel
}

// addresses are ports on the loopback address.
type addresses struct{ etcd, apiServer, webhook, health, metrics int }

func freePorts() addresses {
	return addresses{etcd: ports.Free(), apiServer: ports.Free(), webhook: ports.Free(), health: ports.Free(), metrics: ports.Free()}
}

func loopback(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }
