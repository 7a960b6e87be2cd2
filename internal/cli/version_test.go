package cli

import (
	"bytes"
	"runtime"
	"testing"
)

func TestVersion(t *testing.T) {
	for linked, want := range map[string]string{"v0.1.0": "v0.1.0", "": version()} {
		released = linked
		root := newRoot("matterplane")
		out := new(bytes.Buffer)
		root.SetOut(out)
		root.SetArgs([]string{"version"})
		err := root.Execute()
		released = ""
		if wanted := "matterplane " + want + " " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH + "\n"; err != nil || out.String() != wanted {
			t.Errorf("%q, %v, want %q", out, err, wanted)
		}
	}
}
