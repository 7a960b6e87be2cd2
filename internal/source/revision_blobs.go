package source

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
)

// blobs reads what files hold, one after the other, as git has stored them: no
// filter, attribute or conversion of a working tree is asked for.
type blobs struct {
	ctx context.Context //nolint:containedctx // a process lives as long as one call of Read
	cmd *exec.Cmd       // nil until the first is read
	in  io.WriteCloser
	out *bufio.Reader
	// said is what git says of what goes wrong, complete once it has ended.
	said bytes.Buffer
	err  error
}

func newBlobs(ctx context.Context) *blobs { return &blobs{ctx: ctx} }

func (b *blobs) start() error {
	b.cmd = gitCommand(b.ctx, "cat-file", "--batch")
	var err error
	if b.in, err = b.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := b.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	b.out = bufio.NewReaderSize(out, 1<<16)
	b.cmd.Stderr = &b.said
	return b.cmd.Start()
}

func (b *blobs) close() {
	if b.cmd == nil || b.cmd.Process == nil {
		return
	}
	_ = b.in.Close() // it has no more to read, and ends
	_ = b.cmd.Wait() // how, tells nothing: all that was asked for has been read
	b.cmd, b.err = nil, io.ErrClosedPipe
}

// write writes what a blob holds, if that is at most so many bytes, and returns how
// many there are.
func (b *blobs) write(to io.Writer, id string, most int64) (int64, error) {
	if b.err == nil && b.cmd == nil {
		b.err = b.start()
	}
	if b.err != nil {
		return 0, b.err
	}
	size, err := b.ask(id)
	if err != nil {
		return 0, err
	}
	keep := to
	if size > most {
		keep = io.Discard // what comes after it is still wanted
	}
	if _, err := io.CopyN(keep, b.out, size); err != nil {
		b.err = b.broken(err)
		return 0, b.err
	}
	if _, err := b.out.Discard(1); err != nil {
		b.err = b.broken(err)
		return 0, b.err
	}
	if size > most {
		return size, fmt.Errorf("%d MiB: at most %d MiB are read", size>>20, most>>20)
	}
	return size, nil
}

// ask asks for a blob and returns its size.
func (b *blobs) ask(id string) (int64, error) {
	if _, err := io.WriteString(b.in, id+"\n"); err != nil {
		b.err = b.broken(err)
		return 0, b.err
	}
	head, err := b.out.ReadString('\n')
	if err != nil {
		b.err = b.broken(err)
		return 0, b.err
	}
	facts := strings.Fields(head)
	if len(facts) != 3 {
		return 0, fmt.Errorf("is not in this clone: %w", errPartial)
	}
	return strconv.ParseInt(facts[2], 10, 64)
}

// text returns what a blob holds.
func (b *blobs) text(id string, most int64) (string, error) {
	var text strings.Builder
	_, err := b.write(&text, id, most)
	return text.String(), err
}

// broken says why git has ended before it was done.
func (b *blobs) broken(err error) error {
	b.close()
	switch said := strings.TrimSpace(b.said.String()); {
	case b.ctx.Err() != nil:
		return b.ctx.Err()
	case strings.Contains(said, "promisor") || strings.Contains(said, "not allowed"):
		return fmt.Errorf("is not in this clone: %w; nothing is fetched here", errPartial)
	case said != "":
		return fmt.Errorf("git cat-file: %s", said)
	}
	return fmt.Errorf("git cat-file: %w", err)
}

// errPartial says what is likely where a file is not there.
var errPartial = errors.New("a partial clone lacks files until git fetches them, as git checkout does")
