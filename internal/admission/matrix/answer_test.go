package matrix_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// cause is one thing that is refused: where, and why.
type cause struct{ field, message string }

// whoCould is what tells somebody who is refused whom to turn to.
var whoCould = regexp.MustCompile(`only .+ can |nobody can |Ask .+\.|A Firm Administrator can |An administrator can `)

// wrong says what is wrong with the answer to a question in a client's own style,
// nil if nothing is.
func (q *question) wrong(got *unstructured.Unstructured, err error) error {
	switch {
	case q.row.Schema != "":
		return q.notBySchema(err)
	case q.rule == "" && err != nil:
		return fmt.Errorf("may, and is refused: %w", err)
	case q.rule == "":
		return q.notAsAsked(got)
	case err == nil:
		return fmt.Errorf("may not (%s), and is allowed", q.rule)
	}
	status := apierrors.APIStatus(nil)
	if !errors.As(err, &status) {
		return fmt.Errorf("no answer of the API server: %w", err)
	}
	s := status.Status()
	if s.Code != http.StatusForbidden || s.Reason != metav1.StatusReasonForbidden || s.Details == nil {
		return fmt.Errorf("refused with %d %s (%+v), want 403: %w", s.Code, s.Reason, s.Details, err)
	}
	if kind, name := q.object().GetKind(), q.object().GetName(); s.Details.Kind != kind || s.Details.Name != name {
		return fmt.Errorf("the refusal is about %s %s, not %s %s", s.Details.Kind, s.Details.Name, kind, name)
	}
	causes := make([]cause, 0, len(s.Details.Causes))
	for _, c := range s.Details.Causes {
		causes = append(causes, cause{c.Field, c.Message})
	}
	return q.notWhy(s.Message, causes)
}

// notBySchema says what is wrong with an answer that is the schema's.
func (q *question) notBySchema(err error) error {
	if !apierrors.IsInvalid(err) || !strings.Contains(err.Error(), q.row.Schema) {
		return fmt.Errorf("want 422 %s, got: %w", q.row.Schema, orNothing(err))
	}
	return nil
}

func orNothing(err error) error {
	if err == nil {
		return errors.New("allowed")
	}
	return err
}

// notWhy says what is wrong with the causes of a refusal: the rule of the row is
// one of them, each has a field, says who asks and who could, and they are those
// that the pure rules give.
func (q *question) notWhy(message string, causes []cause) error {
	var ruled bool
	var all string
	for _, c := range causes {
		if c.field == "" {
			return fmt.Errorf("a cause without a field: %s", c.message)
		}
		if !whoCould.MatchString(c.message) {
			return fmt.Errorf("it is not said who could: %s", c.message)
		}
		if !strings.Contains(message, c.message) {
			return fmt.Errorf("the message %q leaves out %s", message, c.message)
		}
		ruled = ruled || strings.HasPrefix(c.message, "Forbidden: "+q.rule+": ")
		all += c.message
	}
	if !ruled {
		return fmt.Errorf("refused by %v, not by %s", causes, q.rule)
	}
	if who, _, _ := strings.Cut(strings.TrimPrefix(q.by.is.Username, options.UsernamePrefix), "@"); !strings.Contains(all, q.by.is.Username) && !strings.Contains(all, who+" is ") {
		return fmt.Errorf("it is not said who asks: %v", causes)
	}
	var want []cause
	for _, e := range q.pure.Errors() {
		want = append(want, cause{e.Field, e.ErrorBody()})
	}
	if diff := cmp.Diff(want, causes, cmp.AllowUnexported(cause{})); diff != "" {
		return fmt.Errorf("the causes are others than the rules have (-rules +answer):\n%s", diff)
	}
	return nil
}

// notAsAsked says what is wrong with the object of an answer: it has not become
// what was asked for, so that something else was allowed.
func (q *question) notAsAsked(got *unstructured.Unstructured) error {
	if got == nil {
		return nil
	}
	for _, path := range [][]string{{"spec"}, {"metadata", "finalizers"}, {"metadata", "ownerReferences"}, {"metadata", "labels"}} {
		have, _, _ := unstructured.NestedFieldNoCopy(got.Object, path...)
		want, _, _ := unstructured.NestedFieldNoCopy(q.want.Object, path...)
		if diff := cmp.Diff(orEmpty(want), orEmpty(have)); diff != "" {
			return fmt.Errorf("%s is not what was asked for (-asked +got):\n%s", strings.Join(path, "."), diff)
		}
	}
	return nil
}

// orEmpty takes what is empty for what is not there.
func orEmpty(value any) any {
	if m, isMap := value.(map[string]any); isMap && len(m) == 0 {
		return nil
	}
	return value
}

// wrongByKubectl is wrong of what kubectl printed.
func (q *question) wrongByKubectl(err error) error {
	switch {
	case q.row.Schema != "":
		if err == nil || !strings.Contains(err.Error(), q.row.Schema) {
			return fmt.Errorf("want %s, got: %w", q.row.Schema, orNothing(err))
		}
		return nil
	case q.rule == "" && err != nil:
		return fmt.Errorf("may, and is refused: %w", err)
	case q.rule == "":
		return nil
	case err == nil:
		return fmt.Errorf("may not (%s), and is allowed", q.rule)
	case !strings.Contains(err.Error(), "(Forbidden)"):
		return fmt.Errorf("kubectl does not say Forbidden: %w", err)
	}
	for _, e := range q.pure.Errors() {
		if !strings.Contains(err.Error(), e.Error()) {
			return fmt.Errorf("kubectl does not print %q: %w", e.Error(), err)
		}
	}
	return nil
}
