package main

import (
	"crypto/x509"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

func TestCertificatesAreKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := open(t, dir)
	ca := authority(t, d, "ca")
	server, err := d.serving("pki", "server", ca)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.close(); err != nil {
		t.Fatal(err)
	}

	d = open(t, dir)
	if !authority(t, d, "ca").Equal(ca.Certificate) {
		t.Error("the authority is another one after a restart")
	}
	again, err := d.serving("pki", "server", ca)
	if err != nil {
		t.Fatal(err)
	}
	if !again.Equal(server.Certificate) {
		t.Error("the certificate is another one after a restart")
	}

	other := authority(t, d, "other-ca")
	renewed, err := d.serving("pki", "server", other)
	if err != nil {
		t.Fatal(err)
	}
	if err := renewed.CheckSignatureFrom(other.Certificate); err != nil {
		t.Errorf("a certificate of another authority is kept: %v", err)
	}
}

func TestServersAreNoUsers(t *testing.T) {
	t.Parallel()
	d := open(t, t.TempDir())
	ca := authority(t, d, "ca")
	server, err := d.serving("webhook", "tls", ca)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca.Certificate)
	if _, err := server.Verify(x509.VerifyOptions{Roots: roots, DNSName: "127.0.0.1"}); err != nil {
		t.Errorf("a client would not trust it: %v", err)
	}
	asUser := x509.VerifyOptions{Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	if _, err := server.Verify(asUser); err == nil {
		t.Error("the API server would take it for a user")
	}
}

func TestOneDevclusterPerDataDirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open(t, dir)
	if _, err := openDataDir(dir); err == nil {
		t.Error("a second one gets the same data directory")
	}
}

func TestTemporaryDataDirectoryIsRemoved(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	d := open(t, "")
	if err := d.close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(d.path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is left behind", d.path)
	}
}

// A person's kubeconfig may be given: what it holds, stays.
func TestKubeconfigIsAddedTo(t *testing.T) {
	t.Parallel()
	d := open(t, t.TempDir())
	ca := authority(t, d, "ca")
	admin, err := d.identity(ca, adminUser, adminGroup)
	if err != nil {
		t.Fatal(err)
	}
	c := &cluster{dataDir: d, options: options{kubeconfig: filepath.Join(t.TempDir(), "config")}, ports: addresses{apiServer: 6443}}
	theirs := api.NewConfig()
	theirs.Clusters["production"] = &api.Cluster{Server: "https://production.example"}
	if err := writeKubeconfig(c.kubeconfig, theirs); err != nil {
		t.Fatal(err)
	}

	if err := c.writeAdminKubeconfig(ca, admin); err != nil {
		t.Fatal(err)
	}
	got, err := clientcmd.LoadFromFile(c.kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	if got.Clusters["production"] == nil {
		t.Error("another cluster is gone")
	}
	if got, want := got.CurrentContext, "kubernetes-admin@matterplane-devcluster"; got != want {
		t.Errorf("the current context is %q, want %q", got, want)
	}
	if got, want := got.Clusters[clusterName].Server, "https://127.0.0.1:6443"; got != want {
		t.Errorf("the server is %q, want %q", got, want)
	}
}

func TestWebhooksAreRedirected(t *testing.T) {
	t.Parallel()
	d := open(t, t.TempDir())
	c := &cluster{dataDir: d, ports: addresses{webhook: 9443}}
	configuration := &unstructured.Unstructured{Object: map[string]any{
		"webhooks": []any{map[string]any{
			"name": "a",
			"clientConfig": map[string]any{"service": map[string]any{
				"name": "webhook-service", "namespace": "matterplane-system", "path": "/mutate",
			}},
		}},
	}}
	if err := c.redirect(configuration); err != nil {
		t.Fatal(err)
	}
	webhooks, _, err := unstructured.NestedSlice(configuration.Object, "webhooks")
	if err != nil {
		t.Fatal(err)
	}
	client, _, err := unstructured.NestedStringMap(webhooks[0].(map[string]any), "clientConfig")
	if err != nil {
		t.Fatalf("it still names a service: %v", err)
	}
	got, err := url.Parse(client["url"])
	if err != nil || got.Host != "127.0.0.1:9443" || got.Path != "/mutate" {
		t.Errorf("it calls %q (%v)", client["url"], err)
	}
	if client["caBundle"] == "" {
		t.Error("it trusts nobody in particular")
	}
}

func TestNotReady(t *testing.T) {
	t.Parallel()
	ready := func(status string) []any {
		return []any{map[string]any{"type": "Ready", "status": status, "reason": "NotFound", "message": "no user amira"}}
	}
	cases := map[string]struct {
		status map[string]any
		want   string // a part of it; empty: ready
	}{
		"no status":        {status: nil, want: "not yet in 2"},
		"default status":   {status: map[string]any{"observedGeneration": int64(-1)}, want: "not yet in 2"},
		"older generation": {status: map[string]any{"observedGeneration": int64(1), "conditions": ready("True")}, want: "not yet in 2"},
		"no condition":     {status: map[string]any{"observedGeneration": int64(2)}, want: "no Ready condition"},
		"false":            {status: map[string]any{"observedGeneration": int64(2), "conditions": ready("False")}, want: "NotFound: no user amira"},
		"true":             {status: map[string]any{"observedGeneration": int64(2), "conditions": ready("True")}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := &unstructured.Unstructured{Object: map[string]any{"metadata": map[string]any{"generation": int64(2)}}}
			if c.status != nil {
				o.Object["status"] = c.status
			}
			got := notReady(o)
			if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
				t.Errorf("not ready: %q, want %q", got, c.want)
			}
		})
	}
}

func open(t *testing.T, path string) dataDir {
	t.Helper()
	d, err := openDataDir(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.lock.Close() })
	return d
}

func authority(t *testing.T, d dataDir, name string) *certificate {
	t.Helper()
	ca, err := d.authority(name)
	if err != nil {
		t.Fatal(err)
	}
	return ca
}
