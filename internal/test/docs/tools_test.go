package docs

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sync"

	"github.com/matterplane/matterplane/internal/test/cluster"
)

// tool is a program that pages show beside kubectl and our own, built from a module of
// the repository that pins it.
type tool struct {
	program, module, pkg string

	once sync.Once
	err  error
}

var tools = []*tool{
	{program: "helm", module: "helm", pkg: "helm.sh/helm/v4/cmd/helm"},
	{program: "kubeconform", module: "tools", pkg: "github.com/yannh/kubeconform/cmd/kubeconform"},
	{program: "kustomize", module: "tools", pkg: "sigs.k8s.io/kustomize/kustomize/v5"},
}

// prepare builds the tools that a page uses, each once for all pages.
func (s *shell) prepare(page Page) {
	s.t.Helper()
	for _, tool := range tools {
		uses := regexp.MustCompile(`(?m)(^|[|;&({] *)` + tool.program + " ")
		if !slices.ContainsFunc(page.Steps, func(step Step) bool { return uses.MatchString(step.Command) }) {
			continue
		}
		tool.once.Do(func() {
			build := exec.Command("go", "build", "-o", filepath.Join(s.commands, tool.program), tool.pkg)
			build.Dir = cluster.Path(s.t, "hack", tool.module)
			if out, err := build.CombinedOutput(); err != nil {
				tool.err = fmt.Errorf("building %s: %w\n%s", tool.program, err, out)
			}
		})
		if tool.err != nil {
			s.t.Fatal(tool.err)
		}
	}
}
