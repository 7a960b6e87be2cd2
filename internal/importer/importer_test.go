package importer_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/importer"
	"github.com/matterplane/matterplane/internal/manifests"
)

// tables are those of a test: the text of each.
type tables struct{ users, matters, assistants string }

func (t tables) all() []importer.Table {
	var all []importer.Table
	for _, of := range []struct {
		kind importer.Kind
		text string
	}{{importer.Users, t.users}, {importer.Matters, t.matters}, {importer.Assistants, t.assistants}} {
		if of.text != "" {
			all = append(all, importer.Table{Kind: of.kind, File: string(of.kind) + ".csv", Data: []byte(of.text)})
		}
	}
	return all
}

// imported imports tables beside what files declare, and returns what is made and what
// is wrong.
func imported(t testing.TB, o importer.Options, declared string, all ...importer.Table) (*importer.Import, *manifests.Set, []check.Finding) {
	t.Helper()
	var sources []string
	if declared != "" {
		file := filepath.Join(t.TempDir(), "firm.yaml")
		if err := os.WriteFile(file, []byte(declared), 0o600); err != nil {
			t.Fatal(err)
		}
		set, err := manifests.Read(t.Context(), manifests.Options{Sources: []string{file}})
		if err != nil || len(set.Problems()) > 0 {
			t.Fatal(err, set.Problems())
		}
		o.Declared, sources = set.Objects("default"), []string{file}
	}
	made := importer.Make(o, all...)
	set, err := manifests.Read(t.Context(), manifests.Options{
		Sources: append(sources, manifests.Stdin), Stdin: bytes.NewReader(made.Manifests()), Namespace: o.Namespace,
	})
	if err != nil {
		t.Fatal(err)
	}
	checked, err := check.Files(t.Context(), set)
	if err != nil {
		t.Fatal(err)
	}
	found := made.Findings(checked)
	return made, set, found
}

// inWords are the errors among findings as a test expects them.
func inWords(found []check.Finding) []string {
	var all []string
	for _, f := range found {
		if f.Severity != check.Error {
			continue
		}
		line := fmt.Sprintf("%s %s %s: %s", f.Position, f.ID, f.Field, f.Message)
		for _, r := range f.Related {
			line += " | " + r.Position.String()
		}
		all = append(all, line)
	}
	return all
}

const (
	rosterOf = "Email,Name,Office,Role,System role\n"
	amira    = "amira@firm.example,Amira Khan,London,Partner,FirmAdministrator\n"
	ben      = "ben@firm.example,Ben Ode,London,Associate,\n"
	two      = rosterOf + amira + ben
	bom      = "\xef\xbb\xbf"
)

// TestBadRows: every kind of thing that can be wrong, and how it is told.
func TestBadRows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		wrong string
		in    tables
		want  []string
	}{
		// What is no table.
		{"nothing there", tables{users: bom}, []string{"users.csv:1:1 Malformed : there is no header: the first line must name the columns"}},
		{"UTF-16", tables{users: "\xff\xfeE\x00"}, []string{"users.csv Malformed : is text in UTF-16"}},
		{"a workbook", tables{users: "PK\x03\x04"}, []string{"users.csv Malformed : is a workbook, not a table in text"}},
		{"letters of Windows", tables{users: two + "\nj\xfcrg@firm.example,,,,"}, []string{"users.csv:5:2 Malformed : is no text in UTF-8: letters would be lost"}},
		{"quotes within a cell", tables{users: two + "eve@firm.example,\"Eve\" Adeyemi,London,,\n"}, []string{`users.csv:4 Malformed : is no row: extraneous or missing " in quoted-field`}},
		{"too few cells", tables{users: two + "eve@firm.example,Eve Adams\n"}, []string{"users.csv:4:1 Malformed : the row has 2 cells, and the header 5: what it says may stand in the wrong column"}},
		{"too many cells", tables{users: two + "eve@firm.example,Adams, Eve,London,,\n"}, []string{"users.csv:4:1 Malformed : the row has 6 cells, and the header 5: what it says may stand in the wrong column"}},
		{"what cannot be seen", tables{users: two + "eve@firm.example,Eve\u200b Adams,,,\n"}, []string{"users.csv:4:18 Malformed Name: holds a character that cannot be seen: U+200B"}},
		{"a cell that is too long", tables{users: two + "eve@firm.example," + strings.Repeat("x", 33<<10) + ",,,\n"}, []string{"users.csv:4:18 Malformed Name: is longer than 32 KiB"}},

		{"below a line for spreadsheets", tables{users: bom + "sep=|\r\nEmail|Office|Role\r\nj@firm.example|Zü\"rich|X\r\n\"k@firm.example\"|\"Zü\nrich\"|X\r\n"}, []string{
			`users.csv:3 Malformed : is no row: bare " in non-quoted-field`,
			`users.csv:5:7 WrongType Role: "X" is none of Partner, Associate, Assistant, Paralegal, GeneralStaff`,
		}},
		{"line ends of old", tables{users: "Email,Role\rj@firm.example,X\r"}, []string{`users.csv:2:16 WrongType Role: "X" is none of Partner, Associate, Assistant, Paralegal, GeneralStaff`}},

		{"behind letters of two bytes", tables{users: "Email,Name,Role\nj@firm.example,\"Müller, Jörg\",X\n"}, []string{`users.csv:2:31 WrongType Role: "X" is none of Partner, Associate, Assistant, Paralegal, GeneralStaff`}},

		// Columns.
		{"an unknown column", tables{users: "Email,Salary\na@firm.example,1\n"}, []string{`users.csv:1:7 UnknownField Salary: there is no column "Salary" in a table of users`}},
		{"a column without a header", tables{users: "Email,\na@firm.example,1\n"}, []string{"users.csv:2:16 UnknownField : stands in a column without a header: nobody can tell what it says"}},
		{"a column twice", tables{users: "Email,Status,Active\na@firm.example,Left,yes\n"}, []string{`users.csv:1:14 DuplicateField Active: the column Active is there already: "Status" and "Active" say the same | users.csv:1:7`}},
		{"no column that names a user", tables{users: "Office\nLondon\n"}, []string{"users.csv:1:1 MissingName : no column is called Email: who or what a row is about is not said"}},
		{"no column that names a matter", tables{matters: "Lead\nLondon\n"}, []string{"matters.csv:1:1 MissingName : no column is called Number: who or what a row is about is not said"}},
		{"no timekeepers", tables{assistants: "Assistant\nben\n"}, []string{"assistants.csv:1:1 MissingName : no column is called Timekeeper: who or what a row is about is not said"}},

		// People.
		{"no email", tables{users: two + ",Eve Adams,,,\n"}, []string{"users.csv:4:1 MissingName : nothing in this row gives it a name"}},
		{"an email in other letters", tables{users: two + "ελένη@firm.example,,,,\n"}, []string{`users.csv:4:1 MissingName Email: "ελένη@firm.example" cannot be written in plain letters, of which names are made`}},
		{"an email that is none", tables{users: two + "eve,,,,\n"}, []string{`users.csv:4:1 R-7 Email: not an email address`}},
		{"one name for two", tables{users: two + "ben@other.example,Ben Odeon,,,\n"}, []string{"users.csv:4:1 DuplicateObject Email: two users would be called ben: that of line 3 as well | users.csv:3:1"}},
		{"one email for two", tables{users: "Object name,Email\na,a@firm.example\nb,A@firm.example\n"}, []string{
			"users.csv:2:3 R-7 Email: a@firm.example is also b: none of them can act | users.csv:3:3",
			"users.csv:3:3 R-7 Email: a@firm.example is also a: none of them can act | users.csv:2:3",
		}},
		{"a name that is none", tables{users: "Object name,Email\nBen Ode,b@firm.example\n"}, []string{`users.csv:2:1 W-2 Object name: "Ben Ode" is no name of an object`}},
		{"a full name that could be two", tables{users: two + "l@firm.example,Ludwig van Beethoven,,,\n"}, []string{`users.csv:4:16 WrongType Name: which part of "Ludwig van Beethoven" is the family name?`}},
		{"two names that differ", tables{users: "Email,Full name,First name,Last name\na@firm.example,Amira Kahn,Amira,Khan\n"}, []string{`users.csv:2:16 WrongType Full name: "Amira Kahn" is not "Amira Khan": which of them is right?`}},
		{"an unknown role", tables{users: two + "eve@firm.example,,,Senior Partner,\n"}, []string{`users.csv:4:20 WrongType Role: "Senior Partner" is none of Partner, Associate, Assistant, Paralegal, GeneralStaff`}},
		{"an unknown right among others", tables{users: "Email,Rights\na@firm.example,Accounting;Editing\n"}, []string{`users.csv:2:16 WrongType Rights: "Editing" is none of Administrator, Compliance, Accounting, ApproveOthersInvoices, Reporting, AllBillingUnits`}},
		{"neither active nor not", tables{users: "Email,Active\na@firm.example,\nb@firm.example,maybe\n"}, []string{
			"users.csv:2:1 WrongType Active: does not say whether the account is active",
			`users.csv:3:16 WrongType Active: "maybe" is none of yes, no`,
		}},
		{"a delegate who is not there", tables{users: "Email,Delegates\na@firm.example,Eve\n"}, []string{`users.csv:2:16 W-3 Delegates: there is no user called "Eve"`}},
		{"two offices of one name", tables{users: two + "eve@firm.example,,St. Albans,,\nfay@firm.example,,St Albans,,\n"}, []string{`users.csv:5:19 DuplicateObject Office: "St Albans" and "St. Albans" would both be the office st-albans | users.csv:4:19`}},
		{"a unit in other letters", tables{users: "Email,Department\na@firm.example,Διαφορές\n"}, []string{`users.csv:2:16 MissingName Department: "Διαφορές" cannot be written in plain letters, of which names are made`}},

		// Matters.
		{"no number", tables{users: two, matters: "Number,Name\n,Acme\n"}, []string{"matters.csv:2:1 MissingName : nothing in this row gives it a name"}},
		{"one number for two", tables{users: two, matters: "Number,Name\n24/1,Acme\n24-1,Acme\n"}, []string{"matters.csv:3:1 DuplicateObject Number: two matters would be called 24-1: that of line 2 as well | matters.csv:2:1"}},
		{"a lead who is not there", tables{users: two, matters: "Number,Lead\n1,Eve Adams\n"}, []string{`matters.csv:2:3 M-12 Lead: there is no user called "Eve Adams"`}},
		{"a lead who could be two", tables{users: "Email,Name\na@firm.example,Ben Ode\nb@firm.example,\"Ode, Ben\"\n", matters: "Number,Lead\n1,ben  ODE\n"}, []string{`matters.csv:2:3 M-12 Lead: "ben ODE" can mean a or b`}},
		{"in two columns of the team", tables{users: two, matters: "Number,Editors,Team\n1,ben,amira;Ben Ode\n"}, []string{"matters.csv:2:7 DuplicateField Team: ben is on the team already, as one of Editors | matters.csv:2:3"}},
		{"on the team twice", tables{users: two, matters: "Number,Team\n1,ben;Ben Ode\n"}, []string{"matters.csv:2:3 DuplicateField Team: ben is on the team already, as one of Team | matters.csv:2:3"}},
		{"walled off twice", tables{users: two, matters: "Number,Conflicted users\n1,ben;Ben Ode\n"}, []string{"matters.csv:2:3 Schema Conflicted users: is in the list already"}},
		{"a wall around nobody", tables{users: two, matters: "Number,Conflicted users\n1,Bem Ode\n"}, []string{`matters.csv:2:3 W-3 Conflicted users: there is no user called "Bem Ode"`}},
		{"a side of nothing", tables{users: two, matters: "Number,Opposing teams\n1,auction\n"}, []string{`matters.csv:2:3 WrongType Opposing teams: "auction" is no side of an opposing team set`}},
		{"a case that is not there", tables{users: two, matters: "Number,Case\n1,2\n"}, []string{`matters.csv:2:3 M-8 Case: there is no matter called "2"`}},
		{"a case that is none", tables{users: two, matters: "Number,Case\n1,2\n2,\n"}, []string{"matters.csv:2:3 M-8 Case: 2 is a Matter, not a Case: nobody comes to this matter through it | matters.csv:3:1"}},
		{"a case of a type that cannot be read", tables{users: two, matters: "Number,Type,Case\n1,,2\n2,Lawsuit,\n"}, []string{`matters.csv:3:3 WrongType Type: "Lawsuit" is none of Matter, Case, Collection`}},
		{"a case in a row that cannot be read", tables{users: two, matters: "Number,Case,Type\n1,2,\n2,Case\n"}, []string{"matters.csv:3:1 Malformed : the row has 2 cells, and the header 3: what it says may stand in the wrong column"}},
		{"a case in a case", tables{users: two, matters: "Number,Type,Case\n1,Case,2\n2,Case,\n"}, []string{"matters.csv:2:8 M Case: only a Matter names a case"}},
		{"an unknown type", tables{users: two, matters: "Number,Type\n1,Litigation\n"}, []string{`matters.csv:2:3 WrongType Type: "Litigation" is none of Matter, Case, Collection`}},
		{"two managers of a client", tables{users: two, matters: "Number,Client,Client manager\n1,Acme,ben\n2,Acme,amira\n"}, []string{"matters.csv:3:8 DuplicateField Client manager: the client acme has one manager, and two are named: ben and amira | matters.csv:2:8"}},
		{"a manager of no client", tables{users: two, matters: "Number,Client manager\n1,ben\n"}, []string{"matters.csv:2:3 W-3 Client manager: a client's manager without a client"}},
		{"a name that is too long", tables{users: two, matters: "Number,Name\n1," + strings.Repeat("x", 257) + "\n"}, []string{"matters.csv:2:3 Schema Name: "}},

		// Links.
		{"nobody to assist", tables{users: two, assistants: "Assistant,Timekeeper\nben,\n"}, []string{"assistants.csv:2:1 MissingName : nobody stands in the column Timekeeper"}},
		{"an assistant who is not there", tables{users: two, assistants: "Assistant,Timekeeper\neve,amira\n"}, []string{`assistants.csv:2:1 W-3 Assistant: there is no user called "eve"`}},
		{"a pair twice", tables{users: two, assistants: "Assistant,Timekeeper\nben,amira\nBen Ode,Amira Khan\n"}, []string{"assistants.csv:3:1 A-4 : that ben assists amira stands in line 2 already | assistants.csv:2:1"}},
		{"its own assistant", tables{users: two, assistants: "Assistant,Timekeeper\nben,ben\n"}, []string{"assistants.csv:2:1 A-3 Assistant: nobody is their own assistant"}},
		{"both assists and is assisted", tables{users: two + "eve@firm.example,,,,\n", assistants: "Assistant,Timekeeper\nben,amira\neve,ben\n"}, []string{"assistants.csv:3:5 A-2 Timekeeper: "}},

		// All at once, in the order of the tables; what may be a consequence is not told.
		{"several", tables{users: rosterOf + "amira@firm.example,,,Boss,\n", matters: "Number,Lead\n1,eve\n", assistants: "Assistant,Timekeeper\nfay,amira\n"}, []string{
			`assistants.csv:2:1 W-3 Assistant: there is no user called "fay"`,
			`matters.csv:2:3 M-12 Lead: there is no user called "eve"`,
			`users.csv:2:22 WrongType Role: "Boss" is none of Partner, Associate, Assistant, Paralegal, GeneralStaff`,
		}},
	} {
		t.Run(c.wrong, func(t *testing.T) {
			t.Parallel()
			_, _, found := imported(t, importer.Options{}, "", c.in.all()...)
			got := inWords(found)
			if len(got) != len(c.want) || slices.ContainsFunc(c.want, func(w string) bool {
				return !slices.ContainsFunc(got, func(g string) bool { return begins(g, w) })
			}) {
				t.Errorf("(-want +got)\n%s", cmp.Diff(c.want, got))
			}
		})
	}
}

// begins says whether a finding begins with some words and, behind |, names all places.
func begins(finding, want string) bool {
	words, places, _ := strings.Cut(want, " | ")
	return strings.HasPrefix(finding, words) && (places == "" || strings.HasSuffix(finding, " | "+places))
}

const aFirm = `
{apiVersion: matterplane.dev/v1alpha1, kind: Firm, metadata: {name: firm}, spec: {
  administrators: {lead: ruth}, clients: [{name: acme, displayName: Acme Ltd, manager: ruth}], businessUnits: [{name: disputes}]}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: FirmUser, metadata: {name: ruth}, spec: {email: ruth@firm.example, givenName: Ruth, familyName: Abelman}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: Office, metadata: {name: london}, spec: {displayName: City of London}}
---
{apiVersion: matterplane.dev/v1alpha1, kind: Matter, metadata: {name: acme-case}, spec: {type: Case, displayName: Acme, lead: ruth}}
`

// TestBesideFiles: what files declare is known by all its names, is not made again, and
// is all that there is of its sort.
func TestBesideFiles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what string
		in   tables
		want []string
	}{
		{"by every name", tables{
			users:   "Email,Office,Department\nben@firm.example,City of London,Disputes\neve@firm.example,london,disputes\n",
			matters: "Number,Client,Client manager,Lead,Team,Case\n1,ACME LTD,Ruth Abelman,\"Abelman, Ruth\",ben;eve,Acme\n2,acme,ruth,RUTH@firm.example,,acme-case\n",
		}, nil},
		{"an office that is not declared", tables{users: "Email,Office\nben@firm.example,Londno\n"}, []string{`users.csv:2:18 W-3 Office: there is no office called "Londno"`}},
		{"a client that is not declared", tables{matters: "Number,Client\n1,Acne\n"}, []string{`matters.csv:2:3 W-3 Client: there is no client called "Acne"`}},
		{"a unit that is not declared", tables{matters: "Number,Department\n1,Tax\n"}, []string{`matters.csv:2:3 S-5 Department: there is no business unit called "Tax"`}},
		{"a user who is declared", tables{users: "Email\nRuth@firm.example\n"}, []string{"users.csv:2:1 DuplicateObject Email: ruth is declared in a file already"}},
		{"a matter that is declared", tables{matters: "Number\nAcme case\n"}, []string{"matters.csv:2:1 DuplicateObject Number: acme-case is declared in a file already"}},
		{"another manager", tables{users: "Email\nben@firm.example\n", matters: "Number,Client,Client manager\n1,acme,ben\n"}, []string{"matters.csv:2:8 DuplicateField Client manager: the Firm names ruth as the manager of acme"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			made, _, found := imported(t, importer.Options{}, aFirm, c.in.all()...)
			if diff := cmp.Diff(c.want, inWords(found)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if n := made.Objects(); n["Firm"]+n["Office"] > 0 {
				t.Errorf("made anew: %v", n)
			}
		})
	}
}

// TestCures: what is proposed is what would do.
func TestCures(t *testing.T) {
	t.Parallel()
	_, _, found := imported(t, importer.Options{Lead: "amira"}, "", tables{
		users: "Email,Ofice\namira.khan@firm.example,\n", matters: "Number,Lead\n1,Amira Kahn\n", assistants: "Assistant,Timekeeper\n,amira.khan\n",
	}.all()...)
	var cures []string
	for _, f := range found {
		cures = append(cures, f.Cure)
	}
	want := []string{
		"Did you mean amira-khan? Add the user, or take it out here.",
		"Name both, or take the row out.",
		"Add the user, or take it out here.",
		"Did you mean amira-khan? Add the user, or take it out here.",
		`Did you mean Office? Leave it out with --ignore-column "Ofice", or name one that there is: ` + strings.Join(columnNames(importer.Users), ", ") + ".",
	}
	slices.Sort(cures)
	slices.Sort(want)
	if diff := cmp.Diff(want, cures); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func columnNames(of importer.Kind) []string {
	var all []string
	for _, c := range importer.Columns(of) {
		all = append(all, c.Name)
	}
	return all
}

// TestOneLetterApart: two offices that rows make may be one, misspelt.
func TestOneLetterApart(t *testing.T) {
	t.Parallel()
	for offices, want := range map[string]bool{
		"London,Londn": true, "London,Londom": true, "London,Lpndon": true, "London,xLondon": true,
		"London,Leeds": false, "Bonn,Born": false, "London,LONDON": false, "London,Londnx": false, "London,Lonnd": false,
	} {
		one, other, _ := strings.Cut(offices, ",")
		_, _, found := imported(t, importer.Options{}, "", tables{users: "Email,Office\na@firm.example," + one + "\nb@firm.example," + other + "\n"}.all()...)
		if got := slices.ContainsFunc(found, func(f check.Finding) bool {
			return f.ID == "DuplicateObject" && f.Severity == check.Warning && len(f.Related) == 1
		}); got != want {
			t.Errorf("%s: %t", offices, got)
		}
	}
}

// TestIgnoredColumns: only a column that is named is left out.
func TestIgnoredColumns(t *testing.T) {
	t.Parallel()
	in := tables{users: "Email,Salary,Phone\na@firm.example,1,2\n"}.all()
	made, _, found := imported(t, importer.Options{Ignore: []string{"SALARY", "Fax"}}, "", in...)
	want := []string{`users.csv:1:14 UnknownField Phone: there is no column "Phone" in a table of users`}
	if diff := cmp.Diff(want, inWords(found)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Fax"}, made.Unused()); diff != "" {
		t.Errorf("unused (-want +got)\n%s", diff)
	}
}

// TestNames: names are made of emails and numbers, and stay as they are.
func TestNames(t *testing.T) {
	t.Parallel()
	long := "Trustees of the " + strings.Repeat("Very ", 12) + "Old Pension Fund"
	for number, want := range map[string]string{
		"M-1001": "m-1001", "2024/0137": "2024-0137", " 24.1 ": "24-1", "Straße Nr. 5": "strasse-nr-5", "Ærø & Ångström": "aeroe-aangstroem",
		"O'Brien v O’Neill": "obrien-v-oneill", "Çelik—Şahin": "celik-sahin", "Łódź Đorđe": "lodz-dorde", "Jo\u0308rg": "joerg", "-a_b-": "a-b",
		"ﬁ": "", "№ 7": "7", "Ω": "", "中": "", "--": "",
		long:       "trustees-of-the-very-very-very-very-very-very-very-ver-643479b2",
		long + "s": "trustees-of-the-very-very-very-very-very-very-very-ver-aa09df5c",
	} {
		_, set, _ := imported(t, importer.Options{}, "", tables{matters: "Number,Lead\n" + number + ",\n"}.all()...)
		got := ""
		for _, m := range set.Objects("default").Matters {
			got = m.Name
		}
		if got != want {
			t.Errorf("%q is %q, want %q", number, got, want)
		}
	}
}

// TestHeadersMeanOneThing: no header of a table can mean two columns, nor is one listed
// that means none.
func TestHeadersMeanOneThing(t *testing.T) {
	t.Parallel()
	for _, kind := range []importer.Kind{importer.Users, importer.Matters, importer.Assistants} {
		meant := map[string]string{}
		for _, c := range importer.Columns(kind) {
			for _, header := range append(c.Also, c.Name) {
				key := strings.ToLower(strings.ReplaceAll(header, " ", ""))
				if other := meant[key]; other != "" {
					t.Errorf("%s: %s means %s and %s", kind, header, other, c.Name)
				}
				meant[key] = c.Name
			}
		}
	}
}

// TestSpellings: one office that is written in several ways is one, and called the same
// in whatever order the rows stand.
func TestSpellings(t *testing.T) {
	t.Parallel()
	for _, offices := range [][]string{{"new-york", "NEW YORK", "New  York"}, {"New York", "NEW YORK", "new-york"}, {"NEW YORK", "new-york", "New York"}} {
		rows := "Email,Office\n"
		for i, office := range offices {
			rows += fmt.Sprintf("user.%d@firm.example,%s\n", i, office)
		}
		_, set, found := imported(t, importer.Options{}, "", tables{users: rows}.all()...)
		made := set.Objects("default").Offices
		if len(made) != 1 || made[0].Name != "new-york" || made[0].Spec.DisplayName != "New York" || len(inWords(found)) > 0 {
			t.Errorf("%q: %v %v", offices, made, inWords(found))
		}
	}
}
