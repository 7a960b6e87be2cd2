package node

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// bind binds a pod to the node with the fewest, or says why it stays Pending.
func (c *Cluster) bind(ctx context.Context, p *corev1.Pod) {
	if why := unfit(p); why != "" {
		c.refuse(ctx, p, why)
		return
	}
	var schedulable []string
	nodes, err := c.nodes.List(labels.Everything())
	for _, n := range nodes {
		if !n.Spec.Unschedulable {
			schedulable = append(schedulable, n.Name)
		}
	}
	if err != nil || len(schedulable) == 0 {
		c.refuse(ctx, p, "no node takes pods")
		return
	}
	binding := &corev1.Binding{
		ObjectMeta: metav1.ObjectMeta{Namespace: p.Namespace, Name: p.Name, UID: p.UID},
		Target:     corev1.ObjectReference{Kind: "Node", Name: c.pods.assign(p.UID, schedulable)},
	}
	err = c.client.CoreV1().Pods(p.Namespace).Bind(ctx, binding, metav1.CreateOptions{})
	if err != nil && !apierrors.IsConflict(err) && !apierrors.IsNotFound(err) { // bound already, or gone
		c.log("scheduler").Printf("binding %s: %v", p.Name, err)
	}
}

// unfit says why a pod cannot run here: better that it does not run than that it runs
// otherwise than it would on a cluster.
func unfit(p *corev1.Pod) string {
	container := p.Spec.Containers[0]
	switch {
	case len(p.Spec.Containers) != 1 || len(p.Spec.InitContainers) > 0:
		return "the tests' nodes run pods of one container"
	case !ours(container.Image):
		return fmt.Sprintf("the tests' nodes run our image only, not %s", container.Image)
	case len(container.Command) > 0:
		return "the tests' nodes know the entry point of our image only"
	case len(container.EnvFrom) > 0:
		return "the tests' nodes know variables one by one only"
	case !sleeps(container.Lifecycle):
		return "the tests' nodes know no hook but a preStop that sleeps"
	case p.Spec.RestartPolicy != corev1.RestartPolicyAlways:
		return "the tests' nodes run what runs forever"
	}
	for _, probe := range probes(container) {
		if probe != nil && probe.HTTPGet == nil {
			return "the tests' nodes probe by HTTP only"
		}
	}
	return ""
}

// sleeps reports whether a container's only hook, if any, is a preStop that sleeps.
func sleeps(hooks *corev1.Lifecycle) bool {
	return hooks == nil || hooks.PostStart == nil && (hooks.PreStop == nil || hooks.PreStop.Sleep != nil)
}

// refuse says of a pod why it stays Pending.
func (c *Cluster) refuse(ctx context.Context, p *corev1.Pod, why string) {
	for _, condition := range p.Status.Conditions {
		if condition.Type == corev1.PodScheduled {
			return // it has been said
		}
	}
	said := p.DeepCopy()
	said.Status.Conditions = append(said.Status.Conditions, corev1.PodCondition{
		Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: corev1.PodReasonUnschedulable,
		Message: why, LastTransitionTime: metav1.Now(),
	})
	_, err := c.client.CoreV1().Pods(p.Namespace).UpdateStatus(ctx, said, metav1.UpdateOptions{})
	if err != nil && !apierrors.IsConflict(err) && !apierrors.IsNotFound(err) { // another look follows
		c.log("scheduler").Printf("refusing %s: %v", p.Name, err)
	}
}
