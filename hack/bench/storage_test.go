package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSizesOf(t *testing.T) {
	const stored = `{"metadata":{"annotations":{"matterplane.dev/ledger":"{\"v\":1}"},"managedFields":[{}],"name":"m"},"spec":{"a":1},"status":{"b":22}}`
	got, err := sizesOf([]byte(stored))
	if err != nil {
		t.Fatal(err)
	}
	want := sizes{stored: len(stored), spec: len(`{"a":1}`), status: len(`{"b":22}`), ledger: len(`{"v":1}`), managed: len(`[{}]`)}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(sizes{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := sizesOf([]byte("k8s\x00")); err == nil {
		t.Error("what is no JSON has parts")
	}
}
