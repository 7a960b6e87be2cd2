package live

import (
	"slices"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/util/retry"
)

// transient is what the API server, or kubectl, says where the same is to be tried
// again. A patch that is wrong is so each time that it is made anew.
var transient = []string{
	"the object has been modified",                                   // a conflict, as kubectl prints it
	"the server rejected our request due to an error in our request", // a JSON patch whose test fails
	"failed calling webhook",                                         // the machine is too busy to answer in time; nothing was stored
}

// again sends a request until it meets nobody else's write.
func again(request func() error) error {
	backoff := wait.Backoff{Steps: 30, Duration: 5 * time.Millisecond, Factor: 1.2, Jitter: 0.5}
	return retry.OnError(backoff, isTransient, request)
}

func isTransient(err error) bool {
	return apierrors.IsConflict(err) ||
		slices.ContainsFunc(transient, func(words string) bool { return strings.Contains(err.Error(), words) })
}
