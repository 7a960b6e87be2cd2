// Command dist writes what is installed: dist/install.yaml, which is config/default
// as kustomize builds it, and those templates of the Helm chart that say the same as
// a file under config. It is make dist.
//
//	go run ./hack/dist -image registry.example/matterplane:v0.1.0
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/kustomize/api/filters/imagetag"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	config := flag.String("config", "config", "directory of the manifests")
	to := flag.String("o", "dist", "directory to write install.yaml into; empty: not written")
	image := flag.String("image", "", "image of the manager in install.yaml; empty: that of config/manager")
	flag.Parse()
	if err := run(*config, *to, *image); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

func run(config, to, image string) error {
	if err := writeTemplates(config, filepath.Join(config, "helm", "templates")); err != nil {
		return fmt.Errorf("writing the chart: %w", err)
	}
	if to == "" {
		return nil
	}
	install, err := build(filepath.Join(config, "default"), image)
	if err != nil {
		return err
	}
	return write(filepath.Join(to, "install.yaml"), install)
}

// build returns what kustomize builds, with another image if one is named.
func build(dir, image string) (string, error) {
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionLegacy // as the command does: the namespace first, the webhooks last
	built, err := krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), dir)
	if err != nil {
		return "", fmt.Errorf("building %s: %w", dir, err)
	}
	if image != "" {
		err := built.ApplyFilter(imagetag.Filter{
			ImageTag: named(image),
			FsSlice:  types.FsSlice{{Path: "spec/template/spec/containers[]/image"}},
		})
		if err != nil {
			return "", fmt.Errorf("setting the image: %w", err)
		}
	}
	text, err := built.AsYaml()
	if err != nil {
		return "", fmt.Errorf("printing %s: %w", dir, err)
	}
	return string(text), nil
}

// named takes an image apart: NAME:TAG, NAME@DIGEST or NAME.
func named(image string) types.Image {
	of := types.Image{Name: "matterplane", NewName: image}
	if name, digest, ok := strings.Cut(image, "@"); ok {
		of.NewName, of.Digest = name, digest
		return of
	}
	if colon := strings.LastIndex(image, ":"); colon > strings.LastIndex(image, "/") {
		of.NewName, of.NewTag = image[:colon], image[colon+1:]
	}
	return of
}

func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}
