package format_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/url"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"

	"github.com/matterplane/matterplane/internal/check"
	"github.com/matterplane/matterplane/internal/check/format"
)

// parsed returns a log as a library of others reads it, held to the published schema.
func parsed(t *testing.T, r format.Report) *sarif.Run {
	t.Helper()
	out := written(t, r.SARIF)
	result, err := schema(t).Validate(gojsonschema.NewBytesLoader(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range result.Errors() {
		t.Errorf("%s in\n%s", fault, out)
	}
	log, err := sarif.FromBytes(out)
	if err != nil || len(log.Runs) != 1 {
		t.Fatalf("%v in\n%s", err, out)
	}
	return log.Runs[0]
}

// schema returns what OASIS has published (errata 01), as that library carries it: it
// holds to it what it writes itself, which is more than it has read.
var schema = func() func(*testing.T) *gojsonschema.Schema {
	once := sync.OnceValues(func() (*gojsonschema.Schema, error) {
		dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", reflect.TypeFor[sarif.Run]().PkgPath()).Output()
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
		if err != nil {
			return nil, err
		}
		text := ""
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, is := n.(*ast.ValueSpec); is && spec.Names[0].Name == "schema" {
				text, err = strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
		return gojsonschema.NewSchema(gojsonschema.NewStringLoader(text))
	})
	return func(t *testing.T) *gojsonschema.Schema {
		t.Helper()
		schema, err := once()
		if err != nil {
			t.Fatal(err)
		}
		return schema
	}
}()

// The schema is one that finds something.
func TestTheSchemaRefuses(t *testing.T) {
	out := string(written(t, format.Report{Findings: findings()}.SARIF))
	for _, change := range [][2]string{
		{`"startLine": 7`, `"startLine": 0`},
		{`"level": "note"`, `"level": "notice"`},
		{`"columnKind"`, `"columns"`},
		{`"message"`, `"text"`},
	} {
		broken := strings.Replace(out, change[0], change[1], 1)
		result, err := schema(t).Validate(gojsonschema.NewStringLoader(broken))
		if err != nil || result.Valid() || broken == out {
			t.Errorf("%s for %s is valid (%v)", change[1], change[0], err)
		}
	}
}

func TestSARIFHoldsToItsSchema(t *testing.T) {
	for name, r := range map[string]format.Report{
		"nothing":  {},
		"findings": {Findings: findings(), Version: "v1.2.3", Path: inRepository},
		"hostile":  {Findings: []check.Finding{{ID: hostile, Severity: check.Error, Message: hostile, Position: at(hostile, 1, 1), Kind: hostile, Name: hostile}}},
	} {
		t.Run(name, func(t *testing.T) { parsed(t, r) })
	}
}

func TestSARIF(t *testing.T) {
	run := parsed(t, format.Report{Findings: findings(), Version: "v1.2.3", Path: inRepository})
	driver := run.Tool.Driver
	if *driver.Name != "matterplane" || *driver.Version != "v1.2.3" || *driver.SemanticVersion != "1.2.3" {
		t.Errorf("the tool is %+v", driver)
	}
	if *run.ColumnKind != "unicodeCodePoints" {
		t.Errorf("columns are %s: ours are characters", *run.ColumnKind)
	}
	for i, rule := range check.Describe() {
		got := driver.Rules[i]
		page := "https://github.com/matterplane/matterplane/blob/v1.2.3/" + rule.Page
		if *got.ID != rule.ID || *got.HelpURI != page || got.DefaultConfiguration.Level != string(rule.Severity) {
			t.Errorf("%s is %+v", rule.ID, got)
		}
	}
	for i, want := range findings() {
		got := run.Results[i]
		if *got.RuleID != want.ID || *driver.Rules[got.RuleIndex].ID != want.ID || got.Level != string(want.Severity) {
			t.Errorf("%s is %+v", want.ID, got)
		}
	}
	first := run.Results[0]
	place := first.Locations[0].PhysicalLocation
	if *place.ArtifactLocation.URI != "firms/acme/a%20b:c.yaml" || *place.ArtifactLocation.URIBaseID != "SRCROOT" ||
		*place.Region.StartLine != 7 || *place.Region.StartColumn != 3 {
		t.Errorf("the place is %+v", place)
	}
	if other := first.RelatedLocations[0]; *other.Message.Text != "eve is deactivated here" ||
		*other.PhysicalLocation.ArtifactLocation.URI != "firms/acme/people.yaml" {
		t.Errorf("the related place is %+v", other)
	}
	if name := first.Locations[0].LogicalLocations[0].FullyQualifiedName; *name != "acme/Matter/inquiry/spec.lead" {
		t.Errorf("the object is %s", *name)
	}
	if got := *first.Message.Text; got != "spec.lead: eve is deactivated. Name an active user." {
		t.Errorf("the message is %s", got)
	}
	if region := run.Results[1].Locations[0].PhysicalLocation.Region; region != nil {
		t.Errorf("a file as such has the region %+v", region)
	}
}

// A URI leads back to its file, and only one in the repository is relative.
func TestSARIFNamesFiles(t *testing.T) {
	for file, want := range map[string]string{
		"firms/a.yaml":  "firms/a.yaml",
		"a:b.yaml":      "./a:b.yaml",
		"50% #1?.yaml":  "50%25%20%231%3F.yaml",
		"/tmp/acme.yml": "file:///tmp/acme.yml",
		"ü.yaml":        "%C3%BC.yaml",
	} {
		run := parsed(t, format.Report{Findings: []check.Finding{{ID: "W-2", Severity: check.Error, Message: "m", Position: at(file, 1, 1)}}})
		location := run.Results[0].Locations[0].PhysicalLocation.ArtifactLocation
		uri, err := url.Parse(*location.URI)
		if err != nil || *location.URI != want || strings.TrimPrefix(uri.Path, "./") != file {
			t.Errorf("%s is %s (%v), want %s", file, *location.URI, err, want)
		}
		if (location.URIBaseID != nil) == uri.IsAbs() {
			t.Errorf("%s has the base %v", *location.URI, location.URIBaseID)
		}
	}
}

// A finding is the same one when its lines move and its words improve, and no other.
func TestFingerprints(t *testing.T) {
	identity := func(f ...check.Finding) string {
		var all []string
		for _, result := range parsed(t, format.Report{Findings: f}).Results {
			all = append(all, result.PartialFingerprints["matterplane/v1"])
		}
		return strings.Join(all, " ")
	}
	base := findings()[0]
	first := identity(base)
	changed := func(change func(*check.Finding)) check.Finding {
		f := base
		change(&f)
		return f
	}
	for name, same := range map[string]check.Finding{
		"line":    changed(func(f *check.Finding) { f.Position.Line += 100 }),
		"words":   changed(func(f *check.Finding) { f.Message, f.Cure = "other", "words" }),
		"related": changed(func(f *check.Finding) { f.Related = nil }),
		"file":    changed(func(f *check.Finding) { f.Position.File = "moved.yaml" }),
	} {
		if identity(same) != first {
			t.Errorf("another one by its %s", name)
		}
	}
	for name, other := range map[string]check.Finding{
		"ID":        changed(func(f *check.Finding) { f.ID = "W-2" }),
		"namespace": changed(func(f *check.Finding) { f.Namespace = "other" }),
		"object":    changed(func(f *check.Finding) { f.Name = "other" }),
		"field":     changed(func(f *check.Finding) { f.Field = "spec.staffing[eve]" }),
	} {
		if identity(other) == first {
			t.Errorf("the same one by its %s", name)
		}
	}
	if both := identity(base, base); both != first+" "+first+":2" {
		t.Errorf("two at once are %s", both)
	}
}
