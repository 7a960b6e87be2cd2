package manager

import (
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/healthz"

	"github.com/matterplane/matterplane/internal/certificates"
)

// keep returns who serves the webhooks' certificates and who renews them, nobody
// where somebody else does.
func (o Options) keep(config *rest.Config) (*certificates.Served, *certificates.Keeper, error) {
	if !o.Webhooks || o.WebhookCertSecret == "" {
		return nil, nil, nil
	}
	namespace, name, ok := strings.Cut(o.WebhookCertSecret, "/")
	if !ok || namespace == "" || name == "" {
		return nil, nil, fmt.Errorf("--webhook-cert-secret: %q is not namespace/name", o.WebhookCertSecret)
	}
	if o.WebhookHost == "" {
		return nil, nil, errors.New("--webhook-cert-secret needs --webhook-host: whom to make a certificate for")
	}
	direct, err := client.New(config, client.Options{Scheme: NewScheme()})
	if err != nil {
		return nil, nil, err
	}
	secret := types.NamespacedName{Namespace: namespace, Name: name}
	served := &certificates.Served{Client: direct, Secret: secret, Every: o.Certificates.Every}
	return served, &certificates.Keeper{
		Client:     direct,
		Secret:     secret,
		Host:       o.WebhookHost,
		Mutating:   o.Shard.Mutating(),
		Validating: o.Shard.Validating(),
		Lives:      o.Certificates.Lives,
		Every:      o.Certificates.Every,
	}, nil
}

// answers is the probe of the webhooks: that they listen, or more where the name is
// known by which they are called.
func (o Options) answers(listens healthz.Checker, served *certificates.Served) healthz.Checker {
	switch {
	case served != nil:
		return certificates.Check(o.WebhookPort, o.WebhookHost, served.Roots)
	case o.WebhookHost != "":
		return certificates.Check(o.WebhookPort, o.WebhookHost, certificates.RootsIn(o.WebhookCertDir))
	}
	return listens
}
