package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"
)

// plugin writes the manifest by which krew installs the archives.
func (r *release) plugin(archives []archive) (err error) {
	text, err := template.ParseFiles(filepath.Join(r.top, "config", "krew", "matterplane.yaml"))
	if err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(r.to, "matterplane.yaml"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return text.Option("missingkey=error").Execute(file, map[string]any{"Version": r.version, "Source": r.source, "Archives": archives})
}

// manifests writes install.yaml and the packaged chart, both for the image.
func (r *release) manifests(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "matterplane-chart-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(r.top, "config"))); err != nil { // make dist writes there
		return err
	}
	if err := r.command(ctx, r.top, nil, "run", "./hack/dist", "-config", dir, "-o", r.to, "-image", r.image); err != nil {
		return err
	}
	image, number := images.FindStringSubmatch(r.image), versions.FindStringSubmatch(r.version)[1]
	chart := filepath.Join(dir, "helm")
	for file, edits := range map[string][]string{
		"Chart.yaml":  {"\nversion: 0.1.0\n", "\nversion: " + number + "\n", "\nappVersion: v0.1.0\n", "\nappVersion: " + r.version + "\n"},
		"values.yaml": {"\n  repository: matterplane #", "\n  repository: " + image[1] + " #", "\n  digest: \"\" #", "\n  digest: " + image[2] + " #"},
	} {
		if err := edit(filepath.Join(chart, file), edits); err != nil {
			return err
		}
	}
	return r.command(ctx, filepath.Join(r.top, "hack", "helm"), nil, "run", ".", "-package", r.to, chart)
}

// edit replaces texts that must be there once: old, new, old, new.
func edit(path string, edits []string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text := string(content)
	for i := 0; i < len(edits); i += 2 {
		if strings.Count(text, edits[i]) != 1 {
			return fmt.Errorf("%s: %q is not there once", path, edits[i])
		}
		text = strings.Replace(text, edits[i], edits[i+1], 1)
	}
	return os.WriteFile(path, []byte(text), 0o644)
}
