package main

import (
	"context"
	"crypto/x509"
	"time"
)

// etcdUser is what the API server calls itself towards etcd.
const etcdUser = "apiserver-etcd-client"

// startEtcd starts etcd with an authority of its own: nobody may pass by the
// API server with a certificate that the API server accepts.
func (c *cluster) startEtcd(ctx context.Context, say func(string)) (string, error) {
	ca, err := c.authority("etcd-ca")
	if err != nil {
		return "", err
	}
	server, err := c.serving("pki", "etcd", ca, x509.ExtKeyUsageClientAuth)
	if err != nil {
		return "", err
	}
	user, err := c.identity(ca, etcdUser, "devcluster")
	if err != nil {
		return "", err
	}

	url := "https://" + loopback(c.ports.etcd)
	args := []string{
		"--data-dir=" + c.file("etcd"),
		"--listen-client-urls=" + url,
		"--advertise-client-urls=" + url,
		"--cert-file=" + server.certFile,
		"--key-file=" + server.keyFile,
		"--trusted-ca-file=" + ca.certFile,
		"--client-cert-auth",
		"--listen-peer-urls=https://127.0.0.1:0", // there are none
		"--peer-cert-file=" + server.certFile,
		"--peer-key-file=" + server.keyFile,
		"--peer-trusted-ca-file=" + ca.certFile,
		"--peer-client-cert-auth",
		"--log-level=warn",
	}
	if c.temporary {
		args = append(args, "--unsafe-no-fsync") // a power cut may take it
	}
	if _, err := c.start("etcd", c.tools.path("etcd"), 5*time.Second, args...); err != nil {
		return "", err
	}
	say("waiting for " + url)
	return url, c.awaitChild(ctx, "etcd", url, ca, user)
}
