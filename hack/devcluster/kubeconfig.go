package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// clusterName is this cluster's entry in a kubeconfig.
const clusterName = "matterplane-devcluster"

// kubeconfigFile is where the administrator's kubeconfig is.
func (c *cluster) kubeconfigFile() string {
	if c.kubeconfig == "" {
		return c.file("kubeconfig")
	}
	path, err := filepath.Abs(c.kubeconfig)
	if err != nil {
		return c.kubeconfig
	}
	return path
}

// writeAdminKubeconfig adds the cluster to the administrator's kubeconfig, which
// may be one that a person uses: what else it holds, stays.
func (c *cluster) writeAdminKubeconfig(ca, admin *certificate) error {
	config, err := clientcmd.LoadFromFile(c.kubeconfigFile())
	if errors.Is(err, fs.ErrNotExist) {
		config, err = api.NewConfig(), nil
	}
	if err != nil {
		return fmt.Errorf("reading the kubeconfig: %w", err)
	}
	key, err := admin.keyPEM()
	if err != nil {
		return fmt.Errorf("reading the administrator's key: %w", err)
	}
	c.addContext(config, ca, adminUser, &api.AuthInfo{ClientCertificateData: admin.certPEM(), ClientKeyData: key})
	return writeKubeconfig(c.kubeconfigFile(), config)
}

// addContext makes user at this cluster the current context.
func (c *cluster) addContext(config *api.Config, ca *certificate, user string, auth *api.AuthInfo) {
	name := user + "@" + clusterName
	config.Clusters[clusterName] = &api.Cluster{
		Server:                   "https://" + loopback(c.ports.apiServer),
		CertificateAuthorityData: ca.certPEM(),
	}
	config.AuthInfos[name] = auth
	config.Contexts[name] = &api.Context{Cluster: clusterName, AuthInfo: name}
	config.CurrentContext = name
}

func writeKubeconfig(path string, config *api.Config) error {
	b, err := clientcmd.Write(*config)
	if err != nil {
		return fmt.Errorf("encoding the kubeconfig: %w", err)
	}
	if err := writeFile(path, b); err != nil {
		return fmt.Errorf("writing the kubeconfig: %w", err)
	}
	return nil
}
