package node

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// probes are those that a container declares: of its start, its readiness, its life.
func probes(c corev1.Container) [3]*corev1.Probe {
	return [3]*corev1.Probe{c.StartupProbe, c.ReadinessProbe, c.LivenessProbe}
}

// probe asks what the pod's probes ask for until the context ends. It closes unhealthy
// when the container has to be started again.
func (p *pod) probe(ctx context.Context, unhealthy chan<- struct{}) {
	declared := probes(p.container())
	if !p.watchOver(ctx, declared[0], func(bool) bool { return false }) {
		if ctx.Err() == nil {
			close(unhealthy)
		}
		return
	}
	p.set(ctx, func(s *containerState) { s.started = true })
	var both sync.WaitGroup
	both.Go(func() {
		if declared[1] == nil {
			p.set(ctx, func(s *containerState) { s.ready = true })
			return
		}
		p.watchOver(ctx, declared[1], func(ready bool) bool {
			p.set(ctx, func(s *containerState) { s.ready = ready })
			return true
		})
	})
	both.Go(func() {
		if declared[2] == nil {
			return
		}
		p.watchOver(ctx, declared[2], func(healthy bool) bool { return healthy })
		if ctx.Err() == nil {
			close(unhealthy)
		}
	})
	both.Wait()
}

// watchOver asks a probe and tells whenever its answers come to something else, for as
// long as on says that it goes on; it returns what they come to. No probe is a good one.
func (p *pod) watchOver(ctx context.Context, probe *corev1.Probe, on func(good bool) (goesOn bool)) (good bool) {
	if probe == nil {
		return true
	}
	p.pause(ctx, time.Duration(probe.InitialDelaySeconds)*time.Second)
	tick := time.NewTicker(time.Duration(probe.PeriodSeconds) * time.Second)
	defer tick.Stop()
	var v verdict
	for {
		err := p.ask(ctx, probe)
		if ctx.Err() != nil {
			return false
		}
		if v.hear(err == nil, probe) && !on(v.good) {
			return v.good
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return false
		}
	}
}

// verdict is what the answers of a probe come to.
type verdict struct {
	good, given bool
	last        bool
	inRow       int32
}

// hear takes an answer, and reports whether the verdict is another one from now on.
func (v *verdict) hear(good bool, probe *corev1.Probe) (changed bool) {
	if good != v.last {
		v.last, v.inRow = good, 0
	}
	v.inRow++
	enough := probe.FailureThreshold
	if good {
		enough = probe.SuccessThreshold
	}
	if v.inRow < enough || v.given && v.good == good {
		return false
	}
	v.good, v.given = good, true
	return true
}

// prober believes any certificate, as a kubelet does.
var prober = &http.Client{
	Transport: &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
	},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// ask asks once.
func (p *pod) ask(ctx context.Context, probe *corev1.Probe) error {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(probe.TimeoutSeconds)*time.Second)
	defer cancel()
	get := probe.HTTPGet
	address, err := p.address(p.portOf(get.Port))
	if err != nil {
		return err
	}
	url := fmt.Sprintf("http://%s%s", address, get.Path)
	if get.Scheme == corev1.URISchemeHTTPS {
		url = fmt.Sprintf("https://%s%s", address, get.Path)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	answer, err := prober.Do(req)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode < 200 || answer.StatusCode >= 400 {
		return fmt.Errorf("%s", answer.Status)
	}
	return nil
}

// portOf is the number of a port that may be named.
func (p *pod) portOf(port intstr.IntOrString) int32 {
	for _, declared := range p.container().Ports {
		if port.Type == intstr.String && declared.Name == port.StrVal {
			return declared.ContainerPort
		}
	}
	return port.IntVal
}
