package ledger

import (
	stdjson "encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/json"

	"github.com/matterplane/matterplane/internal/plainjson"
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
)

var (
	// ErrUnreadable says that a ledger cannot be read. It counts as absent, and
	// its object says so (L-8).
	ErrUnreadable = errors.New("the ledger cannot be read")
	// ErrNewerVersion says that a newer version of this program wrote a ledger.
	// It is kept as it is (L-8).
	ErrNewerVersion = errors.New("a newer version of matterplane wrote the ledger")
)

// storedMatter is the ledger of an asset as its annotation holds it: the histories
// of its lists by their keys, or packed.
type storedMatter struct {
	ConflictedUsers List      `json:"conflictedUsers,omitzero"`
	Defaults        *Settings `json:"defaults,omitempty"`
	First           Settings  `json:"first,omitzero"`
	Packed          string    `json:"packed,omitempty"`
	Staffing        List      `json:"staffing,omitzero"`
	Unreadable      bool      `json:"unreadable,omitempty"`
	Version         int       `json:"v"`
}

// Encode returns the ledger as its annotation holds it: JSON with sorted keys
// and without empty parts; the histories of large ones packed.
func (m Matter) Encode() string {
	if m.leastBytes() <= packAbove {
		if plain := mustMarshal(m); len(plain) <= packAbove {
			return string(plain)
		}
	}
	packed, ok := pack(m)
	if !ok {
		return string(mustMarshal(m))
	}
	return string(mustMarshal(storedMatter{
		Defaults: m.Defaults, First: m.First, Packed: packed, Unreadable: m.Unreadable, Version: m.Version,
	}))
}

// leastBytes returns a number of bytes that the plain form is not shorter than. It
// is quick to tell, and spares large ledgers that form.
func (m Matter) leastBytes() int {
	const joinedBytes, leftBytes = len(`"":{"at":1}`), len(`"":{"at":1,"time":""}`) + len(timeFormat)
	total := 0
	for _, list := range ListNames {
		for user := range m.Of(list).Joined {
			total += joinedBytes + len(user)
		}
		for user := range m.Of(list).Left {
			total += leftBytes + len(user)
		}
	}
	return total
}

// Encode returns the ledger as its annotation holds it.
func (f Firm) Encode() string { return string(mustMarshal(f)) }

// mustMarshal marshals a type whose fields encoding/json knows.
func mustMarshal(v any) []byte {
	data, err := stdjson.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

// MayAwait says of an annotation whether DecodeMatter may find an entry there that
// awaits something (L-4), without reading it.
func MayAwait(stored string) bool {
	return strings.Contains(stored, `"awaits"`) || strings.Contains(stored, `"packed"`) || strings.Contains(stored, `\`)
}

// DecodeMatter reads an annotation; an empty one is an absent ledger. The error
// is ErrUnreadable or ErrNewerVersion. What was unreadable comes back as an
// absent ledger that says so, for Advance to go on from.
func DecodeMatter(stored string) (Matter, error) {
	if stored == "" {
		return Matter{}, nil
	}
	m, err := decodeMatter(stored)
	if err != nil {
		return Matter{Unreadable: errors.Is(err, ErrUnreadable)}, err
	}
	return m, nil
}

func decodeMatter(annotation string) (Matter, error) {
	var stored storedMatter
	if err := decode(annotation, &stored, &stored.Version); err != nil {
		return Matter{}, err
	}
	m := Matter{
		ConflictedUsers: stored.ConflictedUsers, Defaults: stored.Defaults, First: stored.First,
		Staffing: stored.Staffing, Unreadable: stored.Unreadable, Version: stored.Version,
	}
	if stored.Packed != "" {
		if !m.Staffing.isZero() || !m.ConflictedUsers.isZero() {
			return Matter{}, fmt.Errorf("%w: histories both packed and plain", ErrUnreadable)
		}
		var ok bool
		if m.Staffing, m.ConflictedUsers, ok = unpack(stored.Packed); !ok {
			return Matter{}, fmt.Errorf("%w: packed is not as it was written", ErrUnreadable)
		}
	}
	return m, m.validate()
}

// DecodeFirm reads an annotation, as DecodeMatter does.
func DecodeFirm(stored string) (Firm, error) {
	if stored == "" {
		return Firm{}, nil
	}
	var f Firm
	err := decode(stored, &f, &f.Version)
	if err == nil {
		err = f.validate()
	}
	if err != nil {
		return Firm{Unreadable: errors.Is(err, ErrUnreadable)}, err
	}
	return f, nil
}

// decode reads an annotation, whose version is read into version with the rest. It
// refuses keys that are unknown, written otherwise or there twice: no Advance has
// written them, but a newer version may have.
func decode[T any](stored string, into *T, version *int) error {
	if len(stored) > maxStored {
		return fmt.Errorf("%w: %d bytes are more than the %d that a ledger may have", ErrUnreadable, len(stored), maxStored)
	}
	if plainjson.Unmarshal(stored, into) && *version == Version {
		return nil
	}
	strict, err := json.UnmarshalStrict([]byte(stored), into)
	if err == nil && len(strict) > 0 {
		err = strict[0]
	}
	if err == nil && *version == Version {
		return nil
	}
	var shared struct { // by every version of the format
		Version int `json:"v"`
	}
	_, other := json.UnmarshalStrict([]byte(stored), &shared) // its other keys have been read
	switch {
	case other == nil && shared.Version > Version:
		return fmt.Errorf("%w: version %d, this program reads %d", ErrNewerVersion, shared.Version, Version)
	case err != nil:
		return fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return fmt.Errorf("%w: v must be %d", ErrUnreadable, Version)
}

// validate refuses what no Advance can have written.
func (m Matter) validate() error {
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

func (l List) isZero() bool { return l.Clock == 0 && l.Joined == nil && l.Left == nil }

func (l List) validate() error {
	if l.Clock < 0 || l.Clock > maxClock {
		return fmt.Errorf("clock is %d", l.Clock)
	}
	if err := first(l.Joined, l.validateJoined); err != nil {
		return err
	}
	return first(l.Left, l.validateLeft)
}

// first returns what is wrong with the first of those with whom something is, by
// name. Putting them in order is for those alone.
func first[E any](entries map[string]E, wrong func(user string, entry E) error) error {
	var users []string
	for user, entry := range entries {
		if wrong(user, entry) != nil {
			users = append(users, user)
		}
	}
	if len(users) == 0 {
		return nil
	}
	user := slices.Min(users)
	return wrong(user, entries[user])
}

func (l List) validateJoined(user string, joined Joined) error {
	if joined.At < 1 || joined.At > l.Clock {
		return fmt.Errorf("joined.%s.at is %d and the clock %d", user, joined.At, l.Clock)
	}
	if joined.Awaits != nil && (*joined.Awaits == Awaits{} || joined.Follow) {
		return fmt.Errorf("joined.%s awaits nothing, or follows and awaits", user)
	}
	if _, gone := l.Left[user]; gone || user == Everyone {
		return fmt.Errorf("joined.%s is nobody who is there: it has left, or stands for everyone", user)
	}
	return nil
}

func (l List) validateLeft(user string, left Left) error {
	if left.At < 1 || left.At > l.Clock || left.Time.IsZero() {
		return fmt.Errorf("left.%s.at is %d, the clock %d and the time %s", user, left.At, l.Clock, left.Time)
	}
	return nil
}

// validate refuses what no Advance can have written.
func (f Firm) validate() error {
	if !f.First.known() {
		return fmt.Errorf("%w: first must say Enabled or Disabled for each list", ErrUnreadable)
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
