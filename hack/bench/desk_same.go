package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/matterplane/matterplane/hack/faults/plane"
)

// admissionSeconds is what the API server keeps of the webhooks that it asks. Its
// buckets are too wide to tell a p99; its sums and counts are exact.
const admissionSeconds = "apiserver_admission_webhook_admission_duration_seconds"

// alike tells how long the API server itself waited for each side in the edits that
// are made meanwhile, and blames the instrument if it did not ask both alike or if
// they did not make the same live reads.
func (h *hearing) alike(ctx context.Context, r *result, what string, edit func() (turns[heard], error)) (turns[heard], error) {
	known, err := h.log.read()
	if err != nil {
		return turns[heard]{}, err
	}
	at := len(known)
	before, err := h.apiServerMetrics(ctx)
	if err != nil {
		return turns[heard]{}, err
	}
	edits, err := edit()
	if err != nil {
		return turns[heard]{}, err
	}
	after, err := h.apiServerMetrics(ctx)
	if err != nil {
		return turns[heard]{}, err
	}
	calls, err := h.log.since(at)
	if err != nil {
		return turns[heard]{}, err
	}
	each := float64(len(edits.subject)*len(edits.subject[0].waits) + unheard)
	subject := askedOf(before, after, h.subject.namespace, each)
	reference := askedOf(before, after, h.reference.namespace, each)
	subject.reads, reference.reads = readsOf(calls, h.subject.namespace, each), readsOf(calls, h.reference.namespace, each)
	judgeAlike(r, subject, reference)
	r.tell(what+", by the API server's own metric", "it waited %s for both webhooks, %s for the reference's, on average: %.2f",
		millis(subject.seconds), millis(reference.seconds), subject.seconds/reference.seconds)
	return edits, nil
}

// asked is what the API server asked a side about an edit, on average.
type asked struct {
	mutating, validating float64 // how often
	seconds              float64
	reads                map[string]float64 // how often what was read live
}

func askedOf(before, after, name string, edits float64) asked {
	since := func(metric, webhook string) float64 {
		of := hookOf(webhook, name)
		return (sumWith(after, admissionSeconds+metric, "name", of) - sumWith(before, admissionSeconds+metric, "name", of)) / edits
	}
	a := asked{mutating: since("_count", "mutate"), validating: since("_count", "validate")}
	a.seconds = since("_sum", "mutate")/a.mutating + since("_sum", "validate")/a.validating
	return a
}

// readsOf counts what the desks read of a firm.
func readsOf(calls []call, namespace string, edits float64) map[string]float64 {
	reads := map[string]float64{}
	for _, c := range by(deskAgent, calls) {
		if c.object.Namespace == namespace {
			reads[c.verb+" "+c.object.Resource+"/"+c.object.Name] += 1 / edits
		}
	}
	return reads
}

// judgeAlike blames the instrument for comparing what is not alike. The mutating
// webhook is asked once more where the API server finds that what it had of an object was old.
func judgeAlike(r *result, subject, reference asked) {
	const some = 0.1
	for what, a := range map[string]asked{"subject": subject, "reference": reference} {
		if once := rounded(a.validating) == 1 && a.mutating >= 1 && a.mutating <= 1+some; !once {
			r.blame("for an edit the %s was asked %.2f and %.2f times, not once and once", what, a.mutating, a.validating)
		}
		if len(a.reads) == 0 {
			r.blame("the %s reads nothing live", what)
		}
	}
	names := slices.Sorted(maps.Keys(subject.reads))
	for name := range reference.reads {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if mine, its := subject.reads[name], reference.reads[name]; math.Abs(mine-its) > some {
			r.blame("an edit needs %q %.2f times, the reference %.2f times", name, mine, its)
		}
	}
}

// apiServerMetrics returns the API server's metrics.
func (w *world) apiServerMetrics(ctx context.Context) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.URL+"/metrics", http.NoBody)
	if err != nil {
		return "", fmt.Errorf("reading the API server's metrics: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+plane.Masters)
	response, err := scraper.Do(request)
	if err != nil {
		return "", fmt.Errorf("reading the API server's metrics: %w", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("the API server's metrics: %s", response.Status)
	}
	return string(text), err
}

// sumWith adds up the series of a metric that have a label.
func sumWith(text, metric, label, value string) float64 {
	var sum float64
	for line := range strings.Lines(text) {
		rest, found := strings.CutPrefix(line, metric+"{")
		if !found || !strings.Contains(rest, label+`="`+value+`"`) {
			continue
		}
		if n, err := strconv.ParseFloat(strings.TrimSpace(rest[strings.LastIndexByte(rest, ' ')+1:]), 64); err == nil {
			sum += n
		}
	}
	return sum
}
