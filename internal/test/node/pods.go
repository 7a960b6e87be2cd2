package node

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/cache"
)

// pods are those that were bound here, by their UID, and the address of each.
type pods struct {
	mu       sync.Mutex
	bound    map[types.UID]*pod
	assigned map[types.UID]string // the nodes of those that are not gone
	ips      int
}

func newPods() *pods {
	return &pods{bound: map[types.UID]*pod{}, assigned: map[types.UID]string{}}
}

// again is how often a pod that no node took is looked at once more.
const again = 5 * time.Second

// watch looks at all pods and does what they ask for.
func (c *Cluster) watch(ctx context.Context) error {
	_, err := c.informers.Core().V1().Pods().Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(o any) { c.see(ctx, o.(*corev1.Pod)) },
		UpdateFunc: func(_, o any) { c.see(ctx, o.(*corev1.Pod)) },
		DeleteFunc: func(o any) {
			if unknown, ok := o.(cache.DeletedFinalStateUnknown); ok {
				o = unknown.Obj
			}
			c.pods.forget(o.(*corev1.Pod).UID)
		},
	})
	if err != nil {
		return fmt.Errorf("watching pods: %w", err)
	}
	c.informers.StartWithContext(ctx)
	for kind, synced := range c.informers.WaitForCacheSync(ctx.Done()) {
		if !synced {
			return fmt.Errorf("watching %s: %w", kind, ctx.Err())
		}
	}
	return nil
}

// see does what a pod asks for: to be bound, to run, to end. It does not wait.
func (c *Cluster) see(ctx context.Context, seen *corev1.Pod) {
	if seen.Spec.NodeName == "" {
		if seen.DeletionTimestamp == nil {
			c.bind(ctx, seen)
		}
		return
	}
	p, isNew := c.pods.enter(c, seen)
	if isNew {
		c.running.Go(func() { p.live(ctx) })
	}
	if seen.DeletionTimestamp != nil {
		p.end(*seen.DeletionGracePeriodSeconds)
	}
}

// enter returns what is known of a pod; the first time, it is given an address.
func (ps *pods) enter(c *Cluster, seen *corev1.Pod) (p *pod, isNew bool) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	if p, ok := ps.bound[seen.UID]; ok {
		return p, false
	}
	ps.ips++
	p = newPod(c, seen, fmt.Sprintf("10.244.%d.%d", ps.ips/250, 1+ps.ips%250))
	ps.bound[seen.UID] = p
	return p, true
}

// forget ends a pod that is no more. What it wrote stays for whoever reads why a test
// failed.
func (ps *pods) forget(uid types.UID) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	delete(ps.assigned, uid)
	if p, ok := ps.bound[uid]; ok {
		p.end(0)
	}
}

// assign draws one of some nodes for a pod, that with the fewest; asked again, the same.
func (ps *pods) assign(uid types.UID, nodes []string) string {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	count := map[string]int{}
	for _, node := range ps.assigned {
		count[node]++
	}
	if ps.assigned[uid] == "" {
		ps.assigned[uid] = slices.MinFunc(nodes, func(a, b string) int {
			return cmp.Or(cmp.Compare(count[a], count[b]), strings.Compare(a, b))
		})
	}
	return ps.assigned[uid]
}

// named finds the pod of that name that has not gone.
func (ps *pods) named(namespace, name string) (*pod, error) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	for _, p := range ps.bound {
		if p.spec.Namespace == namespace && p.spec.Name == name && !p.isGone() {
			return p, nil
		}
	}
	return nil, fmt.Errorf("no pod %s/%s runs here", namespace, name)
}

// address says where on this machine a port of a pod is.
func (ps *pods) address(ip string, port int32) (string, error) {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	for _, p := range ps.bound {
		if p.ip == ip {
			return p.address(port)
		}
	}
	return "", fmt.Errorf("nobody has the address %s", ip)
}

// showLogs shows the end of what each pod wrote: a few lines of those that are gone, which
// are many after a rollout.
func (ps *pods) showLogs(t testing.TB) {
	t.Helper()
	ps.mu.Lock()
	defer ps.mu.Unlock()
	for _, p := range ps.bound {
		lines := 10
		if p.isGone() {
			lines = 2
		}
		t.Logf("%s:\n%s", p.spec.Name, tail(p.log().reader(), lines))
	}
}
