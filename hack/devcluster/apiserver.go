package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/runtime"
	applyrbac "k8s.io/client-go/applyconfigurations/rbac/v1"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

const (
	// issuer is not where the API server is: tokens must outlive its port.
	issuer = "https://kubernetes.default.svc"
	// mastersUser is this program; it may do all that the API server can.
	mastersUser = "devcluster"
	// adminUser and adminGroup are the cluster administrator as kubeadm makes
	// one: an ordinary user whom a binding gives all rights.
	adminUser  = "kubernetes-admin"
	adminGroup = "kubeadm:cluster-admins"
)

// startAPIServer starts kube-apiserver and a client of it.
func (c *cluster) startAPIServer(ctx context.Context, say func(string)) (string, error) {
	ca, err := c.authority("ca")
	if err != nil {
		return "", err
	}
	masters, err := c.identity(ca, mastersUser, "system:masters")
	if err != nil {
		return "", err
	}
	args, err := c.apiServerArgs(ca)
	if err != nil {
		return "", err
	}
	if _, err := c.start("kube-apiserver", c.tools.path("kube-apiserver"), 5*time.Second, args...); err != nil {
		return "", err
	}

	url := "https://" + loopback(c.ports.apiServer)
	say("waiting for " + url)
	if err := c.awaitChild(ctx, "kube-apiserver", url, ca, masters); err != nil {
		return "", err
	}
	c.masters = &rest.Config{Host: url, QPS: -1, UserAgent: mastersUser, TLSClientConfig: rest.TLSClientConfig{
		CAFile: ca.certFile, CertFile: masters.certFile, KeyFile: masters.keyFile,
	}}
	c.client, err = newClient(c.masters)
	return url, err
}

// newClient returns a client that knows the operator's kinds and Kubernetes' own.
func newClient(config *rest.Config) (client.Client, error) {
	known := runtime.NewScheme()
	if err := errors.Join(scheme.AddToScheme(known), v1alpha1.AddToScheme(known)); err != nil {
		return nil, fmt.Errorf("registering the kinds: %w", err)
	}
	c, err := client.New(config, client.Options{Scheme: known})
	if err != nil {
		return nil, fmt.Errorf("creating a client: %w", err)
	}
	return c, nil
}

func (c *cluster) apiServerArgs(ca *certificate) ([]string, error) {
	server, err := c.serving("pki", "apiserver", ca)
	if err != nil {
		return nil, err
	}
	accounts, err := c.authority("service-accounts")
	if err != nil {
		return nil, err
	}
	return []string{
		"--etcd-servers=https://" + loopback(c.ports.etcd),
		"--etcd-cafile=" + c.file("pki", "etcd-ca.crt"),
		"--etcd-certfile=" + c.file("pki", etcdUser+".crt"),
		"--etcd-keyfile=" + c.file("pki", etcdUser+".key"),
		"--bind-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", c.ports.apiServer),
		"--tls-cert-file=" + server.certFile,
		"--tls-private-key-file=" + server.keyFile,
		"--client-ca-file=" + ca.certFile,
		"--authorization-mode=RBAC",
		// Without a controller-manager, no namespace has its default account.
		"--disable-admission-plugins=ServiceAccount",
		"--service-account-issuer=" + issuer,
		"--service-account-key-file=" + accounts.keyFile,
		"--service-account-signing-key-file=" + accounts.keyFile,
		"--service-cluster-ip-range=10.0.0.0/24",
		// Whoever watches must not keep it from stopping.
		"--shutdown-watch-termination-grace-period=1s",
		// A loopback address is no endpoint that a pod could reach.
		"--advertise-address=127.0.0.1",
		"--endpoint-reconciler-type=none",
	}, nil
}

// addAdministrator gives the user of this cluster a kubeconfig and the rights
// of a cluster administrator, by a binding like anybody's.
func (c *cluster) addAdministrator(ctx context.Context, _ func(string)) (string, error) {
	binding := applyrbac.ClusterRoleBinding(adminGroup).
		WithSubjects(applyrbac.Subject().WithKind(rbacv1.GroupKind).WithAPIGroup(rbacv1.GroupName).WithName(adminGroup)).
		WithRoleRef(applyrbac.RoleRef().WithKind("ClusterRole").WithAPIGroup(rbacv1.GroupName).WithName("cluster-admin"))
	if err := c.apply(ctx, binding); err != nil {
		return "", fmt.Errorf("binding the cluster administrators: %w", err)
	}
	ca, err := c.authority("ca")
	if err != nil {
		return "", err
	}
	admin, err := c.identity(ca, adminUser, adminGroup)
	if err != nil {
		return "", err
	}
	return adminUser, c.writeAdminKubeconfig(ca, admin)
}
