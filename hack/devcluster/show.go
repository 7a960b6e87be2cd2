package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/report"
)

// tries are edits to make to the shipped samples.
//
//go:embed try.txt
var tries string

// show prints what came of the samples, and how to go on from there.
func (c *cluster) show(ctx context.Context) error {
	if c.manager {
		if err := c.printReport(ctx); err != nil {
			return err
		}
	}
	if !c.once {
		c.printHelp(ctx)
	}
	return nil
}

func (c *cluster) printHelp(ctx context.Context) {
	kubectl := shortPath(c.tools.path("kubectl"))
	fmt.Printf("\nTalk to it:\n\n  export KUBECONFIG=%s\n", c.kubeconfigFile())
	fmt.Printf("  %s get firms,offices,fu,al,matters -A\n", kubectl)
	fmt.Printf("  %s explain matter.spec\n\n", kubectl)

	sample := &v1alpha1.Matter{}
	if err := c.client.Get(ctx, client.ObjectKey{Namespace: "harcourt-vane", Name: "fernhollow-inquest"}, sample); c.webhooks && err == nil {
		fmt.Println(strings.ReplaceAll(tries, "{kubectl}", kubectl))
	}
	if c.manager {
		fmt.Printf("The manager's log is %s\n", shortPath(c.log("manager")))
	}
	fmt.Print("Ctrl-C stops it.\n\n")
}

// printReport prints the teams and walls.
func (c *cluster) printReport(ctx context.Context) error {
	stored, err := c.objects(ctx)
	if err != nil {
		return err
	}
	objects := make([]client.Object, 0, len(stored))
	for _, o := range stored {
		typed, err := c.client.Scheme().New(o.GroupVersionKind())
		if err != nil {
			return fmt.Errorf("reading the kind of %s: %w", o.GetName(), err)
		}
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o.Object, typed); err != nil {
			return fmt.Errorf("reading %s %s: %w", o.GetKind(), o.GetName(), err)
		}
		objects = append(objects, typed.(client.Object))
	}
	fmt.Println()
	if err := report.Teams(os.Stdout, report.Group(objects), report.NewStyle(os.Stdout)); err != nil {
		return fmt.Errorf("printing the teams: %w", err)
	}
	return nil
}
