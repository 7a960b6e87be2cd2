package manifests

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"path/filepath"
	"strings"
)

const (
	// maxText bounds a file or standard input, in bytes: a firm of 100,000 matters
	// is a tenth of it.
	maxText = 1 << 30
	// maxDocument bounds one YAML document, which is taken apart as a whole.
	maxDocument = 64 << 20
	// maxObject is more than any API server stores of an object: etcd takes 1.5 MiB.
	maxObject = 3 << 19
)

// text is where a text came from. A file is read again when somebody asks for a
// position; what cannot be read again is kept.
type text struct {
	name string // as people know it
	path string // empty for what is kept
	kept []byte
}

// isJSON says whether the text calls itself JSON.
func (t *text) isJSON() bool { return strings.EqualFold(filepath.Ext(t.name), ".json") }

var seed = maphash.MakeSeed()

// readText reads a text that is at most maxText long.
func readText(from io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxText+1))
	if err == nil && len(data) > maxText {
		return nil, errTooLong
	}
	return data, err
}

var errTooLong = fmt.Errorf("more than %d MiB: split it into several files", maxText>>20)

// readFile reads a file that is at most maxText long.
func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("is a directory")
	case info.Size() > maxText:
		return nil, errTooLong
	case info.Mode().IsRegular():
		data := make([]byte, info.Size())
		n, err := io.ReadFull(file, data)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		}
		return data[:n], err
	}
	return readText(file)
}

// again returns a part of the text once more, if it still is what it was.
func (t *text) again(offset int64, length int, hash uint64) ([]byte, bool) {
	if t.path == "" {
		return t.kept[offset : offset+int64(length)], true
	}
	file, err := os.Open(t.path)
	if err != nil {
		return nil, false
	}
	defer file.Close()
	part := make([]byte, length)
	if _, err := file.ReadAt(part, offset); err != nil {
		return nil, false
	}
	return part, maphash.Bytes(seed, part) == hash
}
