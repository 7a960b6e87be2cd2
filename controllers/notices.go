package controllers

import (
	"context"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// notice is an Event on the Firm that a rule demands (R-3, U-8). A recorder would
// lose it with the process. So it is created before the status that would say that
// there is nothing more to tell, under a name that the same news always has: it is
// told at least once, and while its Event is there it is there once.
type notice struct {
	news     string // what tells it from other notices of its reason
	severity string
	reason   string
	action   string
	related  *corev1.ObjectReference
	note     string
}

// give creates the Events of notices that are not there yet.
func (d *desk) give(ctx context.Context, firm *v1alpha1.Firm, notices []notice) error {
	for _, n := range notices {
		// Nobody reads Events here, so no cache has to catch up with this write.
		err := d.client.Create(ctx, d.event(firm, n), client.DisableReadYourWritesConsistency)
		switch {
		case apierrors.IsAlreadyExists(err):
		case apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause): // with those whom it was for
		case err != nil:
			return fmt.Errorf("giving notice, %s: %w", n.reason, err)
		}
	}
	return nil
}

func (d *desk) event(firm *v1alpha1.Firm, n notice) *eventsv1.Event {
	return &eventsv1.Event{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: firm.Namespace,
			Name:      fmt.Sprintf("%s.%s.%s", firm.Name, strings.ToLower(n.reason), n.news),
		},
		EventTime:           metav1.NewMicroTime(d.now()),
		ReportingController: d.reporter.controller,
		ReportingInstance:   d.reporter.instance,
		Action:              n.action,
		Reason:              n.reason,
		Regarding:           *reference("Firm", firm),
		Related:             n.related,
		Note:                bounded(n.note, maxNote),
		Type:                n.severity,
	}
}

func reference(kind string, o client.Object) *corev1.ObjectReference {
	return &corev1.ObjectReference{
		APIVersion: v1alpha1.GroupVersion.String(), Kind: kind,
		Namespace: o.GetNamespace(), Name: o.GetName(), UID: o.GetUID(),
	}
}

// bounded returns the start of a text that has at most so many bytes.
func bounded(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	return strings.ToValidUTF8(text[:bytes-len("…")], "") + "…"
}
