package main

import (
	"os"
	"strings"
	"testing"
)

func TestOurs(t *testing.T) {
	text, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	if err := lint(string(text)); err != nil {
		t.Error(err)
	}
	for what, c := range map[string]struct{ old, by, want string }{
		"root":            {"USER 65532:65532", "USER root", "as \"root\""},
		"nobody named":    {"USER 65532:65532\n", "", "as \"\""},
		"a distribution":  {"FROM scratch", "FROM debian:13.2.0", "stands on debian"},
		"any version":     {"golang:1.26.8", "golang:1.26", "names no version"},
		"a shell":         {`ENTRYPOINT ["/matterplane"]`, "ENTRYPOINT /matterplane", "no shell"},
		"fetched":         {"COPY go.mod", "ADD go.mod", "COPY does not"},
		"casing":          {" AS build", " as build", "FromAsCasing"},
		"no such command": {"WORKDIR", "WORKDIRECTORY", "unknown instruction"},
	} {
		broken := strings.Replace(string(text), c.old, c.by, 1)
		if broken == string(text) {
			t.Fatalf("%s: %q is not there", what, c.old)
		}
		if err := lint(broken); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", what, err, c.want)
		}
	}
}
