package cli

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
)

// newLedger returns the command that prints the ledger of an object; large ones are
// stored packed (L-10), which nobody reads at night.
func newLedger() *cobra.Command {
	return &cobra.Command{
		Use:     "ledger",
		Short:   "Print the ledger of a Matter or Firm, read as YAML or JSON from standard input",
		Example: `  kubectl get matter harbour -o json | matterplane ledger`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			kept, err := readLedger(cmd.InOrStdin())
			if err != nil {
				return err
			}
			out := json.NewEncoder(cmd.OutOrStdout())
			out.SetIndent("", "  ")
			return out.Encode(kept)
		},
	}
}

// maxObject bounds what is read, in bytes: more than the API server stores of one.
const maxObject = 4 << 20

// readLedger returns the ledger of an object as its kind has it.
func readLedger(from io.Reader) (any, error) {
	text, err := io.ReadAll(io.LimitReader(from, maxObject))
	if err != nil {
		return nil, fmt.Errorf("reading the object: %w", err)
	}
	var o metav1.PartialObjectMetadata
	if err := yaml.Unmarshal(text, &o); err != nil {
		return nil, fmt.Errorf("reading the object: %w", err)
	}
	stored, there := o.Annotations[v1alpha1.LedgerAnnotation]
	switch {
	case o.Kind != "Matter" && o.Kind != "Firm":
		return nil, fmt.Errorf("a %q has no ledger: give a Matter or a Firm", o.Kind)
	case !there:
		return nil, fmt.Errorf("%s %s has no annotation %s", o.Kind, o.Name, v1alpha1.LedgerAnnotation)
	case o.Kind == "Firm":
		return ledger.DecodeFirm(stored)
	}
	return ledger.DecodeMatter(stored)
}
