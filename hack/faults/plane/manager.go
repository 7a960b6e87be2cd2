package plane

import (
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/ports"
)

// StartManager starts the manager under its own account, towards the API server or
// whatever stands before it at that address.
func (p *Plane) StartManager(name, url string, ca []byte, args ...string) (*Process, error) {
	path, err := p.Kubeconfig(name, url, ca)
	if err != nil {
		return nil, err
	}
	args = append([]string{"manager", "--kubeconfig=" + path, "--health-probe-bind-address=" + Loopback(ports.Free())}, args...)
	return Start(name, p.file(name+".log"), p.file("matterplane"), args...)
}

// Kubeconfig writes the manager's kubeconfig for an API server, or whatever stands
// before it, and returns where it lies.
func (p *Plane) Kubeconfig(name, url string, ca []byte) (string, error) {
	path := p.file(name + ".kubeconfig")
	config := api.NewConfig()
	config.Clusters["it"] = &api.Cluster{Server: url, CertificateAuthorityData: ca}
	config.AuthInfos["it"] = &api.AuthInfo{Token: Manager}
	config.Contexts["it"] = &api.Context{Cluster: "it", AuthInfo: "it"}
	config.CurrentContext = "it"
	if err := clientcmd.WriteToFile(*config, path); err != nil {
		return "", fmt.Errorf("writing a kubeconfig: %w", err)
	}
	return path, nil
}

// Webhook is the manager that serves the webhooks and leads nobody: its lease lies
// in a namespace of its own and belongs to somebody who never lets go of it. So the
// controllers can be killed while clients write.
type Webhook struct {
	*Process
	Port int
}

// Apart is the namespace of that lease.
const Apart = "faults-webhooks"

// keepWebhooksApart makes the lease that the webhooks' manager waits for in vain.
func (p *Plane) keepWebhooksApart(ctx context.Context) error {
	meta := metav1.ObjectMeta{Namespace: Apart, Name: "matterplane.dev"}
	for _, o := range []client.Object{
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: Apart}},
		&coordinationv1.Lease{ObjectMeta: meta, Spec: coordinationv1.LeaseSpec{
			HolderIdentity: new("nobody"), LeaseDurationSeconds: new(int32(1 << 30)),
			AcquireTime: new(metav1.NowMicro()), RenewTime: new(metav1.NowMicro()), LeaseTransitions: new(int32(0)),
		}},
		&rbacv1.Role{ObjectMeta: meta, Rules: []rbacv1.PolicyRule{{
			APIGroups: []string{coordinationv1.GroupName}, Resources: []string{"leases"}, Verbs: []string{"get", "create", "update"},
		}}},
		&rbacv1.RoleBinding{
			ObjectMeta: meta, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "Role", Name: meta.Name},
			Subjects: []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: ManagerUser}},
		},
	} {
		if err := p.Client.Create(ctx, o); err != nil {
			return fmt.Errorf("creating %T %s: %w", o, o.GetName(), err)
		}
	}
	return nil
}

// WebhookCerts is where the webhooks' certificate lies.
func (p *Plane) WebhookCerts() string { return p.file("webhook") }

// StartWebhooks starts the manager that serves the webhooks, with the certificate
// that lies in WebhookCerts.
func (p *Plane) StartWebhooks() (err error) {
	p.Webhook.Process, err = p.StartManager("webhooks", p.URL, p.CA.PEM,
		"--leader-elect", "--leader-elect-namespace="+Apart,
		fmt.Sprintf("--webhook-port=%d", p.Webhook.Port), "--webhook-cert-dir="+p.WebhookCerts())
	return err
}

// RenewWebhookCertificate writes a certificate that is good, and returns its serial number.
func (p *Plane) RenewWebhookCertificate() (serial string, err error) {
	return p.CA.Serve(p.WebhookCerts(), time.Now().Add(24*time.Hour))
}

// ServedSerial is the serial number of the certificate that the webhooks serve.
func (p *Plane) ServedSerial(ctx context.Context) (string, error) {
	dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}} // whoever it is: that is the question
	conn, err := dialer.DialContext(ctx, "tcp", Loopback(p.Webhook.Port))
	if err != nil {
		return "", err
	}
	defer conn.Close()
	return conn.(*tls.Conn).ConnectionState().PeerCertificates[0].SerialNumber.String(), nil
}

// AwaitWebhooks waits until a write passes through the webhooks.
func (p *Plane) AwaitWebhooks(ctx context.Context) error {
	administrator, err := p.ClientOf(Administrator)
	if err != nil {
		return err
	}
	err = Until(ctx, patience, func() error {
		probe := &v1alpha1.Matter{
			ObjectMeta: metav1.ObjectMeta{Namespace: metav1.NamespaceDefault, Name: "probe"},
			Spec:       v1alpha1.MatterSpec{Type: v1alpha1.TypeMatter},
		}
		if err := administrator.Create(ctx, probe, client.DryRunAll); err != nil {
			return err
		}
		if probe.Annotations[v1alpha1.LedgerAnnotation] == "" {
			return fmt.Errorf("a new matter gets no ledger")
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("waiting for the webhooks: %w; the end of their log:\n%s", err, p.Webhook.Tail(10))
	}
	return nil
}

// Place moves a binary to where managers are started from.
func (p *Plane) Place(binary string) error {
	if err := os.Link(binary, p.file("matterplane")); err != nil {
		return fmt.Errorf("placing the manager: %w", err)
	}
	return nil
}
