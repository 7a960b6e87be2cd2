package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/matterplane/matterplane/internal/manifests"
)

// Flags say what to read, in the words of kubectl. With files no kubeconfig is
// read: the same files give the same answer on every machine.
type Flags struct {
	// Filenames are directories, files, overlays and "-"; empty for the cluster.
	Filenames []string
	// AllNamespaces takes the firms of all namespaces.
	AllNamespaces bool

	kube *genericclioptions.ConfigFlags
}

// NewFlags returns flags that read the namespace of the kubeconfig's cluster.
func NewFlags() *Flags {
	kube := genericclioptions.NewConfigFlags(true)
	kube.CacheDir = nil     // nothing is discovered
	kube.AuthInfoName = nil // --user names one of the firm; --context chooses among a kubeconfig's
	return &Flags{kube: kube}
}

// AddFlags adds the flags to those of a command.
func (f *Flags) AddFlags(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&f.Filenames, "filename", "f", nil,
		"directory, file or kustomize overlay to read, - for standard input; may be given several times; none: the cluster of the kubeconfig")
	flags.BoolVarP(&f.AllNamespaces, "all-namespaces", "A", false, "take the firms of all namespaces")
	f.kube.AddFlags(flags)
	flags.Lookup("namespace").Usage = "namespace of the firm; in files also of objects that name none (default there: default)"
}

// Read reads what the flags say.
//
// Of files, that is the firm of -n, or without -n the firms of all namespaces that
// they name. Of a cluster, it is the firm of -n or of the kubeconfig's context, or
// those of all namespaces with -A.
func (f *Flags) Read(ctx context.Context, stdin io.Reader) (*Firms, error) {
	if f.AllNamespaces && *f.kube.Namespace != "" {
		return nil, errors.New("--all-namespaces and --namespace exclude each other")
	}
	if len(f.Filenames) == 0 {
		return f.readCluster(ctx)
	}
	set, err := manifests.Read(ctx, manifests.Options{Sources: once(f.Filenames), Namespace: *f.kube.Namespace, Stdin: stdin})
	if err != nil {
		return nil, err
	}
	return ofFiles(set, *f.kube.Namespace), nil
}

// once returns each name once: what is named twice, as cobra does while it completes
// a command line, is not declared twice.
func once(names []string) []string {
	var each []string
	for _, name := range names {
		if !slices.Contains(each, name) {
			each = append(each, name)
		}
	}
	return each
}

func (f *Flags) readCluster(ctx context.Context) (*Firms, error) {
	config, err := f.kube.ToRESTConfig()
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig: %w", err)
	}
	if f.nowhere() && config.Host == localhost {
		return nil, errors.New("there is no kubeconfig: give one with --kubeconfig, or files with -f")
	}
	namespace := ""
	if !f.AllNamespaces {
		if namespace, _, err = f.kube.ToRawKubeConfigLoader().Namespace(); err != nil {
			return nil, fmt.Errorf("reading the kubeconfig: %w", err)
		}
	}
	return Cluster(ctx, config, namespace)
}

// localhost is where client-go looks for an API server that nobody has named.
const localhost = "http://localhost:8080"

// nowhere says whether neither kubeconfig nor flags name an API server.
func (f *Flags) nowhere() bool {
	kubeconfig, err := f.kube.ToRawKubeConfigLoader().RawConfig()
	return err == nil && len(kubeconfig.Clusters) == 0 && *f.kube.APIServer == ""
}
