package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/klog/v2"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	"sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/matterplane/matterplane/internal/test/ports"
)

// The control plane is kept by a second process of the same binary, which lives
// for as long as its standard input is open. So it ends with the tests whatever
// ends them; a deferred stop would not outlive a panic or a timeout, and orphaned
// API servers eat a machine.

// loopback is where the control plane of tests is, and their webhooks.
const loopback = "127.0.0.1"

// keeperEnv makes a test binary the keeper of a control plane. Its value is the
// directory of the control plane's binaries.
const keeperEnv = "MATTERPLANE_TEST_CONTROL_PLANE"

// startKeeper starts a control plane and returns the administrator's kubeconfig.
func startKeeper(binaries string) (kubeconfig string, stop func() error, err error) {
	stop = func() error { return nil }
	self, err := os.Executable()
	if err != nil {
		return "", stop, fmt.Errorf("finding the test binary: %w", err)
	}
	keeper := exec.Command(self)
	keeper.Env = append(os.Environ(), keeperEnv+"="+binaries)
	keeper.Stderr = os.Stderr
	lifeline, err := keeper.StdinPipe()
	if err != nil {
		return "", stop, fmt.Errorf("preparing the control plane: %w", err)
	}
	answer, err := keeper.StdoutPipe()
	if err != nil {
		return "", stop, fmt.Errorf("preparing the control plane: %w", err)
	}
	if err := keeper.Start(); err != nil {
		return "", stop, fmt.Errorf("starting the control plane: %w", err)
	}
	stop = func() error { return errors.Join(lifeline.Close(), keeper.Wait()) }

	path, err := io.ReadAll(answer)
	if err != nil || len(path) == 0 {
		return "", stop, errors.Join(errors.New("the control plane did not start"), err)
	}
	return string(path), stop, nil
}

// keep runs a control plane until standard input ends. Once it can be used, keep
// writes the path of the administrator's kubeconfig to standard output.
func keep(binaries string) (err error) {
	answer := os.Stdout
	os.Stdout = os.Stderr // so that nothing else gets into the answer
	// Ctrl-C reaches every process of a terminal; the tests end first.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt, syscall.SIGTERM)

	log.SetLogger(klog.Background())

	etcd := &envtest.Etcd{Path: filepath.Join(binaries, "etcd"), URL: somewhere()}
	etcd.Configure().Set("listen-peer-urls", somewhere().String())
	apiServer := &envtest.APIServer{Path: filepath.Join(binaries, "kube-apiserver")}
	apiServer.SecureServing.ListenAddr = envtest.ListenAddr{Address: loopback, Port: strconv.Itoa(ports.Free())}
	env := &envtest.Environment{
		ControlPlane: envtest.ControlPlane{
			Etcd:        etcd,
			APIServer:   apiServer,
			KubectlPath: filepath.Join(binaries, "kubectl"),
		},
		ControlPlaneStartTimeout: time.Minute, // a machine may be busy with other packages' tests
	}
	defer func() { err = errors.Join(err, env.Stop()) }()
	if _, err := env.Start(); err != nil {
		return fmt.Errorf("starting the control plane (KUBEBUILDER_ATTACH_CONTROL_PLANE_OUTPUT=true shows its output): %w", err)
	}
	kubeconfig, err := administrator(env)
	if err != nil {
		return fmt.Errorf("making an administrator: %w", err)
	}
	if _, err := answer.WriteString(kubeconfig); err != nil {
		return fmt.Errorf("answering the tests: %w", err)
	}
	if err := answer.Close(); err != nil {
		return fmt.Errorf("answering the tests: %w", err)
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// somewhere returns a URL for etcd.
func somewhere() *url.URL {
	return &url.URL{Scheme: "http", Host: net.JoinHostPort(loopback, strconv.Itoa(ports.Free()))}
}

// administrator makes the user whom kubeadm makes, with the binding that kubeadm
// makes, and returns the path of its kubeconfig, which goes with the control plane.
func administrator(env *envtest.Environment) (string, error) {
	const group = "kubeadm:cluster-admins"
	user, err := env.AddUser(envtest.User{Name: "kubernetes-admin", Groups: []string{group}}, nil)
	if err != nil {
		return "", err
	}
	root, err := client.New(env.Config, client.Options{})
	if err != nil {
		return "", err
	}
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: group},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "cluster-admin"},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: group}},
	}
	if err := root.Create(context.Background(), binding); err != nil {
		return "", err
	}
	kubeconfig, err := user.KubeConfig()
	if err != nil {
		return "", err
	}
	path := filepath.Join(env.ControlPlane.APIServer.CertDir, "administrator.kubeconfig")
	return path, os.WriteFile(path, kubeconfig, 0o600)
}
