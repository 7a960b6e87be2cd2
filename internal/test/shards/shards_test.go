// Package shards proves on a real API server what a manager of some firms reads, each
// firm in a cache of its own. What releases of the chart do with it is told in
// internal/test/install.
package shards

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/zap/zapcore"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

func TestMain(m *testing.M) {
	log.SetLogger(zap.New(zap.WriteTo(os.Stderr), zap.Level(zapcore.ErrorLevel)))
	cluster.Main(m)
}

// within is how long what is sure to come may take.
const within = time.Minute

// shard is what a manager of some firms reads.
type shard struct {
	client.Client

	caches cache.Cache
	cached *cacheview.Cache
}

func newShard(t *testing.T, config *rest.Config, firms ...string) *shard {
	t.Helper()
	options := cache.Options{Scheme: cluster.Scheme(), DefaultUnsafeDisableDeepCopy: new(true), DefaultNamespaces: map[string]cache.Config{}}
	for _, firm := range firms {
		options.DefaultNamespaces[firm] = cache.Config{}
	}
	s := &shard{}
	var err error
	if s.caches, err = cacheview.NewPrompt(config, options); err != nil {
		t.Fatal(err)
	}
	s.Client, err = cacheview.NewClient(config, client.Options{
		Scheme: cluster.Scheme(),
		Cache:  &client.CacheOptions{Reader: s.caches, EnableReadYourWritesConsistency: new(true)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.cached, err = cacheview.New(t.Context(), s.caches); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.caches.Start(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	if !s.caches.WaitForCacheSync(t.Context()) || !s.cached.Synced() {
		t.Fatal("the caches are not filled")
	}
	return s
}

// TestAShardHoldsItsFirmsAndNoOthers: the view of another does not look like that of a
// firm that has nothing.
func TestAShardHoldsItsFirmsAndNoOthers(t *testing.T) {
	t.Parallel()
	acme, zeta, beta := cluster.Namespace(t), cluster.Namespace(t), cluster.Namespace(t)
	for _, firm := range []string{acme, zeta, beta} {
		create(t, cluster.Client(), firm)
	}
	s := newShard(t, cluster.Config(), acme, zeta)
	held := map[string]int{}
	for o := range s.cached.All() {
		held[o.GetNamespace()]++
	}
	if len(held) != 2 || held[acme] != 1 || held[zeta] != 1 {
		t.Errorf("it holds %v", held)
	}
	for _, firm := range []string{acme, zeta} {
		view := s.cached.Firm(firm)
		if m := view.Matter("bid"); m == nil || m.Namespace != firm || len(view.Matters()) != 1 || len(view.MattersNaming("ann")) != 1 {
			t.Errorf("%s: %v of %v", firm, m, view.Matters())
		}
	}
	if err := s.Get(t.Context(), client.ObjectKey{Namespace: beta, Name: "bid"}, &v1alpha1.Matter{}); err == nil || !strings.Contains(err.Error(), beta) {
		t.Errorf("it reads another's: %v", err)
	}
	if err := s.List(t.Context(), &v1alpha1.MatterList{}); err == nil {
		t.Error("it lists all firms, as if it held them")
	}
	defer func() {
		if recover() == nil {
			t.Error("the view of a firm that is not held says that it has nothing")
		}
	}()
	s.cached.Firm(beta)
}

// TestHandlersAreToldOfEveryFirm of what is there, and of what comes.
func TestHandlersAreToldOfEveryFirm(t *testing.T) {
	t.Parallel()
	acme, zeta := cluster.Namespace(t), cluster.Namespace(t)
	create(t, cluster.Client(), acme)
	s := newShard(t, cluster.Config(), acme, zeta)
	informer, err := s.caches.GetInformer(t.Context(), &v1alpha1.Matter{})
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan string, 3)
	registered, err := informer.AddEventHandler(toldOf(told))
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-registered.HasSyncedChecker().Done():
	case <-time.After(within):
		t.Fatal("the handler was not told")
	}
	if !registered.HasSynced() || !informer.HasSynced() || informer.IsStopped() {
		t.Error("what was told is not filled")
	}
	create(t, cluster.Client(), zeta)
	for _, want := range []string{acme, zeta} {
		if got := <-told; got != want {
			t.Errorf("told of %s, want %s", got, want)
		}
	}
	if err := informer.RemoveEventHandler(registered); err != nil {
		t.Error(err)
	}
}

// TestWhatOneFirmsWatchHasSeenSaysNothingOfAnothers: whoever wrote to a firm reads there
// what it wrote, or waits, although the watch of another firm is further.
func TestWhatOneFirmsWatchHasSeenSaysNothingOfAnothers(t *testing.T) {
	t.Parallel()
	acme, zeta := cluster.Namespace(t), cluster.Namespace(t)
	config, line := cluster.Config(), &slowLine{namespace: acme}
	config.Wrap(line.wrap)
	s := newShard(t, config, acme, zeta)
	for _, firm := range []string{acme, zeta} {
		create(t, s, firm)
		if staffed(t, s, firm) != 1 {
			t.Fatalf("%s: it does not read what it wrote", firm)
		}
	}

	release := line.hold()
	defer release()
	for _, firm := range []string{acme, zeta} { // the second has the higher resource version
		m := &v1alpha1.Matter{}
		if err := cluster.Client().Get(t.Context(), client.ObjectKey{Namespace: firm, Name: "bid"}, m); err != nil {
			t.Fatal(err)
		}
		m.Spec.Staffing = append(m.Spec.Staffing, v1alpha1.StaffingEntry{User: "ben"})
		if err := s.Update(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	if staffed(t, s, zeta) != 2 {
		t.Fatal("zeta: it does not read what it wrote")
	}
	soon, end := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer end()
	m := &v1alpha1.Matter{}
	if err := s.Get(soon, client.ObjectKey{Namespace: acme, Name: "bid"}, m); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("acme: it reads a team of %d before its watch has seen what it wrote: %v", len(m.Spec.Staffing), err)
	}
	release()
	if staffed(t, s, acme) != 2 {
		t.Error("acme: it does not read what it wrote")
	}
}

func create(t *testing.T, by client.Client, firm string) {
	t.Helper()
	err := by.Create(t.Context(), &v1alpha1.Matter{
		ObjectMeta: metav1.ObjectMeta{Namespace: firm, Name: "bid"},
		Spec:       v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter, Staffing: []v1alpha1.StaffingEntry{{User: "ann"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// staffed returns how many are on the team of bid, as a reconciler reads it.
func staffed(t *testing.T, by *shard, firm string) int {
	t.Helper()
	ctx, end := context.WithTimeout(t.Context(), within)
	defer end()
	if err := by.Get(ctx, client.ObjectKey{Namespace: firm, Name: "bid"}, &v1alpha1.Matter{}); err != nil {
		t.Fatal(err)
	}
	return len(by.cached.Firm(firm).Matter("bid").Spec.Staffing)
}

// toldOf sends the namespace of what a handler is told to be there.
type toldOf chan<- string

func (c toldOf) OnAdd(o any, _ bool) { c <- o.(client.Object).GetNamespace() }
func (toldOf) OnUpdate(any, any)     {}
func (toldOf) OnDelete(any)          {}

// slowLine holds back what the watches of one namespace bring.
type slowLine struct {
	namespace string
	mu        sync.RWMutex
}

func (l *slowLine) hold() (release func()) {
	l.mu.Lock()
	return sync.OnceFunc(l.mu.Unlock)
}

func (l *slowLine) wrap(next http.RoundTripper) http.RoundTripper {
	return transport(func(r *http.Request) (*http.Response, error) {
		answer, err := next.RoundTrip(r)
		if err == nil && r.URL.Query().Get("watch") != "" && strings.Contains(r.URL.Path, "/namespaces/"+l.namespace+"/") {
			answer.Body = held{answer.Body, l}
		}
		return answer, err
	})
}

type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

type held struct {
	io.ReadCloser

	by *slowLine
}

// Read waits after it has read: what comes while the line is held comes afterwards.
func (h held) Read(into []byte) (int, error) {
	n, err := h.ReadCloser.Read(into)
	h.by.mu.RLock()
	defer h.by.mu.RUnlock()
	return n, err
}
