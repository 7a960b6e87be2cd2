package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/clientcmd"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/hack/faults/plane"
	"github.com/matterplane/matterplane/internal/manager"
)

// echoed is the group of the matters that the echo controller has to itself: the same
// schema under another name, so that it and the manager can be asked by turns, each
// with nothing else to do.
var echoed = schema.GroupVersion{Group: "echo.matterplane.dev", Version: v1alpha1.GroupVersion.Version}

// echoedPlace is where etcd keeps those of initech.
var echoedPlace = "/registry/" + echoed.Group + "/matters/" + initech + "/"

// echoScheme knows matters as those of the echo controller, and as nobody else's.
func echoScheme() *runtime.Scheme {
	known := runtime.NewScheme()
	if err := clientgoscheme.AddToScheme(known); err != nil {
		panic(err) // types that do not register are a bug, not a circumstance
	}
	known.AddKnownTypes(echoed, &v1alpha1.Matter{}, &v1alpha1.MatterList{})
	metav1.AddToGroupVersion(known, echoed)
	return known
}

// runEcho is the reference of F-5 in a process of its own: what controller-runtime
// and nothing else does, with the manager's caches and client. It ends with its parent.
func runEcho(ctx context.Context, kubeconfig string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return fmt.Errorf("reading the kubeconfig: %w", err)
	}
	config.QPS = -1
	mgr, err := ctrl.NewManager(config, ctrl.Options{
		Scheme:  echoScheme(),
		Cache:   manager.CacheOptions(),
		Client:  client.Options{Cache: &client.CacheOptions{EnableReadYourWritesConsistency: new(true)}},
		Metrics: server.Options{BindAddress: "0"},
	})
	if err != nil {
		return fmt.Errorf("building the echo controller: %w", err)
	}
	err = ctrl.NewControllerManagedBy(mgr).For(&v1alpha1.Matter{}).
		WithOptions(controller.Options{MaxConcurrentReconciles: 8}).
		Complete(reconcile.AsReconciler(mgr.GetClient(), echo{mgr.GetClient()}))
	if err != nil {
		return fmt.Errorf("building the echo controller: %w", err)
	}
	return mgr.Start(ctx)
}

// echo writes into a matter's status what its spec says without asking anybody: of a
// matter that was right until its wall changed, this is the right status.
type echo struct{ client client.Client }

func (e echo) Reconcile(ctx context.Context, m *v1alpha1.Matter) (ctrl.Result, error) {
	if m.Status.ObservedGeneration == m.Generation || len(m.Status.Conditions) == 0 {
		return ctrl.Result{}, nil
	}
	m = m.DeepCopy()
	mirror(m)
	return ctrl.Result{}, e.client.Status().Update(ctx, m)
}

// mirror brings a status up to date with the wall of direct conflicted users (C-1).
func mirror(m *v1alpha1.Matter) {
	m.Status.ObservedGeneration = m.Generation
	for i := range m.Status.Conditions {
		m.Status.Conditions[i].ObservedGeneration = m.Generation
	}
	m.Status.ConflictedUsers = nil
	for _, entry := range m.Spec.ConflictedUsers {
		m.Status.ConflictedUsers = append(m.Status.ConflictedUsers, v1alpha1.ConflictedUser{
			User: entry.User, Origins: []v1alpha1.Origin{{Type: v1alpha1.OriginDirect}},
		})
	}
	m.Status.Summary.Conflicted = int32(len(m.Spec.ConflictedUsers))
}

// serveEchoed makes the API server serve the matters of the echo controller, and lets
// the manager's account, which that has too, read and write them.
func (w *world) serveEchoed(ctx context.Context) error {
	crd := &unstructured.Unstructured{}
	crd.SetAPIVersion("apiextensions.k8s.io/v1")
	crd.SetKind("CustomResourceDefinition")
	if err := w.Client.Get(ctx, client.ObjectKey{Name: "matters." + v1alpha1.GroupVersion.Group}, crd); err != nil {
		return fmt.Errorf("reading the CRD of matters: %w", err)
	}
	same, _, err := unstructured.NestedMap(crd.Object, "spec")
	if err != nil {
		return fmt.Errorf("reading the CRD of matters: %w", err)
	}
	same["group"] = echoed.Group
	crd.Object = map[string]any{
		"apiVersion": crd.GetAPIVersion(), "kind": crd.GetKind(), "spec": same,
		"metadata": map[string]any{"name": "matters." + echoed.Group},
	}
	name := "bench:echo"
	all := rbacv1.PolicyRule{APIGroups: []string{echoed.Group}, Resources: []string{"*"}, Verbs: []string{"*"}}
	for _, o := range []client.Object{
		crd,
		&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: []rbacv1.PolicyRule{all}},
		&rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: name}, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name},
			Subjects: []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: plane.ManagerUser}},
		},
	} {
		if err := w.Client.Create(ctx, o); err != nil {
			return fmt.Errorf("creating %s %s: %w", o.GetObjectKind().GroupVersionKind().Kind, name, err)
		}
	}
	writer, err := w.echoClient()
	if err != nil {
		return err
	}
	return plane.Until(ctx, time.Minute, func() error { return writer.List(ctx, &v1alpha1.MatterList{}) })
}

// echoClient returns a client of the echo controller's matters, with its account.
func (w *world) echoClient() (client.WithWatch, error) {
	config := w.ConfigOf(plane.Manager)
	config.UserAgent = "bare"
	c, err := client.NewWithWatch(config, client.Options{Scheme: echoScheme()})
	if err != nil {
		return nil, fmt.Errorf("creating a client: %w", err)
	}
	return c, nil
}

// startEcho starts the echo controller.
func (w *world) startEcho() (*plane.Process, error) {
	config, err := w.Kubeconfig("echo", w.URL, w.CA.PEM)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, errors.Join(errors.New("finding this program"), err)
	}
	return plane.Start("echo", filepath.Join(w.Dir, "echo.log"), self, "-echo", config)
}
