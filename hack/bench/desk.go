package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/test/ports"
)

// desk is a process that answers reviews: the manager as it ships, the reference
// beside it in the same server.
type desk struct {
	*plane.Process
	base     string // of its URLs
	mutate   string // the path of the mutating webhook
	validate string // and of the validating one
	client   *http.Client
}

// openDesk starts one whose caches see one namespace, or all, and waits until they are
// filled.
func (w *world) openDesk(ctx context.Context, b *bench, sees string) (*desk, error) {
	name := "desk-" + sees
	config, err := w.Kubeconfig(name, w.URL, w.CA.PEM)
	if err != nil {
		return nil, err
	}
	mutating, validating, err := w.webhooks(ctx)
	if err != nil {
		return nil, err
	}
	told := deskOptions{Kubeconfig: config, Port: ports.Free(), Probe: plane.Loopback(ports.Free()), Certificates: w.WebhookCerts(), Sees: sees}
	if told.Mutate, err = pathOf(mutating.Webhooks[0].ClientConfig); err != nil {
		return nil, err
	}
	if told.Validate, err = pathOf(validating.Webhooks[0].ClientConfig); err != nil {
		return nil, err
	}
	text, err := json.Marshal(told)
	if err != nil {
		return nil, fmt.Errorf("opening a desk: %w", err)
	}
	binary, err := b.binary(ctx, w.Dir)
	if err != nil {
		return nil, err
	}
	process, err := plane.Start(name, filepath.Join(w.Dir, name+".log"), binary, "-desk", string(text))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(w.CA.PEM)
	d := &desk{
		Process: process, base: "https://" + plane.Loopback(told.Port), mutate: told.Mutate, validate: told.Validate,
		client: &http.Client{
			Timeout:   time.Minute,
			Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true},
		},
	}
	if err := w.Answers(ctx, process, "http://"+told.Probe+"/readyz"); err != nil {
		process.Kill()
		return nil, fmt.Errorf("opening a desk: %w", err)
	}
	return d, nil
}

// binary is this program, or if the manager is built with an overlay, this program
// built with it.
func (b *bench) binary(ctx context.Context, dir string) (string, error) {
	if b.overlay == "" {
		return os.Executable()
	}
	path := filepath.Join(dir, "bench")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	out, err := exec.CommandContext(ctx, "go", "build", "-overlay", b.overlay, "-o", path, "./hack/bench").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the desk: %w\n%s", err, out)
	}
	return path, nil
}

// post posts to one of its paths. The answer's body must be closed.
func (d *desk) post(ctx context.Context, path string, body []byte) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", path, err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := d.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w; the end of the log:\n%s", path, err, d.Tail(5))
	}
	return response, nil
}

// webhooks returns our two configurations as they are installed.
func (w *world) webhooks(ctx context.Context) (*admissionregistrationv1.MutatingWebhookConfiguration, *admissionregistrationv1.ValidatingWebhookConfiguration, error) {
	mutating, validating := &admissionregistrationv1.MutatingWebhookConfiguration{}, &admissionregistrationv1.ValidatingWebhookConfiguration{}
	err := errors.Join(
		w.Client.Get(ctx, client.ObjectKey{Name: "matterplane-mutating"}, mutating),
		w.Client.Get(ctx, client.ObjectKey{Name: "matterplane-validating"}, validating))
	if err == nil && (len(mutating.Webhooks) != 1 || len(validating.Webhooks) != 1) {
		err = errors.New("there is more than one webhook in a configuration")
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the webhooks: %w", err)
	}
	return mutating, validating, nil
}

func pathOf(config admissionregistrationv1.WebhookClientConfig) (string, error) {
	if config.URL == nil {
		return "", errors.New("a webhook has no URL")
	}
	at, err := url.Parse(*config.URL)
	if err != nil {
		return "", fmt.Errorf("reading a webhook's URL: %w", err)
	}
	return at.Path, nil
}

// asksLabel on a namespace names who is asked about its objects.
const asksLabel = "bench.matterplane.dev/asks"

// asked has the API server ask a desk under a prefix about the namespaces that name
// it so, in all else as it asks our webhooks. What it returns takes that back.
func (w *world) asked(ctx context.Context, name string, d *desk, prefix string) (func() error, error) {
	mutating, validating, err := w.webhooks(ctx)
	if err != nil {
		return nil, err
	}
	selector := &metav1.LabelSelector{MatchLabels: map[string]string{asksLabel: name}}
	mutating.ObjectMeta, validating.ObjectMeta = metav1.ObjectMeta{Name: "bench-" + name}, metav1.ObjectMeta{Name: "bench-" + name}
	m, v := &mutating.Webhooks[0], &validating.Webhooks[0]
	m.Name, m.NamespaceSelector, m.ClientConfig.URL = hookOf("mutate", name), selector, new(d.base+prefix+d.mutate)
	v.Name, v.NamespaceSelector, v.ClientConfig.URL = hookOf("validate", name), selector, new(d.base+prefix+d.validate)
	if err := errors.Join(w.Client.Create(ctx, mutating), w.Client.Create(ctx, validating)); err != nil {
		return nil, fmt.Errorf("registering a webhook: %w", err)
	}
	return func() error {
		return errors.Join(w.Client.Delete(context.WithoutCancel(ctx), mutating), w.Client.Delete(context.WithoutCancel(ctx), validating))
	}, nil
}

// hookOf is what the API server calls a webhook, in its metrics too.
func hookOf(webhook, name string) string { return webhook + "." + name + ".bench.matterplane.dev" }
