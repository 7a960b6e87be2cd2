package node

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// buildImage builds what our image holds: the manager of this tree, as the Dockerfile
// does it.
func (c *Cluster) buildImage(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", c.manager(), ".")
	cmd.Dir, cmd.Env = c.top, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building the manager: %w\n%s", err, out)
	}
	return nil
}

func (c *Cluster) manager() string { return c.file("matterplane") }

// ours reports whether an image is the one that is built of this tree, under whatever
// registry and tag.
func ours(image string) bool {
	name, _, _ := strings.Cut(image, "@")
	name = name[strings.LastIndex(name, "/")+1:]
	name, _, _ = strings.Cut(name, ":")
	return name == "matterplane"
}
