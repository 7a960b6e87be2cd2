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
	unread []byte // of the event
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
		event, err := l.next()
		if err != nil {
			return 0, err
		}
		if !plainjson.Whole(event) && !json.Valid(event) {
			l.other = l.others.NewFrameReader(io.NopCloser(io.MultiReader(bytes.NewReader(append(event, '\n')), l.from)))
			return l.other.Read(into)
		}
		l.unread = event
	}
	n := copy(into, l.unread)
	if l.unread = l.unread[n:]; len(l.unread) > 0 {
		return n, io.ErrShortBuffer
	}
	return n, nil
}

// next returns the next line that is not empty, without its end. Nobody is kept waiting
// for the end of a line that has an event.
func (l *lineReader) next() ([]byte, error) {
	var event []byte
	for {
		if _, err := l.from.Peek(1); errors.Is(err, io.EOF) && len(event) > 0 {
			return event, nil
		} else if err != nil {
			return nil, err
		}
		there, _ := l.from.Peek(l.from.Buffered())
		line, _, ends := bytes.Cut(there, []byte{'\n'})
		event = append(event, line...)
		read := len(line)
		if ends {
			read++
		}
		_, _ = l.from.Discard(read) // it is there
		switch {
		case ends && len(event) > 0:
			return event, nil
		case !ends && bytes.HasSuffix(event, []byte{'}'}) && plainjson.Whole(event):
			return event, nil
		}
	}
}
