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

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/matterplane/matterplane/api/v1alpha1"
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
	if err != nil {
		return "", fmt.Errorf("applying %s: %w", c.samples, err)
	}
	return fmt.Sprintf("%s, applied: %d", shortPath(c.samples), bytes.Count(out, []byte("\n"))), nil
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
