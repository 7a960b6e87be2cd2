package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// awaitChild waits until a child's server says that it is ready. A ca vouches
// for the server and user is whom it is asked as, where there are any. The end of
// the child's log is a part of the error.
func (c *cluster) awaitChild(ctx context.Context, name, url string, ca, user *certificate) error {
	var config tls.Config
	if ca != nil {
		config.RootCAs = x509.NewCertPool()
		config.RootCAs.AddCert(ca.Certificate)
	}
	if user != nil {
		config.Certificates = []tls.Certificate{{Certificate: [][]byte{user.Raw}, PrivateKey: user.key}}
	}
	client := &http.Client{
		Timeout:   5 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &config, DisableKeepAlives: true},
	}
	err := until(ctx, func() error { return get(ctx, client, url+"/readyz") })
	if err != nil {
		return fmt.Errorf("waiting for %s: %w; the end of its log:\n%s", name, err, tail(c.log(name), 15))
	}
	return nil
}

// get is content with an answer of 200.
func get(ctx context.Context, client *http.Client, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusOK {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, 2048))
	if err != nil {
		return err
	}
	return fmt.Errorf("it answers %s: %s", response.Status, strings.TrimSpace(string(body)))
}

// until asks again and again, until there is no error. When ctx ends, its cause
// and the last answer are the error.
func until(ctx context.Context, ask func() error) error {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	var last error
	for {
		err := ask()
		if err == nil {
			return nil
		}
		if ctx.Err() == nil || last == nil {
			last = err // and not that the asking was cut short
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", context.Cause(ctx), last)
		}
	}
}
