package observe

import (
	"errors"
	"fmt"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// discreet is an error that says less than the one that it wraps.
type discreet struct {
	error

	text string
}

// Error implements error.
func (d discreet) Error() string { return d.text }

// Unwrap returns the error that says more.
func (d discreet) Unwrap() error { return d.error }

// Discreet returns an error without what the API server says of an object's contents:
// of values that it takes for invalid the fields stay, of what an admission webhook says
// who it is.
func Discreet(err error) error {
	status := apierrors.APIStatus(nil)
	if !errors.As(err, &status) {
		return err
	}
	s := status.Status()
	said := said(&s)
	if said == s.Message {
		return err
	}
	before, after, found := strings.Cut(err.Error(), s.Message)
	if !found {
		return discreet{err, said}
	}
	return discreet{err, before + said + after}
}

// denied is how the API server starts what a webhook says.
const denied = "denied the request"

func said(s *metav1.Status) string {
	if by, _, found := strings.Cut(s.Message, denied); found {
		return by + denied
	}
	if s.Details == nil || len(s.Details.Causes) == 0 || !apierrors.IsInvalid(&apierrors.StatusError{ErrStatus: *s}) {
		return s.Message
	}
	fields := make([]string, len(s.Details.Causes))
	for i, cause := range s.Details.Causes {
		fields[i] = fmt.Sprintf("%s (%s)", cause.Field, cause.Type)
	}
	return fmt.Sprintf("%s %q is invalid: %s", s.Details.Kind, s.Details.Name, strings.Join(fields, ", "))
}
