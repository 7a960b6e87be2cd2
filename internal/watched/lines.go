package watched

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/matterplane/matterplane/internal/plainjson"
)

// lines takes a stream apart where its lines end, as API servers write events. From a line
// on that is not one event, it leaves the stream to whom it has.
type lines struct{ runtime.Framer }

// NewFrameReader implements runtime.Framer.
func (l lines) NewFrameReader(from io.ReadCloser) io.ReadCloser {
	return &lineReader{Closer: from, from: bufio.NewReader(from), others: l.Framer}
}

type lineReader struct {
	io.Closer

	from   *bufio.Reader
	unread []byte // of the line
	others runtime.Framer
	other  io.Reader // who reads the rest of the stream, once there is such a one
}

// Read implements io.Reader: it reads one event, or with io.ErrShortBuffer as much of it
// as there is room for.
func (l *lineReader) Read(into []byte) (int, error) {
	if l.other != nil {
		return l.other.Read(into)
	}
	if len(l.unread) == 0 {
		line, err := l.from.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if l.unread = bytes.TrimSuffix(line, []byte{'\n'}); !plainjson.Whole(l.unread) && !json.Valid(l.unread) {
			l.other = l.others.NewFrameReader(io.NopCloser(io.MultiReader(bytes.NewReader(line), l.from)))
			return l.other.Read(into)
		}
	}
	n := copy(into, l.unread)
	if l.unread = l.unread[n:]; len(l.unread) > 0 {
		return n, io.ErrShortBuffer
	}
	return n, nil
}
