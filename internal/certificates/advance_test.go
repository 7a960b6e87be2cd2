package certificates

import (
	"bytes"
	"crypto/x509"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const host = "webhook-service.matterplane-system.svc"

var start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func advance(t *testing.T, held map[string][]byte, believed time.Duration, now time.Time) map[string][]byte {
	t.Helper()
	next, err := DefaultLives.Advance(held, host, believed, now)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestAdvance(t *testing.T) {
	t.Parallel()
	const ever = 24 * time.Hour
	first := advance(t, nil, 0, start)
	servingLate := start.Add(DefaultLives.Serving * 3 / 4)
	authorityLate := start.Add(DefaultLives.Authority * 2 / 3)
	fresh := advance(t, first, ever, authorityLate.Add(-2*time.Hour)) // whose serving certificate is not late with the authority
	twice := advance(t, fresh, ever, authorityLate)
	without := func(held map[string][]byte, key string) map[string][]byte {
		held = maps.Clone(held)
		held[key] = nil
		return held
	}
	cases := map[string]struct {
		held        map[string][]byte
		believed    time.Duration
		now         time.Time
		authorities int
		added       bool // an authority, before the others
		served      bool // another certificate than before
	}{
		"nothing yet":                                 {nil, 0, start, 1, true, true},
		"all is well":                                 {first, ever, start.Add(time.Hour), 1, false, false},
		"a serving certificate is late":               {first, ever, servingLate, 1, false, true},
		"but nobody knows who believes it":            {first, 0, servingLate, 1, false, false},
		"it has expired":                              {first, 0, start.Add(DefaultLives.Serving + time.Hour), 1, false, true},
		"the authority is late":                       {fresh, ever, authorityLate, 2, true, false},
		"not all believe the new authority":           {twice, DefaultLives.Settle - time.Second, authorityLate, 2, false, false},
		"all believe the new authority":               {twice, DefaultLives.Settle, authorityLate, 2, false, true},
		"the old authority has expired":               {twice, ever, start.Add(DefaultLives.Authority + time.Hour), 1, false, true},
		"the authority's key is lost":                 {without(first, authorityKeyKey), ever, start.Add(time.Hour), 2, true, false},
		"the serving key is lost":                     {without(first, servingKeyKey), ever, start.Add(time.Hour), 1, false, true},
		"the authorities are lost":                    {without(first, authoritiesKey), ever, start.Add(time.Hour), 1, true, true},
		"the Secret is from before a very long sleep": {first, ever, start.Add(20 * 365 * 24 * time.Hour), 1, true, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			next := advance(t, c.held, c.believed, c.now)
			all := certificates(next[authoritiesKey])
			if len(all) != c.authorities {
				t.Errorf("%d authorities, want %d", len(all), c.authorities)
			}
			before := certificates(c.held[authoritiesKey])
			if got := len(before) == 0 || !before[0].Equal(all[0]); got != c.added {
				t.Errorf("an authority was added: %t", got)
			}
			if got := !bytes.Equal(c.held[servingKey], next[servingKey]); got != c.served {
				t.Errorf("another certificate is served: %t", got)
			}
			sound(t, next, c.now)
			if again := advance(t, next, 0, c.now); !maps.EqualFunc(next, again, bytes.Equal) {
				t.Error("the second time it changes something")
			}
		})
	}
}

// sound checks what must always be so: what is served is vouched for by what is to be
// believed, and is for this host and for serving.
func sound(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, held map[string][]byte, now time.Time,
) {
	t.Helper()
	k := read(held, now)
	if k.authority == nil || !k.serves(host, now) {
		t.Fatalf("nobody would believe it: %v", k)
	}
	if k.serves("elsewhere", now) {
		t.Fatalf("it is for any host")
	}
	if k.serving.IsCA || len(k.serving.ExtKeyUsage) != 1 || k.serving.ExtKeyUsage[0] != x509.ExtKeyUsageServerAuth {
		t.Fatalf("it is good for more than serving")
	}
}

// TestWhoLagsBelievesWhatIsServed: an API server that has heard of the bundle of a
// while ago believes what is served now, however often and late the leader looks.
func TestWhoLagsBelievesWhatIsServed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lives := Lives{Authority: 30 * 24 * time.Hour, Serving: 9 * 24 * time.Hour, Settle: 10 * time.Minute}
		now := start
		held, err := lives.Advance(nil, host, 0, now)
		if err != nil {
			t.Fatal(err)
		}
		told, since := held[authoritiesKey], now
		lagging := told // what the API server believes that is told last
		for range rapid.IntRange(1, 60).Draw(t, "looks") {
			pause := time.Duration(rapid.Int64Range(int64(time.Second), int64(60*time.Hour)).Draw(t, "pause"))
			if rapid.Bool().Draw(t, "soon") {
				pause %= 2 * lives.Settle
			}
			now = now.Add(pause)
			if now.Sub(since) >= lives.Settle {
				lagging = told
			}
			if held, err = lives.Advance(held, host, now.Sub(since), now); err != nil {
				t.Fatal(err)
			}
			sound(t, held, now)
			believedBy(t, certificates(held[servingKey])[0], certificates(lagging))
			if !bytes.Equal(held[authoritiesKey], told) {
				told, since = held[authoritiesKey], now
			}
		}
	})
}

func believedBy(t *rapid.T, served *x509.Certificate, authorities []*x509.Certificate) {
	t.Helper()
	for _, authority := range authorities {
		if served.CheckSignatureFrom(authority) == nil {
			return
		}
	}
	t.Fatalf("whoever lags does not believe what is served")
}
