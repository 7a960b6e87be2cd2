package admission

import (
	"cmp"
	"fmt"
	"time"

	authorizationv1 "k8s.io/client-go/kubernetes/typed/authorization/v1"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/internal/cacheview"
	"github.com/matterplane/matterplane/internal/observe"
	"github.com/matterplane/matterplane/internal/roster"
)

// Our webhooks are not asked about what the match condition names (P-2): the end of
// a namespace and garbage collection. Refusing those, or being down, would keep a
// namespace Terminating for ever. Whoever collects is spared a deletion and a
// change of finalizers or owners, nothing else.

// +kubebuilder:webhookconfiguration:mutating=true,name=matterplane-mutating
// +kubebuilder:webhookconfiguration:mutating=false,name=matterplane-validating
// +kubebuilder:webhook:mutating=true,name=mutate.matterplane.dev,path=/mutate-matterplane-dev-v1alpha1,groups=matterplane.dev,versions=v1alpha1,resources=firms;offices;firmusers;matters;assistantlinks,verbs=create;update,failurePolicy=fail,matchPolicy=Equivalent,reinvocationPolicy=IfNeeded,sideEffects=None,timeoutSeconds=3,admissionReviewVersions=v1,serviceNamespace=matterplane-system,patch=`{"matchConditions":[{"name":"not-cleanup","expression":"!(request.userInfo.username in ['system:serviceaccount:kube-system:namespace-controller', 'system:serviceaccount:kube-system:generic-garbage-collector', 'system:kube-controller-manager'] && (request.operation == 'DELETE' || (request.operation == 'UPDATE' && object.?spec == oldObject.?spec && object.metadata.?annotations == oldObject.metadata.?annotations)))"}]}`
// +kubebuilder:webhook:mutating=false,name=validate.matterplane.dev,path=/validate-matterplane-dev-v1alpha1,groups=matterplane.dev,versions=v1alpha1,resources=firms;offices;firmusers;matters;assistantlinks,verbs=create;update;delete,failurePolicy=fail,matchPolicy=Equivalent,sideEffects=None,timeoutSeconds=3,admissionReviewVersions=v1,serviceNamespace=matterplane-system,patch=`{"matchConditions":[{"name":"not-cleanup","expression":"!(request.userInfo.username in ['system:serviceaccount:kube-system:namespace-controller', 'system:serviceaccount:kube-system:generic-garbage-collector', 'system:kube-controller-manager'] && (request.operation == 'DELETE' || (request.operation == 'UPDATE' && object.?spec == oldObject.?spec && object.metadata.?annotations == oldObject.metadata.?annotations)))"}]}`
// +kubebuilder:rbac:groups=matterplane.dev,resources=firms;firmusers;matters;assistantlinks,verbs=get;list

// The names of the webhook configurations.
const (
	MutatingConfiguration   = "matterplane-mutating"
	ValidatingConfiguration = "matterplane-validating"
)

// The paths of the webhooks on the manager's server.
const (
	mutatePath   = "/mutate-matterplane-dev-v1alpha1"
	validatePath = "/validate-matterplane-dev-v1alpha1"
)

// DefaultOperator is the manager's own ServiceAccount as it is shipped.
const DefaultOperator = "system:serviceaccount:matterplane-system:matterplane-controller-manager"

// Options say how the API server names those whom the rules name (P-1, P-2), and for
// which firms the manager answers.
type Options struct {
	// UsernamePrefix stands before the email in the usernames of Persons.
	UsernamePrefix string
	// SupportGroup is the group of Support.
	SupportGroup string
	// CompanyGroupPrefix starts the group of a Company; its client's name follows.
	// Without a prefix nobody is a Company.
	CompanyGroupPrefix string
	// Restorers are the usernames that may create objects as they were (L-8).
	Restorers []string
	// Operator is the manager's own username; DefaultOperator if empty.
	Operator string
	// Elsewhere says of a firm that the caches do not hold why they are asked about it in
	// vain, and what to mend; nil of one that they hold. Where it is nil they hold all.
	Elsewhere func(namespace string) error
	// Clock tells the time; time.Now if nil.
	Clock func() time.Time
}

// Cluster is what admission asks beside the request.
type Cluster struct {
	// Live reads from the API server itself.
	Live client.Reader
	// Cached returns a firm as the caches have it: a little behind, at times.
	Cached func(namespace string) roster.View
	// Synced says whether the caches have been filled; nothing is decided before.
	Synced func() bool
	// Reviews asks the API server what somebody is authorized for (P-2).
	Reviews Reviewer
}

// Setup registers the webhooks of all five kinds with the manager's server.
func Setup(mgr ctrl.Manager, cached *cacheview.Cache, options Options) error {
	reviews, err := authorizationv1.NewForConfigAndClient(mgr.GetConfig(), mgr.GetHTTPClient())
	if err != nil {
		return fmt.Errorf("setting up admission: %w", err)
	}
	mutating, validating, err := Handlers(Cluster{
		Live:    mgr.GetAPIReader(),
		Cached:  func(namespace string) roster.View { return cached.Firm(namespace) },
		Synced:  cached.Synced,
		Reviews: reviews.SubjectAccessReviews(),
	}, options)
	if err != nil {
		return fmt.Errorf("setting up admission: %w", err)
	}
	server := mgr.GetWebhookServer()
	server.Register(mutatePath, finishing(observe.Admission("mutate", mutating)))
	server.Register(validatePath, finishing(observe.Admission("validate", validating)))
	return nil
}

// Handlers returns the two webhooks, for all five kinds.
func Handlers(cluster Cluster, options Options) (mutating, validating admission.Handler, err error) {
	options.Operator = cmp.Or(options.Operator, DefaultOperator)
	if options.Clock == nil {
		options.Clock = time.Now
	}
	if err := options.validate(); err != nil {
		return nil, nil, err
	}
	d := &desk{Options: options, cluster: cluster}
	m, v := byKind{}, byKind{}
	open(m, v, firmKind, d, &firms{desk: d})
	open(m, v, officeKind, d, offices{})
	open(m, v, firmUserKind, d, &firmUsers{live: cluster.Live})
	open(m, v, matterKind, d, matters{})
	open(m, v, linkKind, d, &assistantLinks{links: LiveLinks(cluster.Live)})
	return m, v, nil
}

// desk is what the webhooks of all kinds work with.
type desk struct {
	Options
	cluster Cluster
}
