package source

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/progress"
	"github.com/matterplane/matterplane/internal/roster"
)

// resource is one of our kinds as the API server lists it.
type resource struct {
	name string
	list func() client.ObjectList
}

var resources = []resource{
	{"firms", func() client.ObjectList { return &v1alpha1.FirmList{} }},
	{"offices", func() client.ObjectList { return &v1alpha1.OfficeList{} }},
	{"firmusers", func() client.ObjectList { return &v1alpha1.FirmUserList{} }},
	{"assistantlinks", func() client.ObjectList { return &v1alpha1.AssistantLinkList{} }},
	{"matters", func() client.ObjectList { return &v1alpha1.MatterList{} }},
}

// Cluster reads the firm of a namespace from a cluster, or with an empty namespace
// all firms. It lists each kind once: objects of two kinds may be of moments that
// lie as far apart as the lists.
func Cluster(ctx context.Context, config *rest.Config, namespace string) (*Firms, error) {
	cluster, err := connect(config)
	if err != nil {
		return nil, err
	}
	firms := &Firms{objects: map[string]*roster.Objects{}}
	for _, r := range resources {
		list := r.list()
		if err := cluster.List(ctx, list, client.InNamespace(namespace)); err != nil {
			return nil, r.refused(namespace, err)
		}
		progress.Add(ctx, meta.LenList(list))
		err := meta.EachListItem(list, func(item runtime.Object) error {
			firms.add(item)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("listing %s: %w", r, err)
		}
	}
	return firms, nil
}

// connect returns a client of our kinds that discovers nothing.
func connect(config *rest.Config) (client.Client, error) {
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return nil, err
	}
	mapper := meta.NewDefaultRESTMapper([]schema.GroupVersion{v1alpha1.GroupVersion})
	for _, kind := range []string{"Firm", "Office", "FirmUser", "AssistantLink", "Matter"} {
		mapper.Add(v1alpha1.GroupVersion.WithKind(kind), meta.RESTScopeNamespace)
	}
	return client.New(config, client.Options{Scheme: scheme, Mapper: mapper})
}

func (f *Firms) add(item runtime.Object) {
	object, is := item.(client.Object)
	if !is {
		return
	}
	object.SetManagedFields(nil) // more than all else, and nobody asks for it
	namespace := object.GetNamespace()
	if f.objects[namespace] == nil {
		f.objects[namespace] = &roster.Objects{}
	}
	f.objects[namespace].Add(object)
}

// String returns the name of the resource as kubectl has it.
func (r resource) String() string { return r.name + "." + v1alpha1.GroupVersion.Group }

// refused says in words why the kind could not be listed.
func (r resource) refused(namespace string, err error) error {
	where := "in namespace " + namespace
	if namespace == "" {
		where = "in all namespaces"
	}
	switch {
	case apierrors.IsForbidden(err):
		return fmt.Errorf("no right to list %s %s: RBAC must grant the verb list: %w", r, where, err)
	case apierrors.IsNotFound(err):
		return fmt.Errorf("the cluster does not know %s: its CRDs are not installed: %w", r, err)
	}
	return fmt.Errorf("listing %s %s: %w", r, where, err)
}
