// Command release makes what is attached to a release, from the commit that is checked
// out: the command line for five platforms, each with what it is made of and the
// licences of that, checksums, the manifest of the kubectl plugin, install.yaml and the
// Helm chart, all of one version and for one image.
//
//	go -C hack/release run . -version v0.1.0 -image registry.example/matterplane@sha256:…
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

func main() {
	var r release
	flag.StringVar(&r.version, "version", "", "the version, as its tag says it")
	flag.StringVar(&r.image, "image", "", "the image, by its digest")
	flag.StringVar(&r.source, "source", "", "URL that the archives will be under; empty: that of the release")
	flag.StringVar(&r.top, "top", "../..", "top of the repository")
	flag.StringVar(&r.to, "o", "../../dist", "directory to write into")
	flag.Parse()
	if err := r.run(context.Background(), platforms); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// release is what is made, and of what.
type release struct {
	version, image, source string
	top, to                string
}

var (
	versions = regexp.MustCompile(`^v(\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?)$`)
	images   = regexp.MustCompile(`^([^@]+)@(sha256:[0-9a-f]{64})$`)
)

func (r *release) run(ctx context.Context, platforms []platform) (err error) {
	if !versions.MatchString(r.version) {
		return fmt.Errorf("%q is no version such as v0.1.0", r.version)
	}
	if !images.MatchString(r.image) {
		return fmt.Errorf("%q does not name an image by its digest", r.image)
	}
	if r.source == "" {
		r.source = "https://github.com/matterplane/matterplane/releases/download/" + r.version
	}
	if r.top, err = filepath.Abs(r.top); err != nil {
		return err
	}
	if r.to, err = filepath.Abs(r.to); err != nil {
		return err
	}
	if err := os.MkdirAll(r.to, 0o755); err != nil {
		return err
	}
	var archives []archive
	for _, p := range platforms {
		made, err := r.archive(ctx, p)
		if err != nil {
			return fmt.Errorf("%s/%s: %w", p.OS, p.Arch, err)
		}
		archives = append(archives, made)
	}
	if err := r.plugin(archives); err != nil {
		return err
	}
	if err := r.manifests(ctx); err != nil {
		return err
	}
	return r.checksums()
}
