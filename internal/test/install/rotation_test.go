package install

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/cert"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// TestCertificatesAreRenewedUnderWrites: two managers with what is installed and no
// other right make their certificates, renew them several times over, authority and
// all, and one of them, the leader, is drained. Clients write all the while, and not
// one write is refused.
func TestCertificatesAreRenewedUnderWrites(t *testing.T) {
	install(t)
	service := newFront(t)
	redirect(t, service.Addr())

	first, second := startReplica(t), startReplica(t)
	for _, r := range []*replica{first, second} {
		cluster.Eventually(t, time.Minute, func() error { return r.ready(t.Context()) })
	}
	service.set(first.port, second.port)
	load := startLoad(t, service)
	load.awaitGenerations(t, 3)

	// Drained: nobody calls it any more, then it is told to end.
	before := holder(t)
	service.set(second.port)
	first.meetsWhoIsOnTheWay(t)
	first.end(t)
	if before == holder(t) { // the other one led
		third := startReplica(t)
		cluster.Eventually(t, time.Minute, func() error { return third.ready(t.Context()) })
		service.set(third.port)
		second.meetsWhoIsOnTheWay(t)
		second.end(t)
	}
	cluster.Eventually(t, time.Minute, func() error {
		if now := holder(t); now == "" || now == before {
			return fmt.Errorf("%q leads", now)
		}
		return nil
	})
	load.awaitGenerations(t, load.generations()+1)
	load.end(t)
}

// load is clients that write, and one that calls the webhooks on a connection of its
// own each time, as an API server does that has just started.
type load struct {
	service *front
	writes  atomic.Int64
	calls   atomic.Int64
	late    atomic.Int64 // what failed while the machine stood still
	stood   atomic.Int64 // when it last went on after that, in nanoseconds since 1970
	stop    context.CancelFunc
	done    sync.WaitGroup

	mu          sync.Mutex
	refused     []error
	authorities map[string]bool // every newest authority that was told
	told        []telling
}

// telling is what the API server was told, since when at the latest, and until when at
// the earliest.
type telling struct {
	bundle       []byte
	since, until time.Time
}

// startLoad starts the clients once a first write gets through.
func startLoad(t *testing.T, service *front) *load {
	t.Helper()
	l := &load{service: service, authorities: map[string]bool{}}
	firm := cluster.Namespace(t)
	cluster.Eventually(t, time.Minute, func() error { return l.write(t.Context(), firm, "first", 0) })
	ctx, stop := context.WithCancel(t.Context())
	l.stop = stop
	t.Cleanup(stop)
	l.watchTheClock(ctx)
	for client := range 4 {
		l.often(ctx, func(round int) error { return l.write(ctx, firm, fmt.Sprintf("matter-%d", client), round) })
	}
	l.often(ctx, func(int) error { return l.call(ctx) })
	return l
}

// standstill is for how long a goroutine that only looks at the clock is not woken where
// the machine stands still: half as long as the webhooks wait for their own reads.
const standstill = 5 * time.Second

// watchTheClock notes when the machine goes on after it stood still, until the context ends.
func (l *load) watchTheClock(ctx context.Context) {
	l.done.Go(func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for last := time.Now(); ; last = time.Now() {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if time.Since(last) >= standstill {
				l.stood.Store(time.Now().UnixNano())
			}
		}
	})
}

// often does something until the context ends, and notes what went wrong.
func (l *load) often(ctx context.Context, do func(round int) error) {
	l.done.Go(func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for round := 0; ; round++ {
			began := time.Now()
			err := do(round)
			switch {
			case err == nil || ctx.Err() != nil:
			case time.Since(began) >= standstill && l.stood.Load() >= began.UnixNano():
				l.late.Add(1)
			default:
				l.mu.Lock()
				l.refused = append(l.refused, err)
				l.mu.Unlock()
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
}

// write makes a matter anew: both webhooks are asked three times.
func (l *load) write(ctx context.Context, namespace, name string, round int) error {
	m := &v1alpha1.Matter{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		Spec:       v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter},
	}
	if round == 0 {
		if err := cluster.Client().Create(ctx, m); err != nil {
			return fmt.Errorf("creating: %w", err)
		}
		if m.Annotations[v1alpha1.LedgerAnnotation] == "" {
			return fmt.Errorf("%s has no ledger: it was written without the webhooks", name)
		}
	}
	patch := fmt.Appendf(nil, `{"spec": {"displayName": "round %d"}}`, round)
	if err := cluster.Client().Patch(ctx, m, client.RawPatch("application/merge-patch+json", patch)); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	l.writes.Add(1)
	return nil
}

// call makes a new connection and believes what the API server was told, as it may
// still be known to one that lags by half of the time that is given to all of them.
// Where the machine stands still in the midst of it, that may be longer than is given.
func (l *load) call(ctx context.Context) error {
	believed, err := l.believed(ctx)
	if err != nil {
		return err
	}
	roots, err := cert.NewPoolFromBytes(believed.bundle)
	if err != nil {
		return err
	}
	dialer := tls.Dialer{Config: &tls.Config{RootCAs: roots, ServerName: "localhost"}}
	conn, err := dialer.DialContext(ctx, "tcp", l.service.Addr().String())
	if _, unknown := errors.AsType[x509.UnknownAuthorityError](err); unknown && time.Since(believed.until) >= lives.Settle {
		l.late.Add(1)
		return nil
	}
	if err != nil {
		return fmt.Errorf("calling anew: %w", err)
	}
	l.calls.Add(1)
	return conn.Close()
}

// believed returns what was told last before the lag.
func (l *load) believed(ctx context.Context) (telling, error) {
	asked := time.Now()
	hooks := &admissionregistrationv1.ValidatingWebhookConfiguration{}
	if err := cluster.Client().Get(ctx, client.ObjectKey{Name: admission.ValidatingConfiguration}, hooks); err != nil {
		return telling{}, err
	}
	now := telling{bundle: hooks.Webhooks[0].ClientConfig.CABundle, since: time.Now()}
	authorities, err := cert.ParseCertsPEM(now.bundle)
	if err != nil {
		return telling{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.authorities[fingerprint(authorities[0])] = true
	if n := len(l.told); n == 0 || string(l.told[n-1].bundle) != string(now.bundle) {
		l.told = append(l.told, now)
	}
	l.told[len(l.told)-1].until = asked
	lagging := l.told[0]
	for _, then := range l.told {
		if now.since.Sub(then.since) >= lives.Settle/2 {
			lagging = then
		}
	}
	return lagging, nil
}

func fingerprint(c *x509.Certificate) string { return c.Subject.CommonName }

func (l *load) generations() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.authorities)
}

func (l *load) awaitGenerations(t *testing.T, want int) {
	t.Helper()
	cluster.Eventually(t, 2*time.Minute, func() error {
		if got := l.generations(); got < want {
			return fmt.Errorf("%d authorities have been told, not %d", got, want)
		}
		return nil
	})
}

// end stops the clients and says what was refused.
func (l *load) end(t *testing.T) {
	t.Helper()
	l.stop()
	l.done.Wait()
	t.Logf("%d writes, %d new connections, %d failures while the machine stood still, %d authorities", l.writes.Load(), l.calls.Load(), l.late.Load(), l.generations())
	if l.writes.Load() == 0 || l.calls.Load() == 0 {
		t.Error("nobody wrote")
	}
	for i, err := range l.refused {
		if i < 5 {
			t.Error(err)
		}
	}
	if len(l.refused) > 0 {
		t.Errorf("%d writes and calls failed", len(l.refused))
	}
}
