package controllers

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"k8s.io/client-go/util/workqueue"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/observe"
)

// +kubebuilder:rbac:groups=matterplane.dev,resources=firms;offices;firmusers;assistantlinks;matters,verbs=get;list;watch;patch
// +kubebuilder:rbac:groups=matterplane.dev,resources=firms/status;offices/status;firmusers/status;assistantlinks/status;matters/status,verbs=update
// +kubebuilder:rbac:groups=events.k8s.io,resources=events,verbs=create;patch

const (
	// reportingController is who tells of what happens, as Events name it.
	reportingController = "matterplane"
	// maxInstance is how long an Event's reportingInstance may be.
	maxInstance = 128
	// retryAfter bounds how long a reconciler that met an error waits before it
	// tries again, so that it is back soon after the API server is.
	retryAfter = 30 * time.Second
	// reconcileWithin bounds one reconciliation, the wait for its write included.
	reconcileWithin = time.Minute
)

// Setup registers the five controllers with a manager; they read from its
// indexed caches.
func Setup(mgr ctrl.Manager, cached *cacheview.Cache) error {
	d := &desk{
		client:   mgr.GetClient(),
		cache:    cached,
		events:   teller{EventRecorder: mgr.GetEventRecorder(reportingController)},
		reporter: here(),
		now:      time.Now,
	}
	for _, setup := range []func(ctrl.Manager, *desk) error{
		setupFirm, setupOffice, setupFirmUser, setupAssistantLink, setupMatter,
	} {
		if err := setup(mgr, d); err != nil {
			return fmt.Errorf("setting up the controllers: %w", err)
		}
	}
	if err := errors.Join(mgr.Add(&d.overdue), mgr.Add(&d.events)); err != nil {
		return fmt.Errorf("setting up what the controllers tell: %w", err)
	}
	return nil
}

// here names this process as the recorder does.
func here() reporter {
	host, _ := os.Hostname() // a notice without it is as good
	return reporter{controller: reportingController, instance: bounded(reportingController+"-"+host, maxInstance)}
}

// newController starts the controller of a kind; the watches on other kinds are
// for its caller to add.
func newController(mgr ctrl.Manager, kind string, object client.Object, workers int) *builder.Builder {
	return ctrl.NewControllerManagedBy(mgr).
		Named(strings.ToLower(kind)).
		Watches(object, own()).
		WithOptions(controller.Options{
			MaxConcurrentReconciles: workers,
			EnableWarmup:            new(true),
			UsePriorityQueue:        new(true),
			RecoverPanic:            new(true),
			LogConstructor:          observe.Logger(mgr.GetLogger(), kind),
			ReconciliationTimeout:   reconcileWithin,
			RateLimiter:             workqueue.NewTypedItemExponentialFailureRateLimiter[reconcile.Request](5*time.Millisecond, retryAfter),
		})
}

func setupFirm(mgr ctrl.Manager, d *desk) error {
	return newController(mgr, "Firm", &v1alpha1.Firm{}, 1).
		Watches(&v1alpha1.Office{}, fanOut(d, firmOfOffice)).
		Watches(&v1alpha1.FirmUser{}, fanOut(d, firmOfUser)).
		Complete(observe.Reconciler("Firm", &reconciler[*v1alpha1.Firm]{desk: d, kind: firmKind}))
}

func setupOffice(mgr ctrl.Manager, d *desk) error {
	return newController(mgr, "Office", &v1alpha1.Office{}, 1).
		Watches(&v1alpha1.Firm{}, fanOut(d, officesOfFirm)).
		Watches(&v1alpha1.Office{}, fanOut(d, officesOfOffice)).
		Watches(&v1alpha1.FirmUser{}, fanOut(d, officesOfUser)).
		Complete(observe.Reconciler("Office", &reconciler[*v1alpha1.Office]{desk: d, kind: officeKind}))
}

func setupFirmUser(mgr ctrl.Manager, d *desk) error {
	return newController(mgr, "FirmUser", &v1alpha1.FirmUser{}, 4).
		Watches(&v1alpha1.Firm{}, fanOut(d, usersOfFirm)).
		Watches(&v1alpha1.Office{}, fanOut(d, usersOfOffice)).
		Watches(&v1alpha1.FirmUser{}, fanOut(d, usersOfUser)).
		Watches(&v1alpha1.AssistantLink{}, fanOut(d, usersOfLink)).
		Watches(&v1alpha1.Matter{}, fanOutAfter(gatherFor, d, usersOfMatter)).
		Complete(observe.Reconciler("FirmUser", &reconciler[*v1alpha1.FirmUser]{desk: d, kind: userKind}))
}

func setupAssistantLink(mgr ctrl.Manager, d *desk) error {
	return newController(mgr, "AssistantLink", &v1alpha1.AssistantLink{}, 2).
		Watches(&v1alpha1.AssistantLink{}, fanOut(d, linksOfLink)).
		Watches(&v1alpha1.FirmUser{}, fanOut(d, linksOfUser)).
		Complete(observe.Reconciler("AssistantLink", &reconciler[*v1alpha1.AssistantLink]{desk: d, kind: linkKind}))
}

// matterWorkers are how many matters are reconciled together, and mattersTogether how many
// of them may be written that only have other surroundings. Ten keep an API server busy
// that has nothing else to do, as at a cold start. Eight do where one change touches many
// matters; two more take what somebody edits meanwhile, or derive what is written next.
const matterWorkers, mattersTogether = 10, 8

func setupMatter(mgr ctrl.Manager, d *desk) error {
	return newController(mgr, "Matter", &v1alpha1.Matter{}, matterWorkers).
		Watches(&v1alpha1.Firm{}, fanOut(d, mattersOfFirm)).
		Watches(&v1alpha1.Office{}, fanOut(d, mattersOfOffice)).
		Watches(&v1alpha1.FirmUser{}, fanOut(d, mattersOfUser)).
		Watches(&v1alpha1.AssistantLink{}, fanOut(d, mattersOfLink)).
		Watches(&v1alpha1.Matter{}, fanOut(d, mattersOfMatter)).
		Complete(observe.Reconciler("Matter", &reconciler[*v1alpha1.Matter]{desk: d, kind: matterKind, room: make(room, mattersTogether)}))
}
