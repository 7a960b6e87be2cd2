package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const (
	version = "v0.9.7"
	digest  = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	image   = "registry.example/firms/matterplane@" + digest
)

// reads returns a file that must be there.
func reads(t *testing.T, path ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// runs returns what a command prints, which must succeed.
func runs(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, said)
	}
	return string(said)
}

// unpacked returns the files of an archive.
func unpacked(t *testing.T, packed []byte) map[string][]byte {
	t.Helper()
	unzipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for all := tar.NewReader(unzipped); ; {
		header, err := all.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if files[header.Name], err = io.ReadAll(all); err != nil {
			t.Fatal(err)
		}
	}
}

// here is the platform of the test.
func here(t *testing.T) platform {
	t.Helper()
	os, arch, _ := strings.Cut(strings.TrimSpace(runs(t, "", "go", "env", "GOOS", "GOARCH")), "\n")
	return platform{OS: os, Arch: arch}
}

// TestRelease makes one for the platform of the test: all of it says the same version
// and the same image, and the checksums are right.
func TestRelease(t *testing.T) {
	p, to := here(t), t.TempDir()
	r := release{version: version, image: image, top: "../..", to: to}
	if err := r.run(t.Context(), []platform{p}); err != nil {
		t.Fatal(err)
	}
	base := "matterplane_" + version + "_" + p.OS + "_" + p.Arch
	files := unpacked(t, []byte(reads(t, to, base+".tar.gz")))
	binary := filepath.Join(t.TempDir(), "matterplane")
	if err := os.WriteFile(binary, files["matterplane"], 0o755); err != nil {
		t.Fatal(err)
	}
	if said := runs(t, "", binary, "version"); !strings.HasPrefix(said, "matterplane "+version+" ") {
		t.Errorf("the binary is %s", said)
	}
	for _, notice := range []string{"=== k8s.io/client-go v", "=== github.com/prometheus/client_golang v", ": NOTICE"} {
		if !strings.Contains(string(files["THIRD-PARTY"]), notice) {
			t.Errorf("THIRD-PARTY has no %q", notice)
		}
	}
	if len(files) != 3 || string(files["LICENSE"]) != reads(t, "../../LICENSE") {
		t.Errorf("%d files", len(files))
	}
	for file, want := range map[string][]string{
		base + ".cdx.json":      {`"bomFormat": "CycloneDX"`, `"name": "sigs.k8s.io/controller-runtime"`, `"version": "` + version + `"`},
		"matterplane.yaml":      {"version: " + version, "download/" + version + "/" + base + ".tar.gz"},
		"install.yaml":          {"image: " + image},
		"matterplane-0.9.7.tgz": nil,
	} {
		text := reads(t, to, file)
		for _, part := range want {
			if !strings.Contains(text, part) {
				t.Errorf("%s has no %s", file, part)
			}
		}
	}
	chart := unpacked(t, []byte(reads(t, to, "matterplane-0.9.7.tgz")))
	for file, want := range map[string]string{
		"Chart.yaml":  "appVersion: " + version,
		"values.yaml": "digest: " + digest,
	} {
		if !strings.Contains(string(chart["matterplane/"+file]), want) {
			t.Errorf("the chart's %s has no %s", file, want)
		}
	}
	if said := runs(t, to, "sha256sum", "-c", sums); strings.Count(said, ": OK") != 5 {
		t.Errorf("sha256sum -c: %s", said)
	}
}

// TestTheSameBytes wherever it is built.
func TestTheSameBytes(t *testing.T) {
	p, elsewhere := here(t), t.TempDir()
	for _, dir := range []string{"api", "config", "controllers", "internal"} {
		if err := os.CopyFS(filepath.Join(elsewhere, dir), os.DirFS("../../"+dir)); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"main.go", "go.mod", "go.sum"} {
		if err := os.WriteFile(filepath.Join(elsewhere, file), []byte(reads(t, "../..", file)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	built := map[string]string{}
	for _, top := range []string{"../..", elsewhere} {
		r, to := release{version: version, top: top}, filepath.Join(t.TempDir(), "matterplane")
		if err := r.build(t.Context(), p, to); err != nil {
			t.Fatal(err)
		}
		built[top] = reads(t, to)
	}
	if built["../.."] != built[elsewhere] {
		t.Error("the binary depends on where it is built")
	}
}

// The Dockerfile, the workflows and the release build the same way.
func TestTheImageHasTheSameFlags(t *testing.T) {
	command, dockerfile := reads(t, "archives.go"), reads(t, "../../Dockerfile")
	for _, flag := range []string{"CGO_ENABLED=0", "-mod=readonly", "-trimpath", "-buildvcs=false", "-s -w -buildid= -X github.com/matterplane/matterplane/internal/cli.released="} {
		if !strings.Contains(command, flag) || !strings.Contains(dockerfile, flag) {
			t.Errorf("not both have %s", flag)
		}
	}
	image := regexp.MustCompile(`(?m)^FROM .* golang:(\S+) AS build$`).FindStringSubmatch(dockerfile)
	for file, text := range ours(t) {
		if len(image) != 2 || strings.Count(text, "go-version: "+image[1]+"\n") != strings.Count(text, "setup-go@") {
			t.Errorf("%s does not build by %q", file, image)
		}
	}
}

func TestWhatIsNoRelease(t *testing.T) {
	for _, r := range []release{
		{version: "0.1.0", image: image},
		{version: "v0.1", image: image},
		{version: "main", image: image},
		{version: "v0.1.0", image: "registry.example/matterplane:v0.1.0"},
		{version: "v0.1.0"},
	} {
		r.top, r.to = "../..", t.TempDir()
		if err := r.run(t.Context(), nil); err == nil {
			t.Errorf("%s of %s is released", r.version, r.image)
		}
	}
}

// TestKrewInstallsIt: krew itself, on every platform, with what is packed for it.
func TestKrewInstallsIt(t *testing.T) {
	r := release{version: version, source: "https://example.org/releases", top: "../..", to: t.TempDir()}
	var archives []archive
	for _, p := range platforms {
		a := archive{platform: p, Name: p.OS + "_" + p.Arch + ".tar.gz", Binary: "matterplane"}
		if p.OS == "windows" {
			a.Binary += ".exe"
		}
		path := filepath.Join(r.to, a.Name)
		if err := pack(path, []entry{{a.Binary, []byte(a.Name), 0o755}, {"LICENSE", []byte("free"), 0o644}}); err != nil {
			t.Fatal(err)
		}
		var err error
		if a.SHA256, err = sum(path); err != nil {
			t.Fatal(err)
		}
		archives = append(archives, a)
	}
	if err := r.plugin(archives); err != nil {
		t.Fatal(err)
	}
	manifest := filepath.Join(r.to, "matterplane.yaml")
	runs(t, "", "go", "tool", "validate-krew-manifest", "-skip-install", "-manifest", manifest)
	for _, a := range archives {
		t.Setenv("KREW_ROOT", t.TempDir())
		t.Setenv("KREW_OS", a.OS)
		t.Setenv("KREW_ARCH", a.Arch)
		install := []string{"tool", "krew", "install", "--manifest", manifest, "--archive"}
		runs(t, "", "go", append(install, filepath.Join(r.to, a.Name))...)
		if got := reads(t, os.Getenv("KREW_ROOT"), "store", "matterplane", version, a.Binary); got != a.Name {
			t.Errorf("%s/%s: installed is %q", a.OS, a.Arch, got)
		}
		other := filepath.Join(r.to, archives[(len(archives)-1)/2].Name)
		if other == filepath.Join(r.to, a.Name) {
			continue
		}
		t.Setenv("KREW_ROOT", t.TempDir())
		said, err := exec.CommandContext(t.Context(), "go", append(install, other)...).CombinedOutput()
		if err == nil || !strings.Contains(string(said), "checksum") {
			t.Errorf("%s/%s: what is of another platform is installed: %s", a.OS, a.Arch, said)
		}
	}
}
