package node

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/util/retry"
)

// set changes what is known of the container and reports it.
func (p *pod) set(ctx context.Context, change func(*containerState)) {
	p.mu.Lock()
	change(&p.state)
	p.mu.Unlock()
	p.report(ctx)
}

// report writes the pod's status, if it has changed.
func (p *pod) report(ctx context.Context) {
	pods := p.cluster.client.CoreV1().Pods(p.spec.Namespace)
	err := retry.RetryOnConflict(retry.DefaultBackoff, func() error {
		stored, err := pods.Get(ctx, p.spec.Name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		if stored.UID != p.spec.UID {
			return nil // another one of that name
		}
		status := p.status(stored)
		if equality.Semantic.DeepEqual(status, stored.Status) {
			return nil
		}
		stored.Status = status
		_, err = pods.UpdateStatus(ctx, stored, metav1.UpdateOptions{})
		return err
	})
	if err != nil && ctx.Err() == nil && !apierrors.IsNotFound(err) {
		p.cluster.log("kubelet").Printf("the status of %s: %v", p.spec.Name, err)
	}
}

// status is what the pod's status is to be.
func (p *pod) status(stored *corev1.Pod) corev1.PodStatus {
	p.mu.Lock()
	state := p.state
	p.mu.Unlock()

	status := *stored.Status.DeepCopy()
	status.ObservedGeneration = stored.Generation
	status.Phase = phase(state)
	status.PodIP, status.PodIPs = p.ip, []corev1.PodIP{{IP: p.ip}}
	status.HostIP = hostIP(stored.Spec.NodeName)
	status.HostIPs = []corev1.HostIP{{IP: status.HostIP}}
	if status.StartTime == nil {
		status.StartTime = new(metav1.Now())
	}
	container := p.container()
	status.ContainerStatuses = []corev1.ContainerStatus{{
		Name: container.Name, Image: container.Image, ImageID: "built of this tree",
		State: state.ContainerState, LastTerminationState: state.last,
		Started: &state.started, Ready: state.ready, RestartCount: state.restarts,
	}}
	for condition, holds := range map[corev1.PodConditionType]bool{
		corev1.PodScheduled: true, corev1.PodInitialized: true, corev1.PodReadyToStartContainers: true,
		corev1.ContainersReady: state.ready, corev1.PodReady: state.ready,
	} {
		setCondition(&status, condition, holds)
	}
	return status
}

func setCondition(status *corev1.PodStatus, kind corev1.PodConditionType, holds bool) {
	value := corev1.ConditionFalse
	if holds {
		value = corev1.ConditionTrue
	}
	for i := range status.Conditions {
		if c := &status.Conditions[i]; c.Type == kind {
			if c.Status != value {
				c.Status, c.LastTransitionTime, c.Reason, c.Message = value, metav1.Now(), "", ""
			}
			return
		}
	}
	status.Conditions = append(status.Conditions, corev1.PodCondition{Type: kind, Status: value, LastTransitionTime: metav1.Now()})
}

func phase(state containerState) corev1.PodPhase {
	switch {
	case state.Terminated != nil && state.Terminated.ExitCode == 0:
		return corev1.PodSucceeded
	case state.Terminated != nil:
		return corev1.PodFailed
	case state.Running != nil || state.restarts > 0:
		return corev1.PodRunning
	}
	return corev1.PodPending
}

func waiting(reason, message string) corev1.ContainerState {
	return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}
}

func hostIP(node string) string {
	for _, m := range machines {
		if m.name == node {
			return m.ip
		}
	}
	return ""
}
