package cli

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/importer"
)

const (
	aRoster = "Email,Name,Office,System role\n" +
		"amira@acme.example,Amira Khan,London,Firm Administrator\n" +
		"ben@acme.example,Ben Ode,London,\n"
	someMatters = "Number,Name,Client,Lead,Team\n24/1,Lease,Acme,Amira Khan,Ben Ode\n24/2,Sale,Bolt,Ben Ode,\n"
	somePairs   = "Assistant,Timekeeper\nBen Ode,Amira Khan\n"
)

// importTables are the tables of a test, by their files.
func importTables() map[string]string {
	return map[string]string{"roster.csv": aRoster, "matters.csv": someMatters, "pairs.csv": somePairs}
}

const importAll = "--users roster.csv --matters matters.csv --assistants pairs.csv"

// runImport runs import in a directory with these files.
func runImport(t *testing.T, dir string, files map[string]string, stdin, args string) (out, errs string, code int) {
	t.Helper()
	return typed(t, dir, files, stdin, append([]string{"import"}, strings.Fields(args)...)...)
}

// tree are the files below a directory, by their paths.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return files
}

// changed are the files that differ between two trees.
func changed(before, after map[string]string) []string {
	var names []string
	for _, name := range []string{
		"assistants.yaml", "firm.yaml", "kustomization.yaml", "matters/acme.yaml", "matters/bolt.yaml", "matters/hand.yaml",
		"namespace.yaml", "offices.yaml", "people/london.yaml", "people/leeds.yaml",
	} {
		if before[name] != after[name] {
			names = append(names, name)
		}
	}
	return names
}

// Exit codes: 0 written, 1 findings that fail and nothing written, 2 cannot run.
func TestImport(t *testing.T) {
	for _, c := range []struct {
		behaviour string
		files     map[string]string
		stdin     string
		args      string
		code      int
		says      string
	}{
		{"written", nil, "", importAll + " --out f", 0, "f: 1 Firm, 1 Office, 2 FirmUsers, 2 Matters, 1 AssistantLink.\n7 files: 7 written, 0 unchanged, 0 removed.\n"},
		{"a roster from standard input", nil, aRoster, "--users - --out f", 0, "2 FirmUsers"},
		{"a namespace", nil, "", importAll + " -n acme --out f", 0, "8 files"},
		{"another delimiter", map[string]string{"r.csv": "Email;Name\na@b.c;A B\n"}, "", "--users r.csv --delimiter ; --out f", 0, "1 FirmUser"},
		{"a column left out", map[string]string{"r.csv": "Email,Salary\na@b.c,1\n"}, "", "--users r.csv --ignore-column Salary --out f", 0, "1 FirmUser"},
		{"warnings fail if they are to", map[string]string{"r.csv": "Email\na@b.c\n"}, "", "--users r.csv --fail-on warning --out f", 1, "[R-8]"},
		{"a bad row", map[string]string{"r.csv": aRoster + "eve,,,\n"}, "", "--users r.csv --out f", 1, "r.csv:4:1: error: Email: not an email address"},
		{"a bad delimiter", map[string]string{"r.csv": "Email;Name\na@b.c;A B\n"}, "", "--users r.csv --delimiter , --out f", 1, `r.csv:1:1: error: there is no column "Email;Name" in a table of users [UnknownField]`},
		{"nothing named", nil, "", "--out f", 2, "Error: there is nothing to import: name tables with --users, --matters or --assistants"},
		{"no such table", nil, "", "--users none.csv", 2, "none.csv: no such file or directory"},
		{"a delimiter that is none", nil, "", "--users roster.csv --delimiter x", 2, `Error: --delimiter "x" is none of , ; tab`},
		{"a namespace that is none", nil, "", "--users roster.csv -n A_B", 2, `Error: --namespace "A_B": `},
		{"a severity that is none", nil, "", "--users roster.csv --fail-on never", 2, `Error: --fail-on "never" is none of error, warning, note`},
		{"an output that is none", nil, "", "--users roster.csv -o xml", 2, `Error: --output "xml" is none of text, json`},
		{"standard input twice", nil, aRoster, "--users - --matters -", 2, "Error: standard input can be read once"},
		{"manifests from standard input", nil, aFirm, "--users roster.csv -f -", 2, "Error: -f - cannot be imported beside: name a file"},
		{"broken manifests", map[string]string{"broken.yaml": broken}, "", "--users roster.csv -f broken.yaml", 2, "the files cannot all be read"},
		{"a column that is nowhere", nil, "", "--users roster.csv --ignore-column Salary --out f", 2, `Error: --ignore-column "Salary": no table has such a column`},
		{"force without files", nil, "", "--users roster.csv --force", 2, "Error: --force is about the files of --out"},
		{"a lead of a Firm that is declared", map[string]string{"f.yaml": aFirm}, "", "--matters matters.csv -f f.yaml --lead ben", 2, "Error: --firm-name, --lead and --backup are about a Firm that is made"},
		{"files of another firm", map[string]string{"f.yaml": aFirm}, "", "--matters matters.csv -f f.yaml -n other", 2, "Error: there is nothing of the namespace other in f.yaml, only of acme"},
		{"two firms", map[string]string{"f.yaml": aFirm + strings.ReplaceAll(aFirm, "acme", "other")}, "", "--matters matters.csv -f f.yaml", 2, "Error: there are several firms: choose one with -n: acme, other"},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			dir, files := t.TempDir(), importTables()
			maps.Copy(files, c.files)
			out, errs, code := runImport(t, dir, files, c.stdin, c.args)
			if code != c.code || !strings.Contains(out+errs, c.says) {
				t.Errorf("exit code %d, want %d; %q is not in\n%s%s", code, c.code, c.says, out, errs)
			}
			if written := len(tree(t, filepath.Join(dir, "f"))); (written > 0) != (c.code == 0) {
				t.Errorf("%d files are written with exit code %d", written, code)
			}
		})
	}
}

// Without --out, standard output holds manifests and nothing else, or nothing at all.
func TestImportToStandardOutput(t *testing.T) {
	out, errs, code := runImport(t, t.TempDir(), importTables(), "", importAll+" -n acme")
	if code != 0 || !strings.Contains(errs, "[P-5]") || strings.Contains(out, "P-5") || strings.Count(out, "namespace: acme\n") != 7 {
		t.Errorf("exit code %d, %s\n%s", code, errs, out)
	}
	checkedOut, _, code := checked(t, t.TempDir(), map[string]string{"f.yaml": out}, "", "-f", "f.yaml")
	if code != 0 || !strings.Contains(checkedOut, "7 objects") {
		t.Errorf("check says %d, %s", code, checkedOut)
	}
	out, errs, code = runImport(t, t.TempDir(), map[string]string{"r.csv": aRoster + "eve,,,\n"}, "", "--users r.csv -o json")
	if code != exitFound || out != "" || json.Unmarshal([]byte(errs), &struct{}{}) != nil {
		t.Errorf("exit code %d, %q, %s", code, out, errs)
	}
}

// Importing again changes what the rows change, and nothing without being told to.
func TestImportAgain(t *testing.T) {
	dir := t.TempDir()
	files := importTables()
	if out, errs, code := runImport(t, dir, files, "", importAll+" --out f"); code != 0 {
		t.Fatal(out, errs)
	}
	first := tree(t, filepath.Join(dir, "f"))
	for _, c := range []struct {
		behaviour, file, text, args string
		code                        int
		says                        string
		changed                     []string
	}{
		{"the same", "roster.csv", aRoster, "", 0, "7 files: 0 written, 7 unchanged, 0 removed.", nil},
		{"a changed row", "matters.csv", strings.Replace(someMatters, "Lease", "Big lease", 1), "", 2, "Error: nothing is written: in f, matters/acme.yaml differs; --force writes such files anew", nil},
		{"forced", "matters.csv", strings.Replace(someMatters, "Lease", "Big lease", 1), "--force", 0, "7 files: 1 written, 6 unchanged, 0 removed.", []string{"matters/acme.yaml"}},
		{"another order", "matters.csv", "Number,Name,Client,Lead,Team\n24/2,Sale,Bolt,Ben Ode,\n24/1,Big lease,Acme,Amira Khan,Ben Ode\n", "", 0, "0 written", []string{"matters/acme.yaml"}},
		{"a client that is gone", "matters.csv", strings.Replace(someMatters, "Bolt", "Acme", 1), "", 2, "matters/bolt.yaml has no row any more", []string{"matters/acme.yaml"}},
		{"forced out", "matters.csv", strings.Replace(someMatters, "Bolt", "Acme", 1), "--force", 0, "6 files: 3 written, 3 unchanged, 1 removed.", []string{"firm.yaml", "kustomization.yaml", "matters/acme.yaml", "matters/bolt.yaml"}},
		{"what somebody has written stays", "f/matters/hand.yaml", "# mine\n", "", 0, "0 removed", []string{"firm.yaml", "kustomization.yaml", "matters/acme.yaml", "matters/bolt.yaml", "matters/hand.yaml"}},
	} {
		t.Run(c.behaviour, func(t *testing.T) {
			out, errs, code := runImport(t, dir, map[string]string{c.file: c.text}, "", importAll+" --out f "+c.args)
			if code != c.code || !strings.Contains(out+errs, c.says) {
				t.Errorf("exit code %d, want %d; %q is not in\n%s%s", code, c.code, c.says, out, errs)
			}
			after := tree(t, filepath.Join(dir, "f"))
			if diff := cmp.Diff(c.changed, changed(first, after)); diff != "" {
				t.Errorf("changed since the first import (-want +got)\n%s", diff)
			}
			for name := range after {
				if strings.Contains(name, ".import-") {
					t.Errorf("%s is left", name)
				}
			}
		})
	}
}

// A Firm that is kept by hand beside the files is not written, and is applied with them.
func TestImportBesideAFirm(t *testing.T) {
	dir := t.TempDir()
	files := importTables()
	firm := strings.Replace(aFirm, "spec: {administrators", "spec: {clients: [{name: acme}, {name: bolt}], administrators", 1)
	firm, _, _ = strings.Cut(firm, "---\napiVersion: matterplane.dev/v1alpha1\nkind: FirmUser")
	files["f/firm.yaml"] = strings.ReplaceAll(firm, "amira", "amira-khan")
	files["roster.csv"] = strings.Replace(aRoster, "amira@", "amira.khan@", 1)
	out, errs, code := runImport(t, dir, files, "", importAll+" -f f/firm.yaml --out f")
	got := tree(t, filepath.Join(dir, "f"))
	if code != 0 || got["firm.yaml"] != files["f/firm.yaml"] || !strings.Contains(got["kustomization.yaml"], "namespace: acme\nresources:\n- namespace.yaml\n- firm.yaml\n- offices.yaml\n") {
		t.Errorf("exit code %d, %s%s\n%s", code, out, errs, got["kustomization.yaml"])
	}
	if out, _, code := checked(t, dir, nil, "", "-f", "f"); code != 0 || !strings.Contains(out, "in 7 objects") {
		t.Errorf("check says %d, %s", code, out)
	}
}

// However many rows are bad, a person reads a hundred, and a program all.
func TestImportBoundsWhatItPrints(t *testing.T) {
	rows := "Email\n" + strings.Repeat("x@b.c,\n", 250)
	out, errs, code := runImport(t, t.TempDir(), map[string]string{"r.csv": rows}, "", "--users r.csv")
	if code != exitFound || out != "" || strings.Count(errs, ": error: ") != maxShown || !strings.Contains(errs, "\nand 150 more; -o json has all\n") || !strings.Contains(errs, "250 errors") {
		t.Errorf("exit code %d\n%s", code, errs)
	}
	_, errs, _ = runImport(t, t.TempDir(), map[string]string{"r.csv": rows}, "", "--users r.csv -o json")
	if n := strings.Count(errs, `"severity": "error"`); n != 250 {
		t.Errorf("a program reads %d", n)
	}
}

// What is marked is what an import wrote.
func TestImportMarksItsFiles(t *testing.T) {
	dir := t.TempDir()
	runImport(t, dir, importTables(), "", importAll+" --out f")
	for name, text := range tree(t, filepath.Join(dir, "f")) {
		if !strings.HasPrefix(text, importer.Mark) {
			t.Errorf("%s has no mark", name)
		}
	}
}
