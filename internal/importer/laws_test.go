package importer_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/importer"
	"github.com/matterplane/matterplane/internal/manifests"
)

// drawn is a firm as somebody keeps it in tables, and as it is meant.
type drawn struct {
	users, matters, assistants [][]string // headers first
	want                       map[string]any
}

// draw draws a firm, and writes each thing in one of the ways in which people do.
func draw(t *rapid.T) drawn {
	d := drawn{want: map[string]any{}}
	given := []string{"Amira", "Jörg", "Zoë", "Ben", "O'Neil", "Łucja", "Anne Marie", "yes"}
	family := []string{"Khan", "Müller-Weiß", "van der Berg", "Ode", "Sørensen", "null"}
	pick := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(t, what) }
	d.users = [][]string{{
		pick("email", "Email", "E-MAIL address", "User ID"), pick("given", "Given name", "First Name"), pick("family", "family_name", "Surname"),
		"Office", pick("role", "User role", "Role"), "Rights", pick("units", "Business Units", "Practice group"), pick("active", "Active", "Status"),
	}}
	var callings [][]string
	n := rapid.IntRange(2, 8).Draw(t, "users")
	for i := range n {
		g, f := pick("given name", given...)+fmt.Sprint(" ", i), pick("family name", family...)
		spec := v1alpha1.FirmUserSpec{
			Email: fmt.Sprintf("user.%d@firm.example", i), GivenName: g, FamilyName: f,
			Office: pick("office", "", "london", "muenchen"), UserRole: v1alpha1.UserRole(pick("user role", "", "Partner", "GeneralStaff")),
			Deactivated: i > 1 && rapid.IntRange(0, 9).Draw(t, "gone") == 0,
		}
		if i == 0 {
			spec.Rights = []v1alpha1.UserRight{v1alpha1.RightAccounting, v1alpha1.RightApproveOthersInvoices}
		}
		spec.BusinessUnits = slices.DeleteFunc([]string{pick("unit", "", "disputes"), pick("unit", "", "real-estate")}, func(u string) bool { return u == "" })
		name := fmt.Sprintf("user-%d", i)
		d.want["FirmUser/"+name] = spec
		state := map[string]map[bool]string{"Active": {false: pick("yes", "Yes", "x", "TRUE"), true: "no"}, "Status": {false: "active", true: "Left"}}[d.users[0][7]][spec.Deactivated]
		d.users = append(d.users, []string{
			pick("email", spec.Email, strings.ToUpper(spec.Email), " "+spec.Email+"\u00a0"), g, f,
			map[string]string{"london": "London", "muenchen": "München"}[spec.Office],
			strings.ReplaceAll(string(spec.UserRole), "GeneralStaff", pick("staff", "General Staff", "general-staff")),
			strings.Join(strings.Fields(strings.Trim(fmt.Sprint(spec.Rights), "[]")), pick("separator", ";", " | ")),
			strings.ReplaceAll(strings.Join(spec.BusinessUnits, pick("separator", "; ", "|")), "real-estate", "Real Estate"), state,
		})
		callings = append(callings, []string{name, spec.Email, g + " " + f, f + ",  " + g, strings.ToUpper(g) + "\n" + f})
	}
	some := func(what string, but ...int) (users []string, cells []string) {
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, 3, rapid.ID[int]).Draw(t, what) {
			if u := d.want["FirmUser/"+callings[i][0]].(v1alpha1.FirmUserSpec); u.Deactivated || slices.Contains(but, i) {
				continue
			}
			users, cells = append(users, callings[i][0]), append(cells, pick(what, callings[i]...))
		}
		return users, cells
	}
	d.matters = [][]string{{pick("number", "Number", "Matter No."), "Name", "Client", "Case", "Lead", "Editors", "Conflicted users", "Confidential", "Opposing team sets", "Assistants follow wall", "Type"}}
	for i := range rapid.IntRange(0, 6).Draw(t, "matters") {
		name := fmt.Sprintf("2024-%d", i)
		spec := v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter, DisplayName: fmt.Sprintf("%s %d", pick("name", "Acme: lease", "- x", "\"quoted\"", "yes", "007", "a # b"), i), Client: pick("client", "", "acme-co")}
		if i == 0 {
			spec.Type = v1alpha1.TypeCase
		} else if rapid.Bool().Draw(t, "in the case") {
			spec.Case = "2024-0"
		}
		lead := rapid.IntRange(0, 1).Draw(t, "lead")
		spec.Lead = callings[lead][0]
		editors, editorCells := some("editors", lead)
		for _, u := range editors {
			spec.Staffing = append(spec.Staffing, v1alpha1.StaffingEntry{User: u, MatterRole: v1alpha1.MatterRoleEditor})
		}
		walled, walledCells := some("walled")
		for _, u := range walled {
			spec.ConflictedUsers = append(spec.ConflictedUsers, v1alpha1.ConflictedEntry{User: u})
		}
		sides := ""
		if i > 0 && spec.Case == "" && rapid.Bool().Draw(t, "opposed") {
			spec.OpposingTeamSets = []v1alpha1.OpposingTeamSide{{Set: "the-sale", Side: fmt.Sprint("side-", i)}}
			sides = fmt.Sprintf("The sale: Side %d", i)
		}
		spec.Confidential = rapid.Bool().Draw(t, "confidential")
		follow := pick("follow", "", "Enabled", "Disabled")
		spec.AssistantsFollow.ConflictedUsers = v1alpha1.FollowSetting(follow)
		d.want["Matter/"+name] = spec
		d.matters = append(d.matters, []string{
			strings.ReplaceAll(name, "-", pick("slash", "/", "-", " ")), spec.DisplayName, strings.ReplaceAll(spec.Client, "acme-co", "Acme & Co."),
			pick("case", spec.Case, strings.ReplaceAll(spec.Case, "-", pick("slash", "-"))), pick("lead", callings[lead]...),
			strings.Join(editorCells, ";"), strings.Join(walledCells, " | "),
			map[bool]string{true: "yes", false: pick("no", "", "no", "0")}[spec.Confidential], sides,
			strings.ToLower(follow), map[v1alpha1.AssetType]string{v1alpha1.TypeCase: "CASE", v1alpha1.TypeMatter: pick("type", "", "matter")}[spec.Type],
		})
	}
	d.assistants = [][]string{{pick("assistant", "Assistant", "PA"), "Timekeeper"}}
	for i := 2; i < n; i++ {
		if rapid.Bool().Draw(t, "assists") {
			d.want[fmt.Sprintf("AssistantLink/user-%d-for-user-0", i)] = v1alpha1.AssistantLinkSpec{Assistant: callings[i][0], Timekeeper: callings[0][0]}
			d.assistants = append(d.assistants, []string{pick("assistant", callings[i]...), pick("timekeeper", callings[0]...)})
		}
	}
	return d
}

// exported is a table as some spreadsheet exports it.
func exported(t *rapid.T, kind importer.Kind, rows [][]string) importer.Table {
	var b bytes.Buffer
	if rapid.Bool().Draw(t, "mark") {
		b.WriteString(bom)
	}
	out := csv.NewWriter(&b)
	out.Comma = rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(t, "delimiter")
	out.UseCRLF = rapid.Bool().Draw(t, "CRLF")
	order := rapid.Permutation(slices.Collect(seq(len(rows[0])))).Draw(t, "columns")
	for i, row := range rows {
		if i > 0 && rapid.IntRange(0, 9).Draw(t, "blank") == 0 {
			_ = out.Write(make([]string, len(row)))
		}
		moved := make([]string, len(row))
		for to, from := range order {
			moved[to] = row[from]
		}
		if err := out.Write(moved); err != nil {
			t.Fatal(err)
		}
	}
	out.Flush()
	return importer.Table{Kind: kind, File: string(kind) + ".csv", Data: b.Bytes()}
}

func seq(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// TestTablesMeanWhatTheySay is the law of importing: however somebody writes a firm
// into tables, and in whatever order, what is made of them is that firm, passes check,
// and is the same to the byte.
func TestTablesMeanWhatTheySay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := draw(rt)
		made, set, found := imported(t, importer.Options{Lead: "user-0", Backup: "user-1"}, "",
			exported(rt, importer.Users, d.users), exported(rt, importer.Matters, d.matters), exported(rt, importer.Assistants, d.assistants))
		if wrong := inWords(found); len(wrong) > 0 {
			rt.Fatalf("%s\nin %s", strings.Join(wrong, "\n"), d)
		}
		got := map[string]any{}
		for o := range set.All() {
			switch o := o.(type) {
			case *v1alpha1.FirmUser:
				got[key(o)] = o.Spec
			case *v1alpha1.Matter:
				got[key(o)] = o.Spec
			case *v1alpha1.AssistantLink:
				got[key(o)] = o.Spec
			}
		}
		if diff := cmp.Diff(d.want, got, cmpopts.EquateEmpty()); diff != "" {
			rt.Errorf("(-meant +made)\n%s\nin %s", diff, d)
		}
		shuffle(d.users)
		shuffle(d.matters)
		shuffle(d.assistants)
		again, _, _ := imported(t, importer.Options{Lead: "user-0", Backup: "user-1"}, "",
			exported(rt, importer.Users, d.users), exported(rt, importer.Matters, d.matters), exported(rt, importer.Assistants, d.assistants))
		if diff := cmp.Diff(string(made.Manifests()), string(again.Manifests())); diff != "" {
			rt.Errorf("in another order (-before +after)\n%s", diff)
		}
		filesHoldAll(rt, made)
	})
}

func key(o client.Object) string { return manifests.KindOf(o) + "/" + o.GetName() }

// shuffle puts the rows below the header into another order.
func shuffle(rows [][]string) {
	slices.Reverse(rows[1:])
}

// filesHoldAll: the files hold what the one text holds, each its part.
func filesHoldAll(t *rapid.T, made *importer.Import) {
	documents := func(text []byte) []string {
		all := strings.Split(strings.TrimPrefix(string(text), importer.Mark), "---\n")
		for i := range all {
			all[i] = strings.TrimSuffix(all[i], "\n")
		}
		return all
	}
	var all []string
	for _, f := range made.Files() {
		if f.Path != "kustomization.yaml" {
			all = append(all, documents(f.Text)...)
		}
	}
	want := documents(made.Manifests())
	slices.Sort(all)
	slices.Sort(want)
	if diff := cmp.Diff(want, all); diff != "" {
		t.Errorf("(-all +files)\n%s", diff)
	}
}

func (d drawn) String() string { return fmt.Sprintf("%q\n%q\n%q", d.users, d.matters, d.assistants) }

// FuzzTables: whatever somebody imports, nothing panics, every finding is described and
// is at a place of a table, and what is made can be read.
func FuzzTables(f *testing.F) {
	f.Add(two, "Number,Lead,Team\n1,amira,ben\n", "Assistant,Timekeeper\nben,amira\n")
	f.Add(bom+"sep=;\r\nEmail;Name\r\n\"a\"\"@b\";\"x\ny, z\"\r\n", "Number\tName\n1\t\x00\n", "PA,For\n,\n")
	f.Add("Email,Email\n\"", "Number\r1\r2", "\xff\xfe")
	f.Add("Object name,Office,Rights\nyes,~,;|\n-,\u2028,x\n", "Number,Client,Type,Opposing teams\n1,#,Case,a:b;a:b\n", "")
	known := map[string]bool{}
	for _, d := range check.Describe() {
		known[d.ID] = true
	}
	f.Fuzz(func(t *testing.T, users, matters, assistants string) {
		in := tables{users, matters, assistants}
		_, set, found := imported(t, importer.Options{}, "", in.all()...)
		for _, p := range set.Problems() {
			t.Errorf("what is made cannot be read: %s", p)
		}
		for _, f := range found {
			if !known[f.ID] {
				t.Errorf("%s is not described", f.ID)
			}
			text, is := map[string]string{"users.csv": users, "matters.csv": matters, "assistants.csv": assistants}[f.Position.File]
			if lines := strings.Count(strings.ReplaceAll(text, "\r", "\n"), "\n") + 1; !is && f.Position.File != "firm.yaml" || f.Position.Line > lines {
				t.Errorf("%s: %s is nowhere", f.Position, f.Message)
			}
		}
	})
}

// TestTenThousandRows: a large firm takes seconds.
func TestTenThousandRows(t *testing.T) {
	users, matters := bytes.NewBufferString("Email,Name,Office,Role\n"), bytes.NewBufferString("Number,Name,Client,Office,Lead,Editors,Conflicted users\n")
	for i := range 2000 {
		fmt.Fprintf(users, "user.%d@firm.example,\"Family %d, Given\",Office %d,Associate\n", i, i, i%10*7)
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range 10_000 {
		fmt.Fprintf(matters, "M-%d,Matter %d,Client %d,Office 0,user-%d,user-%d;user.%d@firm.example,Given Family %d\n",
			i, i, i%400*7, i%500, 500+dice.IntN(500), 1000+dice.IntN(500), 1500+dice.IntN(500))
	}
	began := time.Now()
	made, _, found := imported(t, importer.Options{}, "", tables{users: users.String(), matters: matters.String()}.all()...)
	t.Logf("%d lines in %s", bytes.Count(made.Manifests(), []byte("\n")), time.Since(began).Round(time.Millisecond))
	if wrong := inWords(found); len(wrong) > 0 || made.Objects()["Matter"] != 10_000 {
		t.Errorf("%d: %v", made.Objects()["Matter"], wrong[:min(len(wrong), 3)])
	}
}
