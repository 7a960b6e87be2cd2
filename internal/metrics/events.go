package metrics

import (
	"net/http"
	"regexp"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/metrics"
)

// Where the buckets of a histogram begin, in seconds, and how they grow.
var (
	derivationBuckets = prometheus.ExponentialBuckets(10e-6, 4, 10)  // 10 µs to 2.6 s
	admissionBuckets  = prometheus.ExponentialBuckets(200e-6, 2, 15) // 0.2 ms to 3.3 s, past the webhook's timeout
)

var (
	refused = prometheus.NewCounterVec(
		prometheus.CounterOpts{Name: refusalsTotal.Name, Help: refusalsTotal.Help}, refusalsTotal.labels())
	admission = prometheus.NewHistogramVec(
		prometheus.HistogramOpts{Name: admissionSeconds.Name, Help: admissionSeconds.Help, Buckets: admissionBuckets}, admissionSeconds.labels())
	answered = prometheus.NewCounterVec(
		prometheus.CounterOpts{Name: answersTotal.Name, Help: answersTotal.Help}, answersTotal.labels())
	derivation = prometheus.NewHistogramVec(
		prometheus.HistogramOpts{Name: derivationSeconds.Name, Help: derivationSeconds.Help, Buckets: derivationBuckets}, derivationSeconds.labels())
)

func init() { metrics.Registry.MustRegister(refused, answered, admission, derivation, &certificate) }

// Derived counts a derivation of the status of an object of that kind.
func Derived(kind string, took time.Duration) {
	derivation.WithLabelValues(kind).Observe(took.Seconds())
}

// Admitted counts an answer of a webhook to a request about an object of that kind,
// which must be one of ours.
func Admitted(webhook, kind string, took time.Duration) {
	admission.WithLabelValues(webhook, kind).Observe(took.Seconds())
}

// The answers of a webhook.
const (
	Allowed = "allowed"
	Denied  = "refused"
	Failed  = "failed"
)

// NoRule stands for a rule where a refusal cites none.
const NoRule = "none"

// Answer is what a webhook answered, in a word. One that could not find out answers
// with a code of the server's own faults.
func Answer(allowed bool, code int32) string {
	switch {
	case allowed:
		return Allowed
	case code >= http.StatusInternalServerError:
		return Failed
	}
	return Denied
}

// Answered counts an Answer of a webhook to a request about an object of that kind,
// which must be one of ours.
func Answered(webhook, kind, answer string) {
	answered.WithLabelValues(webhook, kind, answer).Inc()
}

// ruleOf finds the rule at the start of a message, after the kind of error and the
// quoted value that it may have. So what somebody wrote into a field never becomes
// a label.
var ruleOf = regexp.MustCompile(`^(?:[A-Z][a-z ]+: )?(?:"(?:[^"\\]|\\.)*": )?([A-Z]-[0-9]{1,2}): `)

// Refused counts a refusal, each of its causes by the rule that it cites.
func Refused(kind string, status *metav1.Status) {
	for _, rule := range Rules(status) {
		refused.WithLabelValues(kind, rule).Inc()
	}
}

// Rules returns the rule that each cause of a refusal cites, NoRule where it cites none.
func Rules(status *metav1.Status) []string {
	if status.Details == nil || len(status.Details.Causes) == 0 {
		return []string{rule(status.Message)}
	}
	rules := make([]string, len(status.Details.Causes))
	for i := range status.Details.Causes {
		rules[i] = rule(status.Details.Causes[i].Message)
	}
	return rules
}

// rule returns the rule that a message starts with.
func rule(message string) string {
	if cited := ruleOf.FindStringSubmatch(message); cited != nil {
		return cited[1]
	}
	return NoRule
}
