package main

import (
	"context"
	"fmt"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd/api"
)

const tokenLifetime = time.Hour

// managerKubeconfig writes the manager's kubeconfig, which names the file that
// holds its token.
func (c *cluster) managerKubeconfig(ca *certificate) (string, error) {
	config := api.NewConfig()
	c.addContext(config, ca, managerAccount, &api.AuthInfo{TokenFile: c.tokenFile()})
	path := c.file("manager", "kubeconfig")
	return path, writeKubeconfig(path, config)
}

func (c *cluster) tokenFile() string { return c.file("manager", "token") }

// writeToken asks for a token of the manager's account and returns when it ends.
func (c *cluster) writeToken(ctx context.Context) (time.Time, error) {
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: managerNamespace, Name: managerAccount}}
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{
		ExpirationSeconds: new(int64(tokenLifetime.Seconds())),
	}}
	if err := c.client.SubResource("token").Create(ctx, account, request); err != nil {
		return time.Time{}, fmt.Errorf("asking for a token of the manager's account: %w", err)
	}
	if err := writeFile(c.tokenFile(), []byte(request.Status.Token)); err != nil {
		return time.Time{}, fmt.Errorf("writing the manager's token: %w", err)
	}
	return request.Status.ExpirationTimestamp.Time, nil
}

// renewToken replaces the token when half of its life is over, for as long as
// the manager runs. It looks at the clock every minute: a machine that slept
// wakes up with an old one. A failure leaves half an hour to try again.
func (c *cluster) renewToken(expiry time.Time, ended <-chan struct{}) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ended:
			return
		}
		if time.Until(expiry) > tokenLifetime/2 {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		renewed, err := c.writeToken(ctx)
		cancel()
		if err != nil {
			c.ui.warn(err)
			continue
		}
		expiry = renewed
	}
}
