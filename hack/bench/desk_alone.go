package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"runtime"
	"sync"
	"time"

	admissionv1 "k8s.io/api/admission/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	matterplane "github.com/matterplane/matterplane/internal/admission"
	"github.com/matterplane/matterplane/internal/roster"
)

// alonePath is where the handlers are asked without their live reads.
const alonePath = "/alone"

// aloneTask is what is asked for: a recorded review, so many times.
type aloneTask struct {
	Namespace string `json:"namespace"`
	Validates bool   `json:"validates"`
	Way       way    `json:"way"`
	Review    []byte `json:"review"`
	Times     int    `json:"times"`
}

// way is how much of answering is measured.
type way string

const (
	// ofHandler is our handler alone, of a review that the library has read.
	ofHandler way = "handler"
	// ofPath is all of it, from the bytes of the review to the bytes of the answer.
	ofPath way = "path"
	// ofLibrary is all of it but our handler: the library's own share.
	ofLibrary way = "library"
)

// aloneTook is how long each answer took: on the clock, and of the processor.
type aloneTook struct {
	Waited waits `json:"waited"`
	Used   waits `json:"used"`
}

// alone answers recorded reviews in this process, without a network. What the
// handlers read live they are told from memory, after the first time.
type alone struct {
	live client.Reader
	told deskOptions
}

// ServeHTTP implements http.Handler.
func (a alone) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	var task aloneTask
	took := aloneTook{}
	err := json.NewDecoder(req.Body).Decode(&task)
	if err == nil {
		took, err = a.answer(req.Context(), task)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if err := json.NewEncoder(w).Encode(took); err != nil {
		panic(http.ErrAbortHandler) // whoever asked sees that something is missing
	}
}

func (a alone) answer(ctx context.Context, task aloneTask) (aloneTook, error) {
	known, err := read(ctx, a.live, task.Namespace)
	if err != nil {
		return aloneTook{}, err
	}
	view := roster.NewSnapshot(known) // as caches are filled before they are asked
	mutating, validating, err := matterplane.Handlers(matterplane.Cluster{
		Live:    &readOnce{Reader: a.live, known: map[client.ObjectKey]client.Object{}},
		Cached:  func(string) roster.View { return view },
		Synced:  func() bool { return true },
		Reviews: nobody{},
	}, matterplane.Options{})
	if err != nil {
		return aloneTook{}, err
	}
	handler := mutating
	if task.Validates {
		handler = validating
	}
	answer, err := answering(task, handler)
	if err != nil {
		return aloneTook{}, err
	}
	runtime.LockOSThread() // whose use of the processor is what is asked for
	defer runtime.UnlockOSThread()
	var took aloneTook
	for range task.Times {
		used, began := threadTime(), time.Now()
		allowed := answer(ctx)
		took.Waited = append(took.Waited, time.Since(began))
		took.Used = append(took.Used, threadTime()-used)
		if !allowed {
			return aloneTook{}, errors.New("a recorded review is not allowed")
		}
	}
	return took, nil
}

// answering returns how a task is done once.
func answering(task aloneTask, handler admission.Handler) (func(context.Context) bool, error) {
	if task.Way == ofHandler {
		var review admissionv1.AdmissionReview
		if err := json.Unmarshal(task.Review, &review); err != nil {
			return nil, fmt.Errorf("reading a review: %w", err)
		}
		req := admission.Request{AdmissionRequest: *review.Request}
		return func(ctx context.Context) bool { return handler.Handle(ctx, req).Allowed }, nil
	}
	if task.Way == ofLibrary {
		handler = admission.HandlerFunc(func(context.Context, admission.Request) admission.Response { return admission.Allowed("") })
	}
	hook := &admission.Webhook{Handler: handler}
	return func(ctx context.Context) bool {
		post := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", bytes.NewReader(task.Review))
		post.Header.Set("Content-Type", "application/json")
		answer := httptest.NewRecorder()
		hook.ServeHTTP(answer, post)
		return allows(answer.Body.Bytes())
	}, nil
}

// allows says whether an answer to a review allows the request.
func allows(answer []byte) bool { return bytes.Contains(answer, []byte(`"allowed":true`)) }

// readOnce reads each object once, and remembers it. The handlers read two at once (P-6).
type readOnce struct {
	client.Reader

	mu    sync.Mutex
	known map[client.ObjectKey]client.Object
}

// Get implements client.Reader.
func (m *readOnce) Get(ctx context.Context, key client.ObjectKey, into client.Object, options ...client.GetOption) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, there := m.known[key]; there && reflect.TypeOf(known) == reflect.TypeOf(into) {
		reflect.ValueOf(into).Elem().Set(reflect.ValueOf(known.DeepCopyObject()).Elem())
		return nil
	}
	if err := m.Reader.Get(ctx, key, into, options...); err != nil {
		return err
	}
	m.known[key] = into.DeepCopyObject().(client.Object)
	return nil
}

// nobody authorizes nobody for anything.
type nobody struct{}

// Create implements admission.Reviewer.
func (nobody) Create(_ context.Context, review *authorizationv1.SubjectAccessReview, _ metav1.CreateOptions) (*authorizationv1.SubjectAccessReview, error) {
	return review, nil
}

// alone asks the handlers for so many answers to a recorded review.
func (d *desk) alone(ctx context.Context, task aloneTask) (aloneTook, error) {
	text, err := json.Marshal(task)
	if err != nil {
		return aloneTook{}, fmt.Errorf("asking the handlers: %w", err)
	}
	response, err := d.post(ctx, alonePath, text)
	if err != nil {
		return aloneTook{}, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return aloneTook{}, fmt.Errorf("asking the handlers: %w", err)
	}
	var took aloneTook
	if err := json.Unmarshal(answer, &took); err != nil {
		return aloneTook{}, fmt.Errorf("the handlers answer %s: %w", answer, err)
	}
	return took, nil
}

// p99OfHandler returns, turn by turn, how many milliseconds 99 of 100 answers took: on
// the clock, and of a processor. The first turn does not count.
func (d *desk) p99OfHandler(ctx context.Context, task aloneTask, turns int) (waited, used []float64, err error) {
	for turn := range turns + 1 {
		took, err := d.alone(ctx, task)
		if err != nil {
			return nil, nil, err
		}
		if turn > 0 {
			waited, used = append(waited, percentile(99)(took.Waited)*1000), append(used, percentile(99)(took.Used)*1000)
		}
	}
	return waited, used, nil
}
