package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
	"github.com/matterplane/matterplane/internal/source"
)

// newLedger returns the command that prints the ledger of an object; large ones are
// stored packed (L-10), which nobody reads at night.
func newLedger() *cobra.Command {
	from := source.NewFlags()
	cmd := &cobra.Command{
		Use:   "ledger [firm | matter/NAME]",
		Short: "Print the ledger of a Matter or Firm",
		Long: `Print the ledger of a Matter or Firm.

Of an object that is named it is the ledger that counts: that of its annotation,
completed where that lags what the object says, or where there is none that which
creating the object among the others would leave. Of an object on standard input
it is what the annotation says.`,
		Example: `  kubectl get matter harbour -o json | matterplane ledger
  matterplane ledger matter/harbour -n acme
  matterplane ledger matter/harbour -f firms/acme`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			kept, err := ledgerOf(cmd, from, args)
			if err != nil {
				return err
			}
			out := json.NewEncoder(cmd.OutOrStdout())
			out.SetIndent("", "  ")
			return out.Encode(kept)
		},
	}
	from.AddFlags(cmd.Flags())
	return cmd
}

// ledgerOf returns the ledger that a command line asks for, as its kind has it.
func ledgerOf(cmd *cobra.Command, from *source.Flags, args []string) (any, error) {
	if len(args) == 0 {
		if len(from.Filenames) > 0 {
			return nil, errors.New("name whose ledger: firm, or matter/NAME")
		}
		return readLedger(cmd.InOrStdin())
	}
	firms, err := readHalf(cmd, from)
	if err != nil {
		return nil, err
	}
	for _, problem := range firms.Problems() {
		fmt.Fprintln(cmd.ErrOrStderr(), problem)
	}
	namespace, err := firms.Only()
	if err != nil {
		return nil, err
	}
	return keptLedger(firms.View(namespace), args[0], namespace)
}

// keptLedger returns the ledger of firm or matter/NAME in a View.
func keptLedger(view roster.View, whose, namespace string) (any, error) {
	name, isMatter := strings.CutPrefix(whose, "matter/")
	switch {
	case isMatter:
		if matter := view.Matter(name); matter != nil {
			return view.Ledger(matter), nil
		}
		return nil, fmt.Errorf("there is no matter %s in %s", name, namespace)
	case whose == v1alpha1.FirmName:
		if firm, kept := view.Firm(); firm != nil {
			return kept, nil
		}
		return nil, fmt.Errorf("there is no Firm in %s", namespace)
	}
	return nil, fmt.Errorf("%q has no ledger: name firm, or matter/NAME", whose)
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
