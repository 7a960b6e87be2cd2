package junit_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	reader "github.com/joshdk/go-junit"

	"github.com/matterplane/matterplane/internal/junit"
)

func write(t *testing.T, suites ...junit.Suite) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := junit.Write(&out, suites...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The words of a report, for a reader of this test.
func TestWrite(t *testing.T) {
	got := write(t, junit.Suite{Name: "acme", Cases: []junit.Case{
		{Class: "m1", Name: "amira may view"},
		{Class: "m1", Name: "ben may not view", File: "firms/acme/test.yaml", Line: 7, Failure: "ben may view", Detail: "ben ← m1 (D-6)"},
		{Class: "m2", Name: "amira may edit", Skipped: "m2 is not there"},
	}})
	want := `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="matterplane" tests="3" failures="1" errors="0">
  <testsuite name="acme" tests="3" failures="1" errors="0" skipped="1">
    <testcase classname="m1" name="amira may view"></testcase>
    <testcase classname="m1" name="ben may not view" file="firms/acme/test.yaml" line="7">
      <failure message="ben may view">ben may view&#xA;&#xA;ben ← m1 (D-6)</failure>
    </testcase>
    <testcase classname="m2" name="amira may edit">
      <skipped message="m2 is not there"></skipped>
    </testcase>
  </testsuite>
</testsuites>
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A reader that others use finds all of it, whatever the texts hold.
func TestARealReaderReadsIt(t *testing.T) {
	hostile := "<b>&amp; ]]> \" ' \x00\x07\x1b[31m\r\n\t\xff\ufffe \u2028 ✗ 𝔐"
	harmless := "<b>&amp; ]]> \" ' \ufffd\ufffd\ufffd[31m\r\n\t\ufffd\ufffd \u2028 ✗ 𝔐"
	raw := write(t,
		junit.Suite{Name: hostile, Cases: []junit.Case{
			{Class: hostile, Name: hostile, Failure: hostile, Detail: hostile, File: hostile},
			{Class: "c", Name: "n", Skipped: hostile},
		}},
		junit.Suite{Name: "empty"},
	)
	suites, err := reader.Ingest(raw)
	if err != nil {
		t.Fatalf("%v\n%s", err, raw)
	}
	if len(suites) != 2 || suites[0].Name != harmless || suites[1].Name != "empty" {
		t.Fatalf("suites %#v", suites)
	}
	want := reader.Totals{Tests: 2, Skipped: 1, Failed: 1}
	if diff := cmp.Diff(want, suites[0].Totals); diff != "" {
		t.Errorf("totals (-want +got)\n%s", diff)
	}
	failed, skipped := suites[0].Tests[0], suites[0].Tests[1]
	if failed.Status != reader.StatusFailed || failed.Classname != harmless || failed.Name != harmless ||
		failed.Message != harmless || failed.Properties["file"] != harmless {
		t.Errorf("failed %#v", failed)
	}
	if body := failed.Error.Error(); body != harmless {
		t.Errorf("body %q, want %q", body, harmless)
	}
	if skipped.Status != reader.StatusSkipped || skipped.Message != harmless {
		t.Errorf("skipped %#v", skipped)
	}
}

// No cases at all is a report too: CI systems fail on an empty file.
func TestNothingIsWellFormed(t *testing.T) {
	dec := xml.NewDecoder(bytes.NewReader(write(t)))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// GitLab drops a case that has the class and name of another.
func TestNamesAreToldApart(t *testing.T) {
	same := junit.Case{Class: "c", Name: "n"}
	got := string(write(t,
		junit.Suite{Name: "a", Cases: []junit.Case{same, same, {Class: "d", Name: "n"}, {Class: "c", Name: "n (2)"}}},
		junit.Suite{Name: "b", Cases: []junit.Case{same}},
	))
	for _, want := range []string{
		`classname="c" name="n"`, `classname="c" name="n (2)"`, `classname="d" name="n"`, `classname="c" name="n (2) (2)"`, `classname="c" name="n (3)"`,
	} {
		if strings.Count(got, want) != 1 {
			t.Errorf("%s is there %d times in\n%s", want, strings.Count(got, want), got)
		}
	}
}

// Jenkins shows the message, GitLab the body: each says what went wrong, and not twice.
func TestTheBodySaysTheMessageOnce(t *testing.T) {
	for _, c := range []struct{ failure, detail, want string }{
		{"ben may view", "", ">ben may view<"},
		{"ben may view", "ben may view m1, by D-6", ">ben may view m1, by D-6<"},
		{"ben may view", "D-6", ">ben may view&#xA;&#xA;D-6<"},
	} {
		got := string(write(t, junit.Suite{Cases: []junit.Case{{Failure: c.failure, Detail: c.detail}}}))
		if !strings.Contains(got, c.want) {
			t.Errorf("%q is not in\n%s", c.want, got)
		}
	}
}
