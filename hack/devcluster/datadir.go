package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// dataDir holds all that a cluster keeps: etcd's data, keys, logs.
type dataDir struct {
	path      string
	temporary bool
	lock      *os.File
}

// openDataDir opens a directory for one devcluster at a time, a temporary one
// if it has no name.
func openDataDir(name string) (d dataDir, err error) {
	if name == "" {
		d.temporary = true
		if d.path, err = os.MkdirTemp("", "matterplane-devcluster-"); err != nil {
			return d, fmt.Errorf("creating a data directory: %w", err)
		}
	} else if d.path, err = filepath.Abs(name); err != nil {
		return d, fmt.Errorf("resolving the data directory: %w", err)
	}
	for _, sub := range []string{"etcd", "pki", "manager", "webhook"} {
		if err := os.MkdirAll(d.file(sub), 0o700); err != nil {
			return d, fmt.Errorf("creating the data directory: %w", err)
		}
	}

	d.lock, err = os.OpenFile(d.file("lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return d, fmt.Errorf("opening the data directory's lock: %w", err)
	}
	if err := syscall.Flock(int(d.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return d, fmt.Errorf("another devcluster runs in %s", d.path)
	}
	return d, nil
}

// file is a path inside the directory.
func (d dataDir) file(elem ...string) string {
	return filepath.Join(append([]string{d.path}, elem...)...)
}

// log is where a child's output goes.
func (d dataDir) log(child string) string {
	return d.file(child + ".log")
}

// close lets the next devcluster in, and leaves nothing of a temporary one.
func (d dataDir) close() error {
	err := d.lock.Close()
	if d.temporary {
		err = errors.Join(err, os.RemoveAll(d.path))
	}
	return err
}

// writeFile replaces a file at once, so that whoever reads it meanwhile sees the
// old one or the new one, and nobody else can.
func writeFile(path string, data []byte) error {
	if err := os.WriteFile(path+".new", data, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
