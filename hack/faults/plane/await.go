package plane

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

// asker asks a child's server.
func (p *Plane) asker() *http.Client {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(p.CA.PEM)
	return &http.Client{
		Timeout:   5 * time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true},
	}
}

// Collect has the API server collect its garbage. With 10,000 matters that it has just read
// anew, it takes more than five seconds.
func (p *Plane) Collect(ctx context.Context) error {
	asker := p.asker()
	asker.Timeout = patience
	if err := get(ctx, asker, p.URL+"/debug/pprof/heap?gc=1"); err != nil {
		return fmt.Errorf("having the API server collect its garbage: %w", err)
	}
	return nil
}

// Answers waits until a child's server says at a URL that it is ready. A child that has ended is
// not, and the error has the end of its log.
func (p *Plane) Answers(ctx context.Context, child *Process, url string) error {
	asker := p.asker()
	err := Until(ctx, patience, func() error {
		if why, ended := child.Ended(); ended {
			return fmt.Errorf("it has ended: %s", why)
		}
		return get(ctx, asker, url)
	})
	if err != nil {
		return fmt.Errorf("waiting for %s: %w; the end of its log:\n%s", child.Name, err, child.Tail(15))
	}
	return nil
}

func get(ctx context.Context, asker *http.Client, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+Masters)
	response, err := asker.Do(request)
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

// Until asks again and again until there is no error; after the time given, the
// last answer is the error.
func Until(ctx context.Context, within time.Duration, ask func() error) error {
	return UntilEvery(ctx, within, 50*time.Millisecond, ask)
}

// UntilEvery is Until that waits so long between two questions.
func UntilEvery(ctx context.Context, within, every time.Duration, ask func() error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, within, fmt.Errorf("not within %s", within))
	defer cancel()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		err := ask()
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", context.Cause(ctx), err)
		}
	}
}
