package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPartsOf(t *testing.T) {
	const stored = `{"metadata":{"annotations":{"matterplane.dev/ledger":"{\"v\":1}"},"managedFields":[{}],"name":"m"},"spec":{"a":1},"status":{"b":22}}`
	got, err := partsOf([]byte(stored))
	if err != nil {
		t.Fatal(err)
	}
	want := parts{stored: len(stored), spec: len(`{"a":1}`), status: len(`{"b":22}`), ledger: len(`{"v":1}`), managed: len(`[{}]`)}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(parts{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := partsOf([]byte("k8s\x00")); err == nil {
		t.Error("what is no JSON has parts")
	}
}
