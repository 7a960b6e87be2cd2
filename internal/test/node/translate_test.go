package node

import "testing"

// TestTranslated: ports and paths that a process cannot have, and nothing else.
func TestTranslated(t *testing.T) {
	t.Parallel()
	ports := map[int32]int{9443: 40001, 8081: 40002}
	dirs := map[string]string{"/certs": "/tmp/pod/certs"}
	for arg, want := range map[string]string{
		"manager":                                  "manager",
		"--webhook-port=9443":                      "--webhook-port=40001",
		"--health-probe-bind-address=:8081":        "--health-probe-bind-address=127.0.0.1:40002",
		"--health-probe-bind-address=0.0.0.0:8081": "--health-probe-bind-address=127.0.0.1:40002",
		"--metrics-bind-address=:8443":             "--metrics-bind-address=:8443", // not declared: nobody finds it
		"--metrics-bind-address=0":                 "--metrics-bind-address=0",
		"--limit=9443":                             "--limit=9443",
		"--webhook-cert-dir=/certs":                "--webhook-cert-dir=/tmp/pod/certs",
		"--webhook-cert-file=/certs/tls.crt":       "--webhook-cert-file=/tmp/pod/certs/tls.crt",
		"--webhook-cert-dir=/certificates":         "--webhook-cert-dir=/certificates",
	} {
		if got := translated(arg, ports, dirs); got != want {
			t.Errorf("%s: %s, want %s", arg, got, want)
		}
	}
}

// TestOurs: by its name, wherever it comes from.
func TestOurs(t *testing.T) {
	t.Parallel()
	for image, want := range map[string]bool{
		"matterplane:v0.1.0":                                true,
		"registry.example:5000/team/matterplane:v0.1.0":     true,
		"registry.example/matterplane@sha256:0123456789abc": true,
		"nginx":                               false,
		"matterplane/other":                   false,
		"registry.example/not-matterplane:v1": false,
	} {
		if got := ours(image); got != want {
			t.Errorf("%s: %t, want %t", image, got, want)
		}
	}
}
