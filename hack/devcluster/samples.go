package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/manifests"
)

// kinds are the operator's kinds, in the order in which a firm is set up.
var kinds = []string{"Firm", "Office", "FirmUser", "Matter", "AssistantLink"}

// applySamples applies them as a cluster administrator would.
func (c *cluster) applySamples(ctx context.Context, say func(string)) (string, error) {
	say("kubectl apply")
	args := []string{"apply", "-R", "-f", c.samples}
	if _, err := os.Stat(filepath.Join(c.samples, "kustomization.yaml")); err == nil {
		args = []string{"apply", "-k", c.samples}
	}
	out, err := c.kubectl(ctx, args...)
	made := ""
	if err != nil {
		missing := c.makeNamespaces(ctx)
		if len(missing) == 0 {
			return "", fmt.Errorf("applying %s: %w", c.samples, err)
		}
		made = ", namespace made: " + strings.Join(missing, ", ")
		if out, err = c.kubectl(ctx, args...); err != nil {
			return "", fmt.Errorf("applying %s: %w", c.samples, err)
		}
	}
	return fmt.Sprintf("%s, applied: %d%s", shortPath(c.samples), bytes.Count(out, []byte("\n")), made), nil
}

// makeNamespaces makes those that the samples name and that nobody has made: a firm's
// own files seldom declare the namespace in which they are. It returns their names.
func (c *cluster) makeNamespaces(ctx context.Context) (made []string) {
	set, err := manifests.Read(ctx, manifests.Options{Sources: []string{c.samples}})
	if err != nil {
		return nil
	}
	for _, name := range set.Namespaces() {
		if c.client.Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}) == nil {
			made = append(made, name)
		}
	}
	return made
}

// settled is how long nothing may change until all consequences of the last
// write are taken to be drawn.
const settled = 500 * time.Millisecond

// awaitReady waits until every object of the operator's kinds is Ready and none
// changes any more. It says which are not, and why, if that does not come about.
func (c *cluster) awaitReady(ctx context.Context, say func(string)) (string, error) {
	var versions []string
	var since time.Time
	err := until(ctx, func() error {
		objects, err := c.objects(ctx)
		if err != nil {
			return err
		}
		var pending unready
		var seen []string
		for _, o := range objects {
			seen = append(seen, o.GetResourceVersion())
			if why := notReady(&o); why != "" {
				pending = append(pending, fmt.Sprintf("%s %s/%s  %s", o.GetKind(), o.GetNamespace(), o.GetName(), why))
			}
		}
		if !slices.Equal(seen, versions) {
			versions, since = seen, time.Now()
		}
		say(fmt.Sprintf("%d of %d objects", len(objects)-len(pending), len(objects)))
		switch {
		case len(pending) > 0:
			return pending
		case time.Since(since) < settled:
			return errors.New("objects still change")
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("%w\nThe end of the manager's log:\n%s", err, tail(c.log("manager"), 5))
	}
	return fmt.Sprintf("all %d objects", len(versions)), nil
}

// objects lists all objects of the operator's kinds.
func (c *cluster) objects(ctx context.Context) ([]unstructured.Unstructured, error) {
	var all []unstructured.Unstructured
	for _, kind := range kinds {
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(kind + "List"))
		if err := c.client.List(ctx, list); err != nil {
			return nil, fmt.Errorf("listing %s: %w", kind, err)
		}
		all = append(all, list.Items...)
	}
	return all, nil
}

// notReady says why an object is not Ready as it is now; it says nothing if it
// is.
func notReady(o *unstructured.Unstructured) string {
	observed, _, _ := unstructured.NestedInt64(o.Object, "status", "observedGeneration")
	status, why := condition(o, v1alpha1.ConditionReady)
	switch {
	case observed != o.GetGeneration():
		return fmt.Sprintf("observed in generation %d, not yet in %d", observed, o.GetGeneration())
	case status == "":
		return "has no Ready condition"
	case status != "True":
		return why
	}
	return ""
}

// unready lists objects that are not Ready.
type unready []string

func (u unready) Error() string {
	const most = 20
	shown := u[:min(len(u), most)]
	text := fmt.Sprintf("not Ready:\n  %s", strings.Join(shown, "\n  "))
	if len(u) > most {
		text += fmt.Sprintf("\n  and %d more", len(u)-most)
	}
	return text
}
