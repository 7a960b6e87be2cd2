package races

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	authorizationv1 "k8s.io/client-go/kubernetes/typed/authorization/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	webhookadmission "sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/manager"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// Where config/webhook says that the webhooks are.
const (
	mutatePath   = "/mutate-matterplane-dev-v1alpha1"
	validatePath = "/validate-matterplane-dev-v1alpha1"
)

// renewals are after how many questions about a firm each server looks at it again.
var renewals = []int{7, 23}

// house is what all tests share: the front and the servers behind it.
type house struct {
	front   *front
	servers []*lagging
}

// open starts the house for a test, which closes it when it ends.
func open(t *testing.T) *house {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	h := &house{front: &front{answered: make([]atomic.Int64, len(renewals))}}
	for _, every := range renewals {
		l, handler, err := startServer(ctx, every)
		must(t, err)
		cluster.Eventually(t, time.Minute, func() error {
			if !l.synced() {
				return errors.New("the caches of a webhook server are not filled")
			}
			return nil
		})
		served := httptest.NewServer(handler)
		t.Cleanup(served.Close)
		h.front.servers = append(h.front.servers, served.URL)
		h.servers = append(h.servers, l)
	}
	door := webhook.NewServer(cluster.WebhookServer())
	door.Register(mutatePath, h.front)
	door.Register(validatePath, h.front)
	closed := make(chan error, 1)
	go func() { closed <- door.Start(ctx) }()
	t.Cleanup(func() {
		cancel()
		must(t, <-closed)
	})
	return h
}

// startServer starts a webhook server with caches of its own, under the rights of
// the manager's account.
func startServer(ctx context.Context, every int) (*lagging, http.Handler, error) {
	config := cluster.Config()
	config.Impersonate = rest.ImpersonationConfig{UserName: admission.DefaultOperator}
	scheme := manager.NewScheme()
	live, err := client.New(config, client.Options{Scheme: scheme})
	if err != nil {
		return nil, nil, fmt.Errorf("connecting a webhook server: %w", err)
	}
	informers, err := cache.New(config, cache.Options{Scheme: scheme, DefaultUnsafeDisableDeepCopy: new(true)})
	if err != nil {
		return nil, nil, fmt.Errorf("making the caches of a webhook server: %w", err)
	}
	cached, err := cacheview.New(ctx, informers)
	if err != nil {
		return nil, nil, err
	}
	go func() {
		if err := informers.Start(ctx); err != nil {
			panic(err)
		}
	}()
	reviews, err := authorizationv1.NewForConfig(config)
	if err != nil {
		return nil, nil, err
	}
	l := &lagging{informers: informers, synced: cached.Synced, every: every, firms: map[string]*frozen{}}
	mutating, validating, err := admission.Handlers(admission.Cluster{
		Live: live, Cached: l.firm, Synced: cached.Synced, Reviews: reviews.SubjectAccessReviews(),
	}, manager.Defaults().Admission)
	if err != nil {
		return nil, nil, err
	}
	mux := http.NewServeMux()
	mux.Handle(mutatePath, &webhookadmission.Webhook{Handler: mutating})
	mux.Handle(validatePath, &webhookadmission.Webhook{Handler: validating})
	return l, mux, nil
}

// lagging are the caches of a webhook server as it sees them: late.
type lagging struct {
	informers cache.Cache
	synced    func() bool
	every     int

	mu    sync.Mutex
	firms map[string]*frozen
}

// frozen is a firm as it was a while ago.
type frozen struct {
	view  roster.View
	asked int
	still bool // it is renewed only when somebody says so
}

// firm returns the firm as it was.
func (l *lagging) firm(namespace string) roster.View {
	l.mu.Lock()
	defer l.mu.Unlock()
	known := l.firms[namespace]
	if known == nil {
		known = &frozen{view: l.look(namespace)}
		l.firms[namespace] = known
	}
	known.asked++
	if known.asked%l.every == 0 && !known.still {
		known.view = l.look(namespace)
	}
	return known.view
}

// look returns the firm as the informers have it now.
func (l *lagging) look(namespace string) roster.View {
	var objects roster.Objects
	for _, list := range lists() {
		if err := l.informers.List(context.Background(), list, client.InNamespace(namespace)); err != nil {
			panic(err) // it reads memory
		}
		_ = meta.EachListItem(list, func(item runtime.Object) error {
			objects.Add(item)
			return nil
		})
	}
	return roster.NewSnapshot(objects)
}

// renew lets the server see the firm as the API server has it now; from then on it
// looks again by itself, or only when it is told to.
func (l *lagging) renew(t testing.TB, namespace string, still bool) {
	t.Helper()
	cluster.Eventually(t, time.Minute, func() error {
		stored, err := versions(t.Context(), cluster.Client(), namespace)
		if err != nil {
			return err
		}
		seen, err := versions(t.Context(), l.informers, namespace)
		if err == nil && !maps.Equal(stored, seen) {
			err = errors.New("the informers of a webhook server have not seen everything")
		}
		return err
	})
	l.mu.Lock()
	defer l.mu.Unlock()
	l.firms[namespace] = &frozen{view: l.look(namespace), still: still}
}

// versions returns the versions of all objects of a firm.
func versions(ctx context.Context, from client.Reader, namespace string) (map[string]string, error) {
	all := map[string]string{}
	for _, list := range lists() {
		if err := from.List(ctx, list, client.InNamespace(namespace)); err != nil {
			return nil, err
		}
		err := meta.EachListItem(list, func(item runtime.Object) error {
			o, ok := item.(client.Object)
			if !ok {
				return fmt.Errorf("a %T is no object", item)
			}
			all[fmt.Sprintf("%T/%s", o, o.GetName())] = o.GetResourceVersion()
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// lists returns an empty list of each kind.
func lists() []client.ObjectList {
	return []client.ObjectList{
		&v1alpha1.FirmList{}, &v1alpha1.OfficeList{}, &v1alpha1.FirmUserList{},
		&v1alpha1.AssistantLinkList{}, &v1alpha1.MatterList{},
	}
}
