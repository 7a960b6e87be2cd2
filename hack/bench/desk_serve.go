package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"go.uber.org/zap/zapcore"
	"k8s.io/client-go/tools/clientcmd"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/manager"
)

// deskAgent is the user agent of whoever answers reviews for F-8 and F-9.
const deskAgent = "desk"

// What stands before the paths of the webhooks, for others than the webhooks.
const (
	referencePrefix = "/reference"
	recorderPrefix  = "/recorder"
)

// deskOptions is what the process is told that answers reviews.
type deskOptions struct {
	Kubeconfig   string `json:"kubeconfig"`
	Port         int    `json:"port"`
	Probe        string `json:"probe"` // where it says whether its caches are filled
	Certificates string `json:"certificates"`
	Mutate       string `json:"mutate"`   // the path of the mutating webhook
	Validate     string `json:"validate"` // and of the validating one
	Sees         string `json:"sees"`     // the only namespace that its caches see; empty: all
}

// serveDesk is that process: the manager as it ships, which never leads, and in the
// same server under paths of their own the reference, a recorder, and the handlers
// without their live reads. All of them have the same caches, connections and
// garbage. It ends with the context.
func serveDesk(ctx context.Context, text string) error {
	var told deskOptions
	if err := json.Unmarshal([]byte(text), &told); err != nil {
		return fmt.Errorf("reading what is served: %w", err)
	}
	log.SetLogger(zap.New(zap.Level(zapcore.InfoLevel))) // as the manager's
	config, err := clientcmd.BuildConfigFromFlags("", told.Kubeconfig)
	if err != nil {
		return fmt.Errorf("reading the kubeconfig: %w", err)
	}
	config.UserAgent = deskAgent
	if told.Sees != "" {
		config.Wrap(func(next http.RoundTripper) http.RoundTripper { return only{told.Sees, next} })
	}
	options := manager.Defaults()
	options.WebhookPort, options.WebhookCertDir, options.ProbeAddress = told.Port, told.Certificates, told.Probe
	options.LeaderElection, options.LeaderElectionNamespace = true, plane.Apart
	defer manager.SpareCollections()()
	mgr, err := manager.New(ctx, config, options)
	if err != nil {
		return err
	}
	besideWebhooks(mgr, told)
	return mgr.Start(ctx)
}

// besideWebhooks registers what stands beside the webhooks.
func besideWebhooks(mgr ctrl.Manager, told deskOptions) {
	server := mgr.GetWebhookServer()
	for path, reads := range map[string]bool{told.Mutate: false, told.Validate: true} {
		r := &reference{decoder: admission.NewDecoder(mgr.GetScheme())}
		if reads {
			r.live = mgr.GetAPIReader()
		}
		server.Register(referencePrefix+path, &admission.Webhook{Handler: r})
		server.Register(recorderPrefix+path, &recorder{})
	}
	server.Register(alonePath, alone{live: mgr.GetAPIReader(), told: told})
}

// reference decodes both objects as every webhook does that is made with this
// library, makes the live reads that the subject makes (P-6), and decides nothing.
type reference struct {
	decoder admission.Decoder
	live    client.Reader // nil: it reads nothing, as the mutating webhook where nobody joins
}

// Handle implements admission.Handler.
func (r *reference) Handle(ctx context.Context, req admission.Request) admission.Response {
	var before, after v1alpha1.Matter
	if err := r.decoder.DecodeRaw(req.OldObject, &before); err != nil {
		return admission.Errored(http.StatusBadRequest, err)
	}
	if err := r.decoder.Decode(req, &after); err != nil {
		return admission.Errored(http.StatusBadRequest, err)
	}
	if r.live == nil {
		return admission.Allowed("")
	}
	who, _, _ := strings.Cut(req.UserInfo.Username, "@") // as the clerk is called
	if err := r.read(ctx, req.Namespace, who); err != nil {
		return admission.Errored(http.StatusServiceUnavailable, err)
	}
	return admission.Allowed("")
}

// read reads the user who asks and the Firm, both at once.
func (r *reference) read(ctx context.Context, namespace, user string) error {
	var reading sync.WaitGroup
	var noUser, noFirm error
	reading.Go(func() {
		noUser = r.live.Get(ctx, client.ObjectKey{Namespace: namespace, Name: user}, &v1alpha1.FirmUser{})
	})
	noFirm = r.live.Get(ctx, client.ObjectKey{Namespace: namespace, Name: v1alpha1.FirmName}, &v1alpha1.Firm{})
	reading.Wait()
	return errors.Join(noUser, noFirm)
}

// recorder allows everything and keeps the last review, for whoever asks for it.
type recorder struct {
	mu   sync.Mutex
	last []byte
}

// ServeHTTP implements http.Handler.
func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if req.Method == http.MethodGet {
		_, _ = w.Write(r.last)
		return
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.last = bytes.Clone(body)
	allow := &admission.Webhook{Handler: admission.HandlerFunc(func(context.Context, admission.Request) admission.Response {
		return admission.Allowed("")
	})}
	req.Body = io.NopCloser(bytes.NewReader(body))
	allow.ServeHTTP(w, req)
}

// only lets caches see the objects of one namespace.
type only struct {
	namespace string
	next      http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (o only) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.URL.Path = narrowed(req.URL.Path, o.namespace)
	return o.next.RoundTrip(req)
}

// narrowed returns the path by which one namespace is listed or watched, of that by
// which all are; another path as it is.
func narrowed(path, namespace string) string {
	all := "/apis/" + v1alpha1.GroupVersion.String() + "/"
	resource, ours := strings.CutPrefix(path, all)
	if !ours || strings.Contains(resource, "/") || resource == "" {
		return path
	}
	return all + "namespaces/" + namespace + "/" + resource
}
