package plane

import (
	"encoding/json"
	"testing"
)

func TestMoved(t *testing.T) {
	const stored = `{"apiVersion":"matterplane.dev/v1alpha1","metadata":{"annotations":{"a":"{\"v\":1}"},"generation":3,"name":"m","namespace":"acme","uid":"1"},"spec":{"client":"acme"}}`
	text, err := moved([]byte(stored), "acme-1")
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Metadata struct {
			Namespace, Name, UID string
			Generation           int
			Annotations          map[string]string
		}
		Spec struct{ Client string }
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if m := got.Metadata; m.Namespace != "acme-1" || m.UID == "1" || len(m.UID) != 36 || m.Name != "m" || m.Generation != 3 || m.Annotations["a"] != `{"v":1}` {
		t.Errorf("moved to %s", text)
	}
	if got.Spec.Client != "acme" {
		t.Errorf("another acme is moved, too: %s", text)
	}
	if _, err := moved([]byte("k8s\x00"), "acme-1"); err == nil {
		t.Error("what is no JSON is moved")
	}
}

func TestAfter(t *testing.T) {
	if got := string(after("/registry/")); got != "/registry0" {
		t.Errorf("got %q", got)
	}
}

func TestMemoryOf(t *testing.T) {
	const status = "Name:\tetcd\nVmHWM:\t  123456 kB\nVmRSS:\t    2048 kB\n"
	for field, want := range map[string]int64{"VmRSS": 2 << 20, "VmHWM": 123456 << 10, "VmSize": 0} {
		if got := memoryOf(status, field); got != want {
			t.Errorf("%s: got %d, want %d", field, got, want)
		}
	}
}
