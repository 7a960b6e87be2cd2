// Command helm does to a chart what Helm does, by Helm's own library and without a
// cluster: it lints and renders it, or packages it.
//
//	go -C hack/helm run . -namespace matterplane-system ../../config/helm
//	go -C hack/helm run . -package ../../dist ../../config/helm
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/lint"
	"helm.sh/helm/v4/pkg/chart/v2/lint/support"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
)

func main() {
	namespace := flag.String("namespace", "matterplane-system", "namespace of the release")
	values := flag.String("values", "{}", "values beside those of the chart, as YAML")
	to := flag.String("package", "", "directory to write the packaged chart into, instead of rendering it")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, flag.Arg(0), *namespace, *values, *to); err != nil {
		fmt.Fprintln(os.Stderr, "helm:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, dir, namespace, values, to string) error {
	loaded, err := loader.LoadDir(dir)
	if err != nil {
		return err
	}
	own, err := loader.LoadValues(strings.NewReader(values))
	if err != nil {
		return fmt.Errorf("reading the values: %w", err)
	}
	if err := linted(dir, namespace, own); err != nil {
		return err
	}
	if to == "" {
		return render(ctx, out, loaded, namespace, own)
	}
	path, err := chartutil.Save(loaded, to)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, path)
	return nil
}

// linted returns what Helm's linter finds, what is no more than a hint aside.
func linted(dir, namespace string, values map[string]any) error {
	var found []error
	for _, message := range lint.RunAll(dir, values, namespace).Messages {
		if message.Severity > support.InfoSev {
			found = append(found, message)
		}
	}
	return errors.Join(found...)
}

// render prints every manifest, as helm template does.
func render(ctx context.Context, out io.Writer, loaded *chart.Chart, namespace string, own map[string]any) error {
	release := common.ReleaseOptions{Name: loaded.Name(), Namespace: namespace, Revision: 1, IsInstall: true}
	values, err := util.ToRenderValues(loaded, own, release, nil)
	if err != nil {
		return err
	}
	rendered, err := engine.Engine{Strict: true}.RenderWithContext(ctx, loaded, values)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(rendered)) {
		if text := strings.TrimSpace(rendered[name]); text != "" && !strings.HasSuffix(name, ".tpl") {
			fmt.Fprintf(out, "---\n# Source: %s\n%s\n", name, text)
		}
	}
	return nil
}
