package main

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// platform is one that the command line is built for.
type platform struct{ OS, Arch string }

var platforms = []platform{
	{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"}, {"windows", "amd64"},
}

// archive is the command line for a platform, packed.
type archive struct {
	platform

	Name   string // of the file
	Binary string // in it
	SHA256 string
}

// archive builds and packs the command line for a platform. The same commit gives the
// same bytes, wherever and whenever: what the image is built with says why.
func (r *release) archive(ctx context.Context, p platform) (made archive, err error) {
	dir, err := os.MkdirTemp("", "matterplane-release-")
	if err != nil {
		return archive{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	base := strings.Join([]string{"matterplane", r.version, p.OS, p.Arch}, "_")
	made = archive{platform: p, Name: base + ".tar.gz", Binary: "matterplane"}
	if p.OS == "windows" {
		made.Binary += ".exe"
	}
	binary := filepath.Join(dir, made.Binary)
	if err := r.build(ctx, p, binary); err != nil {
		return archive{}, err
	}
	if err := r.madeOf(ctx, binary, filepath.Join(r.to, base+".cdx.json")); err != nil {
		return archive{}, err
	}
	notices, err := r.notices(ctx, p)
	if err != nil {
		return archive{}, err
	}
	content, err := os.ReadFile(binary)
	if err != nil {
		return archive{}, err
	}
	licence, err := os.ReadFile(filepath.Join(r.top, "LICENSE"))
	if err != nil {
		return archive{}, err
	}
	path := filepath.Join(r.to, made.Name)
	if err := pack(path, []entry{{made.Binary, content, 0o755}, {"LICENSE", licence, 0o644}, {"THIRD-PARTY", notices, 0o644}}); err != nil {
		return archive{}, err
	}
	made.SHA256, err = sum(path)
	return made, err
}

// build builds the command line as the Dockerfile does.
func (r *release) build(ctx context.Context, p platform, to string) error {
	ldflags := "-s -w -buildid= -X github.com/matterplane/matterplane/internal/cli.released=" + r.version
	return r.command(ctx, r.top, []string{"CGO_ENABLED=0", "GOOS=" + p.OS, "GOARCH=" + p.Arch},
		"build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags="+ldflags, "-o", to, ".")
}

// madeOf writes the SBOM of a binary, read from the binary itself.
func (r *release) madeOf(ctx context.Context, binary, to string) error {
	return r.command(ctx, filepath.Join(r.top, "hack", "release"), nil,
		"tool", "cyclonedx-gomod", "bin", "-json", "-noserial", "-notimestamp", "-std", "-version", r.version, "-output", to, binary)
}

// command runs one of the go command, with more in its environment; what it says is in
// the error.
func (*release) command(ctx context.Context, dir string, env []string, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", args[0], err, said)
	}
	return nil
}

// entry is a file in an archive.
type entry struct {
	name    string
	content []byte
	mode    int64
}

// pack writes an archive: nobody's files, of no time.
func pack(path string, entries []entry) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	zipped := gzip.NewWriter(file)
	packed := tar.NewWriter(zipped)
	defer func() { err = errors.Join(err, packed.Close(), zipped.Close(), file.Close()) }()
	for _, e := range entries {
		header := &tar.Header{Name: e.name, Mode: e.mode, Size: int64(len(e.content)), ModTime: time.Unix(0, 0), Format: tar.FormatUSTAR}
		if err := packed.WriteHeader(header); err != nil {
			return err
		}
		if _, err := packed.Write(e.content); err != nil {
			return err
		}
	}
	return nil
}

const sums = "SHA256SUMS"

// checksums writes those of all that is there, as sha256sum -c reads them.
func (r *release) checksums() error {
	entries, err := os.ReadDir(r.to)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, entry := range slices.DeleteFunc(entries, func(e os.DirEntry) bool { return e.Name() == sums || e.IsDir() }) {
		of, err := sum(filepath.Join(r.to, entry.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&text, "%s  %s\n", of, entry.Name())
	}
	return os.WriteFile(filepath.Join(r.to, sums), []byte(text.String()), 0o644)
}

func sum(path string) (string, error) {
	content, err := os.ReadFile(path)
	return fmt.Sprintf("%x", sha256.Sum256(content)), err
}
