package admission

import (
	"cmp"
	"fmt"
	"time"

	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"

	"github.com/matterplane/matterplane/internal/authority"
)

// Our webhooks are not asked about what the match condition names (P-2): the end of
// a namespace and garbage collection. Refusing those, or being down, would keep a
// namespace Terminating for ever. Whoever collects is spared a deletion and a
// change of finalizers or owners, nothing else.

// +kubebuilder:webhookconfiguration:mutating=true,name=matterplane-mutating
// +kubebuilder:webhookconfiguration:mutating=false,name=matterplane-validating
// +kubebuilder:webhook:mutating=true,name=mutate.matterplane.dev,path=/mutate-matterplane-dev-v1alpha1,groups=matterplane.dev,versions=v1alpha1,resources=firms;offices;firmusers;matters;assistantlinks,verbs=create;update,failurePolicy=fail,matchPolicy=Equivalent,reinvocationPolicy=IfNeeded,sideEffects=None,timeoutSeconds=3,admissionReviewVersions=v1,serviceNamespace=matterplane-system,patch=`{"matchConditions":[{"name":"not-cleanup","expression":"!(request.userInfo.username in ['system:serviceaccount:kube-system:namespace-controller', 'system:serviceaccount:kube-system:generic-garbage-collector', 'system:kube-controller-manager'] && (request.operation == 'DELETE' || (request.operation == 'UPDATE' && object.?spec == oldObject.?spec && object.metadata.?annotations == oldObject.metadata.?annotations)))"}]}`
// +kubebuilder:webhook:mutating=false,name=validate.matterplane.dev,path=/validate-matterplane-dev-v1alpha1,groups=matterplane.dev,versions=v1alpha1,resources=firms;offices;firmusers;matters;assistantlinks,verbs=create;update,failurePolicy=fail,matchPolicy=Equivalent,sideEffects=None,timeoutSeconds=3,admissionReviewVersions=v1,serviceNamespace=matterplane-system,patch=`{"matchConditions":[{"name":"not-cleanup","expression":"!(request.userInfo.username in ['system:serviceaccount:kube-system:namespace-controller', 'system:serviceaccount:kube-system:generic-garbage-collector', 'system:kube-controller-manager'] && (request.operation == 'DELETE' || (request.operation == 'UPDATE' && object.?spec == oldObject.?spec && object.metadata.?annotations == oldObject.metadata.?annotations)))"}]}`
// +kubebuilder:rbac:groups=matterplane.dev,resources=firms;firmusers;matters;assistantlinks,verbs=get;list

// The paths of the webhooks on the manager's server.
const (
	mutatePath   = "/mutate-matterplane-dev-v1alpha1"
	validatePath = "/validate-matterplane-dev-v1alpha1"
)

// DefaultOperator is the manager's own ServiceAccount as it is shipped.
const DefaultOperator = "system:serviceaccount:matterplane-system:matterplane-controller-manager"

// Options say how the API server names those whom the rules name (P-1, P-2).
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
	// Clock tells the time; time.Now if nil.
	Clock func() time.Time
}

// Setup registers the webhooks of all five kinds with the manager's server.
func Setup(mgr ctrl.Manager, options Options) error {
	mutating, validating, err := Handlers(mgr.GetAPIReader(), options)
	if err != nil {
		return fmt.Errorf("setting up admission: %w", err)
	}
	server := mgr.GetWebhookServer()
	server.Register(mutatePath, &admission.Webhook{Handler: mutating})
	server.Register(validatePath, &admission.Webhook{Handler: validating})
	return nil
}

// Handlers returns the two webhooks, for all five kinds. The reader must read
// live, from the API server itself.
func Handlers(live client.Reader, options Options) (mutating, validating admission.Handler, err error) {
	options.Operator = cmp.Or(options.Operator, DefaultOperator)
	if options.Clock == nil {
		options.Clock = time.Now
	}
	if err := options.validate(); err != nil {
		return nil, nil, err
	}
	d := &desk{Options: options, live: live}
	m, v := byKind{}, byKind{}
	open(m, v, firmKind, d, &firms{live: live, usernames: authority.Usernames{Prefix: options.UsernamePrefix}})
	open(m, v, officeKind, d, offices{})
	open(m, v, firmUserKind, d, &firmUsers{live: live})
	open(m, v, matterKind, d, matters{})
	open(m, v, linkKind, d, &assistantLinks{links: LiveLinks(live)})
	return m, v, nil
}

// desk is what the webhooks of all kinds work with.
type desk struct {
	Options
	live client.Reader
}
