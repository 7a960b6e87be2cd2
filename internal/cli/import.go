package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/check/format"
	"github.com/matterplane/matterplane/internal/importer"
	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/progress"
)

// newImport returns the command that makes manifests out of tables.
func newImport() *cobra.Command {
	var i importing
	cmd := &cobra.Command{
		Use:   "import --users FILE --matters FILE --assistants FILE",
		Short: "Make the manifests of a firm out of tables",
		Long: `Make the manifests of a firm out of tables: a roster of users, a table of matters and
one of who assists whom, as spreadsheets export them (CSV in UTF-8; comma, semicolon
or tab). Any of them may be left out.

All rows are checked before anything is written: each cell, and then the whole firm as
"check" does it. Every row that is wrong is named with its line and column. If one is,
nothing is written.

Where no file of -f declares the Firm, it is made, with the clients, business units
and offices that rows name. Where one does, rows may only name what is declared there.

The exit code is 0 if the manifests are written, 1 if something was found that fails
the check, and 2 if nothing could be checked or written.`,
		Example: `  matterplane import --users roster.csv --matters matters.csv --assistants pairs.csv --lead ruth.abelman@firm.example --out firms/acme
  matterplane import --users roster.csv --matters matters.csv -f firms/acme/firm.yaml --out firms/acme --force
  matterplane import --users roster.csv -n acme | kubectl apply -f -`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return i.run(cmd) },
	}
	flags := cmd.Flags()
	flags.StringVar(&i.users, "users", "", "table of the firm's people, - for standard input")
	flags.StringVar(&i.matters, "matters", "", "table of matters, cases and collections")
	flags.StringVar(&i.assistants, "assistants", "", "table of who assists whom")
	flags.StringArrayVarP(&i.filenames, "filename", "f", nil,
		"directory, file or kustomize overlay that declares the Firm, or what else is kept by hand; may be given several times")
	flags.StringVarP(&i.options.Namespace, "namespace", "n", "", "namespace of the firm")
	flags.StringVar(&i.options.FirmName, "firm-name", "", "display name of the Firm that is made")
	flags.StringVar(&i.options.Lead, "lead", "", "lead administrator of the Firm that is made: email, name, or full name (R-1)")
	flags.StringVar(&i.options.Backup, "backup", "", "backup administrator of the Firm that is made")
	flags.StringVar(&i.delimiter, "delimiter", "", "what separates cells: , or ; or tab; found in the header if not given")
	flags.StringArrayVar(&i.options.Ignore, "ignore-column", nil, "leave out the column of this header; may be given several times")
	flags.StringVar(&i.out, "out", "", "directory to write to, a file for each group; standard output if not given")
	flags.BoolVar(&i.force, "force", false, "write anew files of --out that are there and differ, and remove those that an import wrote and no row is in any more")
	flags.StringVar(&i.failOn, "fail-on", string(check.Error), "the mildest severity that fails the check: "+strings.Join(failOns()[:len(check.Severities)], ", "))
	flags.StringVarP(&i.output, "output", "o", findingOutputs[0], "how findings are printed, one of: "+strings.Join(findingOutputs, ", "))
	complete(cmd, "fail-on", func() []string { return failOns()[:len(check.Severities)] })
	complete(cmd, "output", func() []string { return findingOutputs })
	return cmd
}

// findingOutputs are how findings can be printed.
var findingOutputs = []string{"text", "json", "sarif", "junit", "github", "gitlab"}

// maxShown is how many findings are printed for people.
const maxShown = 100

// importing is what the flags of an import say.
type importing struct {
	users, matters, assistants string
	filenames                  []string
	options                    importer.Options
	delimiter                  string
	out                        string
	force                      bool
	failOn, output             string
}

func (i *importing) run(cmd *cobra.Command) error {
	if err := i.understood(); err != nil {
		return err
	}
	if err := i.declared(cmd.Context()); err != nil {
		return err
	}
	made, err := i.read(cmd)
	if err != nil {
		return err
	}
	if unused := made.Unused(); len(unused) > 0 {
		return fmt.Errorf("--ignore-column %q: no table has such a column", unused[0])
	}
	found, err := i.check(cmd.Context(), made)
	if err != nil {
		return err
	}
	r := format.Report{
		Version: version(), Path: fromTop(), FailOn: check.Severity(i.failOn),
		Findings: found, Shown: maxShown, Objects: countMade(made),
	}
	told := cmd.OutOrStdout()
	if i.out == "" {
		told = cmd.ErrOrStderr() // manifests alone go where they may be applied from
	}
	if r.Failed() {
		if err := printReport(told, r, i.output); err != nil {
			return err
		}
		return answered(exitFound)
	}
	if i.out == "" {
		if _, err := cmd.OutOrStdout().Write(made.Manifests()); err != nil {
			return err
		}
		return i.tell(told, r)
	}
	return i.write(told, r, made)
}

// understood says what is wrong with the flags.
func (i *importing) understood() error {
	if i.users == "" && i.matters == "" && i.assistants == "" {
		return errors.New("there is nothing to import: name tables with --users, --matters or --assistants")
	}
	switch i.delimiter {
	case "":
	case ",", ";", "\t":
		i.options.Delimiter = rune(i.delimiter[0])
	case "tab", `\t`:
		i.options.Delimiter = '\t'
	default:
		return fmt.Errorf("--delimiter %q is none of , ; tab", i.delimiter)
	}
	if !slices.Contains(failOns()[:len(check.Severities)], i.failOn) {
		return fmt.Errorf("--fail-on %q is none of %s", i.failOn, strings.Join(failOns()[:len(check.Severities)], ", "))
	}
	if !slices.Contains(findingOutputs, i.output) {
		return fmt.Errorf("--output %q is none of %s", i.output, strings.Join(findingOutputs, ", "))
	}
	if i.options.Namespace != "" {
		if wrong := validation.IsDNS1123Label(i.options.Namespace); len(wrong) > 0 {
			return fmt.Errorf("--namespace %q: %s", i.options.Namespace, wrong[0])
		}
	}
	if slices.Contains(i.filenames, manifests.Stdin) {
		return errors.New("-f - cannot be imported beside: name a file")
	}
	if i.force && i.out == "" {
		return errors.New("--force is about the files of --out")
	}
	return nil
}

// declared reads what files declare beside the tables.
func (i *importing) declared(ctx context.Context) error {
	if len(i.filenames) == 0 {
		return nil
	}
	set, err := manifests.Read(ctx, manifests.Options{Sources: i.filenames, Namespace: i.options.Namespace})
	if err != nil {
		return err
	}
	if problems := set.Problems(); len(problems) > 0 {
		return unreadable(problems)
	}
	namespaces := set.Namespaces()
	switch {
	case len(namespaces) == 0:
		return fmt.Errorf("there is nothing of ours in %s", strings.Join(i.filenames, ", "))
	case i.options.Namespace != "":
		namespaces = []string{i.options.Namespace}
	case len(namespaces) > 1:
		return fmt.Errorf("there are several firms: choose one with -n: %s", strings.Join(namespaces, ", "))
	case namespaces[0] != defaultNamespace:
		i.options.Namespace = namespaces[0]
	}
	i.options.Declared = set.Objects(namespaces[0])
	if !slices.Contains(set.Namespaces(), namespaces[0]) {
		return fmt.Errorf("there is nothing of the namespace %s in %s, only of %s",
			namespaces[0], strings.Join(i.filenames, ", "), strings.Join(set.Namespaces(), ", "))
	}
	if o := i.options; o.Declared.Firm != nil && o.FirmName+o.Lead+o.Backup != "" {
		return errors.New("--firm-name, --lead and --backup are about a Firm that is made: -f declares it, and says so there")
	}
	return nil
}

// defaultNamespace is that of objects in files that name none.
const defaultNamespace = "default"

// read makes the firm out of the tables.
func (i *importing) read(cmd *cobra.Command) (*importer.Import, error) {
	var tables []importer.Table
	for _, of := range []struct {
		kind importer.Kind
		file string
	}{{importer.Users, i.users}, {importer.Matters, i.matters}, {importer.Assistants, i.assistants}} {
		if of.file == "" {
			continue
		}
		table := importer.Table{Kind: of.kind, File: of.file}
		var err error
		if of.file == manifests.Stdin {
			if slices.ContainsFunc(tables, func(t importer.Table) bool { return t.File == manifests.StdinName }) {
				return nil, errors.New("standard input can be read once")
			}
			table.File = manifests.StdinName
			table.Data, err = bounded(cmd.InOrStdin())
		} else {
			table.Data, err = boundedFile(of.file)
		}
		if err != nil {
			return nil, err
		}
		tables = append(tables, table)
	}
	_, done := progress.Start(cmd.Context(), "reading the tables", "", 0)
	defer done()
	return importer.Make(i.options, tables...), nil
}

func boundedFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return bounded(file)
}

// bounded reads what an import reads of a table, and one byte more if there is more.
func bounded(from io.Reader) ([]byte, error) {
	return io.ReadAll(io.LimitReader(from, importer.MaxBytes+1))
}

// check returns what is wrong in the tables, and with the firm that they make.
func (i *importing) check(ctx context.Context, made *importer.Import) ([]check.Finding, error) {
	reading, done := progress.Start(ctx, "reading what they make", "objects", countMade(made))
	defer done()
	set, err := manifests.Read(reading, manifests.Options{
		Sources: append(slices.Clone(i.filenames), manifests.Stdin), Namespace: i.options.Namespace, Stdin: bytes.NewReader(made.Manifests()),
	})
	if err != nil {
		return nil, err
	}
	done()
	found, err := check.Files(ctx, set)
	if err != nil {
		return nil, err
	}
	if only := i.options.Namespace; only != "" {
		found = slices.DeleteFunc(found, func(f check.Finding) bool { return f.Namespace != "" && f.Namespace != only })
	}
	return made.Findings(found), nil
}

func countMade(made *importer.Import) int {
	n := 0
	for _, count := range made.Objects() {
		n += count
	}
	return n
}

// tell prints the findings of an import that has been written, if there are any.
func (i *importing) tell(w io.Writer, r format.Report) error {
	if len(r.Findings) == 0 && i.output == "text" {
		return nil
	}
	return printReport(w, r, i.output)
}
