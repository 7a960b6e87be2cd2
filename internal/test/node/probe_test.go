package node

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// TestVerdict: so many answers in a row, as a kubelet counts them.
func TestVerdict(t *testing.T) {
	t.Parallel()
	probe := &corev1.Probe{FailureThreshold: 3, SuccessThreshold: 2}
	for answers, want := range map[string]string{ // good and bad ones, and the verdicts that follow
		"++":          " +",
		"+-+-+":       "     ",
		"---":         "  -",
		"------":      "  -   ",
		"++---++":     " +  - +",
		"++--++--++":  " +        ",
		"++--+---+-+": " +     -   ",
		"---+++++---": "  - +     -",
	} {
		var v verdict
		got := ""
		for _, answer := range answers {
			switch changed := v.hear(answer == '+', probe); {
			case !changed:
				got += " "
			case v.good:
				got += "+"
			default:
				got += "-"
			}
		}
		if got != want {
			t.Errorf("%q comes to %q, want %q", answers, got, want)
		}
	}
}
