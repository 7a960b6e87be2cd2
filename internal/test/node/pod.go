package node

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/internal/child"
)

// backOff is how long a container that ended by itself is not started again: a
// kubelet's, for those who do not wait for minutes.
const backOff = 2 * time.Second

// pod is one that runs here, from when it was bound until it has gone.
type pod struct {
	cluster *Cluster
	spec    *corev1.Pod // as it was when it was first seen
	ip      string

	ending chan struct{} // closed when it is deleted
	gone   chan struct{} // closed when it has been

	mu       sync.Mutex
	deadline time.Time      // once it is deleted: when its grace is over
	ports    map[int32]int  // where its ports are on this machine
	logs     *logbook       // of its last container
	process  *child.Process // its last
	state    containerState
}

// containerState is what a pod's status says of its container.
type containerState struct {
	corev1.ContainerState

	started, ready bool
	restarts       int32
	last           corev1.ContainerState
}

func newPod(c *Cluster, spec *corev1.Pod, ip string) *pod {
	return &pod{
		cluster: c, spec: spec, ip: ip,
		ending: make(chan struct{}), gone: make(chan struct{}),
		logs:  newLogbook(),
		state: containerState{ContainerState: waiting("ContainerCreating", "")},
	}
}

// container is the only one.
func (p *pod) container() corev1.Container { return p.spec.Spec.Containers[0] }

// live runs a pod until it is deleted and has ended, or until the cluster ends.
func (p *pod) live(ctx context.Context) {
	defer close(p.gone)
	p.report(ctx)
	for ctx.Err() == nil && !p.isEnding() {
		p.runOnce(ctx)
	}
	if ctx.Err() == nil {
		p.report(ctx)
		p.remove(ctx)
	}
}

// runOnce runs the container until it ends, by itself or because it has to.
func (p *pod) runOnce(ctx context.Context) {
	env, args, err := p.prepare(ctx)
	if err != nil {
		p.set(ctx, func(s *containerState) { s.ContainerState = waiting("CreateContainerConfigError", err.Error()) })
		p.pause(ctx, time.Second)
		return
	}
	proc, err := launch(p.newLog(), env, p.cluster.manager(), args...)
	if err != nil {
		p.set(ctx, func(s *containerState) { s.ContainerState = waiting("RunContainerError", err.Error()) })
		p.pause(ctx, backOff)
		return
	}
	started := metav1.Now()
	p.set(ctx, func(s *containerState) {
		p.process = proc
		s.ContainerState = corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: started}}
	})
	p.attend(ctx, proc)
	p.log().close()
	p.ended(ctx, proc, started)
	p.pause(ctx, backOff)
}

// attend probes the container and waits until it has ended.
func (p *pod) attend(ctx context.Context, proc *child.Process) {
	probing, stop := context.WithCancel(ctx)
	unhealthy := make(chan struct{})
	var prober sync.WaitGroup
	prober.Go(func() { p.probe(probing, unhealthy) })
	defer prober.Wait()
	defer stop()
	select {
	case <-proc.Done():
	case <-ctx.Done(): // the test is over
		proc.Kill()
	case <-unhealthy:
		proc.Terminate(time.Duration(*p.spec.Spec.TerminationGracePeriodSeconds) * time.Second)
	case <-p.ending:
		p.terminate(ctx, proc)
	}
}

// terminate ends a container as a kubelet does: its preStop first, then SIGTERM, and
// SIGKILL when the grace that both have is over.
func (p *pod) terminate(ctx context.Context, proc *child.Process) {
	if hooks := p.container().Lifecycle; hooks != nil && hooks.PreStop != nil {
		select {
		case <-time.After(min(time.Duration(hooks.PreStop.Sleep.Seconds)*time.Second, p.graceLeft())):
		case <-proc.Done():
		case <-ctx.Done():
		}
	}
	if ctx.Err() != nil {
		proc.Kill()
		return
	}
	proc.Terminate(p.graceLeft())
}

// ended tells how a container ended.
func (p *pod) ended(ctx context.Context, proc *child.Process, started metav1.Time) {
	if ctx.Err() != nil {
		return
	}
	terminated := &corev1.ContainerStateTerminated{
		ExitCode: exitCode(proc.State()), StartedAt: started, FinishedAt: metav1.Now(), Reason: "Completed",
	}
	if terminated.ExitCode != 0 {
		terminated.Reason = "Error"
	}
	over := corev1.ContainerState{Terminated: terminated}
	p.set(ctx, func(s *containerState) {
		s.started, s.ready = false, false
		if p.isEnding() {
			s.ContainerState = over
			return
		}
		s.ContainerState, s.last = waiting("CrashLoopBackOff", ""), over
		s.restarts++
	})
}

// pause waits before the next try.
func (p *pod) pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-p.ending:
	case <-ctx.Done():
	}
}

// remove tells the API server that nothing of the pod is left.
func (p *pod) remove(ctx context.Context) {
	err := p.cluster.client.CoreV1().Pods(p.spec.Namespace).Delete(ctx, p.spec.Name, metav1.DeleteOptions{
		GracePeriodSeconds: new(int64), Preconditions: metav1.NewUIDPreconditions(string(p.spec.UID)),
	})
	if err != nil && !apierrors.IsNotFound(err) && !apierrors.IsConflict(err) {
		p.cluster.log("kubelet").Printf("removing %s: %v", p.spec.Name, err)
	}
}

// end begins the end of a pod, or shortens it.
func (p *pod) end(graceSeconds int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	deadline := time.Now().Add(time.Duration(graceSeconds) * time.Second)
	switch {
	case p.deadline.IsZero():
		close(p.ending)
		p.deadline = deadline
	case deadline.Before(p.deadline):
		p.deadline = deadline
	}
}

func (p *pod) graceLeft() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(0, time.Until(p.deadline))
}

func (p *pod) isEnding() bool { return isClosed(p.ending) }
func (p *pod) isGone() bool   { return isClosed(p.gone) }

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// address says where on this machine a port of the pod is.
func (p *pod) address(port int32) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	here, ok := p.ports[port]
	if !ok {
		return "", fmt.Errorf("pod %s has no port %d", p.spec.Name, port)
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(here)), nil
}

// newLog is what the next container writes to.
func (p *pod) newLog() *logbook {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.logs = newLogbook()
	return p.logs
}

func (p *pod) log() *logbook {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.logs
}
