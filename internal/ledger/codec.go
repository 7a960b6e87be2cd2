package ledger

import (
	"bytes"
	"compress/gzip"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"sigs.k8s.io/json"
)

// Version is the version of the format that this program writes.
const Version = 1

const (
	// packAbove is the size in bytes above which a ledger is stored packed: at
	// the bounds of L-10 the plain form and kubectl's last-applied annotation
	// would not fit together into what the API server allows an object.
	packAbove = 32 << 10
	// maxStored bounds what Decode reads, as the API server bounds annotations.
	maxStored = 256 << 10
	// maxClock bounds the clock of a list to what every reader of JSON tells
	// exactly; no list sees as many writes.
	maxClock = 1 << 53
	// maxPlain bounds what a packed ledger may unpack to.
	maxPlain = 1 << 20
)

var (
	// ErrUnreadable says that a ledger cannot be read. It counts as absent, and
	// its object says so (L-8).
	ErrUnreadable = errors.New("the ledger cannot be read")
	// ErrNewerVersion says that a newer version of this program wrote a ledger.
	// It is kept as it is (L-8).
	ErrNewerVersion = errors.New("a newer version of matterplane wrote the ledger")
)

// envelope is what every version of the format shares.
type envelope struct {
	Packed  []byte `json:"packed,omitempty"`
	Version int    `json:"v"`
}

// Encode returns the ledger as its annotation holds it: JSON with sorted keys
// and without empty parts; large ones packed.
func (m Matter) Encode() string { return encode(m) }

// Encode returns the ledger as its annotation holds it.
func (f Firm) Encode() string { return encode(f) }

// DecodeMatter reads an annotation; an empty one is an absent ledger. The error
// is ErrUnreadable or ErrNewerVersion. What was unreadable comes back as an
// absent ledger that says so, for Advance to go on from.
func DecodeMatter(stored string) (Matter, error) {
	var m Matter
	err := decode(stored, &m)
	if err == nil && stored != "" {
		err = m.validate()
	}
	if err != nil {
		return Matter{Unreadable: errors.Is(err, ErrUnreadable)}, err
	}
	return m, nil
}

// DecodeFirm reads an annotation, as DecodeMatter does.
func DecodeFirm(stored string) (Firm, error) {
	var f Firm
	err := decode(stored, &f)
	if err == nil && stored != "" {
		err = f.validate()
	}
	if err != nil {
		return Firm{Unreadable: errors.Is(err, ErrUnreadable)}, err
	}
	return f, nil
}

func encode(ledger any) string {
	plain := mustMarshal(ledger)
	if len(plain) <= packAbove {
		return string(plain)
	}
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // the level is a valid one
	if _, err := w.Write(plain); err != nil {
		panic(err) // a bytes.Buffer takes every write
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return string(mustMarshal(envelope{Packed: packed.Bytes(), Version: Version}))
}

// mustMarshal marshals a type whose fields encoding/json knows.
func mustMarshal(v any) []byte {
	data, err := stdjson.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

// decode reads what is stored, packed or not; what is absent stays absent.
func decode(stored string, into any) error {
	if stored == "" {
		return nil
	}
	if len(stored) > maxStored {
		return fmt.Errorf("%w: %d bytes are more than the %d that a ledger may have", ErrUnreadable, len(stored), maxStored)
	}
	var outer envelope
	_, err := json.UnmarshalStrict([]byte(stored), &outer) // its other keys are read below
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	case outer.Version > Version:
		return fmt.Errorf("%w: version %d, this program reads %d", ErrNewerVersion, outer.Version, Version)
	case outer.Version < 1:
		return fmt.Errorf("%w: v must be %d", ErrUnreadable, Version)
	case outer.Packed == nil:
		return decodeStrictly([]byte(stored), into)
	}
	if err := decodeStrictly([]byte(stored), &outer); err != nil {
		return err
	}
	plain, err := unpack(outer.Packed)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return decodeStrictly(plain, into)
}

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpacking: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxPlain+1))
	if err != nil {
		return nil, fmt.Errorf("unpacking: %w", err)
	}
	if len(plain) > maxPlain {
		return nil, fmt.Errorf("unpacking: more than %d bytes", maxPlain)
	}
	return plain, nil
}

// decodeStrictly refuses keys that are unknown, written otherwise or there twice:
// no Advance has written them.
func decodeStrictly(plain []byte, into any) error {
	strict, err := json.UnmarshalStrict(plain, into)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	if len(strict) > 0 {
		return fmt.Errorf("%w: %w", ErrUnreadable, strict[0])
	}
	return nil
}

// validate refuses what no Advance can have written.
func (m Matter) validate() error {
	if err := validateVersion(m.Version); err != nil {
		return err
	}
	if m.Defaults != nil && !m.Defaults.known() {
		return fmt.Errorf("%w: defaults must say Enabled or Disabled for each list", ErrUnreadable)
	}
	for _, list := range ListNames {
		if first := m.First.Of(list); first != Enabled && first != Disabled && first != Unknown {
			return fmt.Errorf("%w: first.%s must be Enabled, Disabled or Unknown", ErrUnreadable, list)
		}
		if err := m.Of(list).validate(); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrUnreadable, list, err)
		}
	}
	return nil
}

func (l List) validate() error {
	if l.Clock < 0 || l.Clock > maxClock {
		return fmt.Errorf("clock is %d", l.Clock)
	}
	for _, user := range slices.Sorted(maps.Keys(l.Joined)) {
		joined := l.Joined[user]
		if joined.At < 1 || joined.At > l.Clock {
			return fmt.Errorf("joined.%s.at is %d and the clock %d", user, joined.At, l.Clock)
		}
		if joined.Awaits != nil && (*joined.Awaits == Awaits{} || joined.Follow) {
			return fmt.Errorf("joined.%s awaits nothing, or follows and awaits", user)
		}
	}
	for _, user := range slices.Sorted(maps.Keys(l.Left)) {
		left := l.Left[user]
		if left.At < 1 || left.At > l.Clock || left.Time.IsZero() {
			return fmt.Errorf("left.%s.at is %d, the clock %d and the time %s", user, left.At, l.Clock, left.Time)
		}
	}
	return nil
}

// validate refuses what no Advance can have written.
func (f Firm) validate() error {
	if err := validateVersion(f.Version); err != nil {
		return err
	}
	if !f.First.known() {
		return fmt.Errorf("%w: first must say Enabled or Disabled for each list", ErrUnreadable)
	}
	return nil
}

// validateVersion refuses a packed ledger that says another version than its envelope.
func validateVersion(version int) error {
	if version != Version {
		return fmt.Errorf("%w: v must be %d", ErrUnreadable, Version)
	}
	return nil
}

func (s Settings) known() bool {
	for _, list := range ListNames {
		if setting := s.Of(list); setting != Enabled && setting != Disabled {
			return false
		}
	}
	return true
}
