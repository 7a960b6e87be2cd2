package node

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// mount makes a directory of each volume of the pod, once for each container, and
// returns them by the paths at which the container mounts them.
func (p *pod) mount(ctx context.Context) (dirs map[string]string, err error) {
	dirs = map[string]string{}
	for _, m := range p.container().VolumeMounts {
		dir := filepath.Join(p.dir(), m.Name)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("making volume %s: %w", m.Name, err)
		}
		for _, v := range p.spec.Spec.Volumes {
			if v.Name != m.Name {
				continue
			}
			files, err := p.contents(ctx, v.VolumeSource)
			if err != nil {
				return nil, fmt.Errorf("volume %s: %w", v.Name, err)
			}
			if err := write(dir, files); err != nil {
				return nil, fmt.Errorf("volume %s: %w", v.Name, err)
			}
		}
		dirs[m.MountPath] = dir
	}
	return dirs, os.MkdirAll(p.dir(), 0o700)
}

// contents are the files of a volume as it is mounted.
func (p *pod) contents(ctx context.Context, v corev1.VolumeSource) (map[string][]byte, error) {
	switch {
	case v.EmptyDir != nil:
		return nil, nil
	case v.Secret != nil:
		return p.secret(ctx, v.Secret.SecretName, v.Secret.Items, v.Secret.Optional)
	case v.ConfigMap != nil:
		return p.configMap(ctx, v.ConfigMap.Name, v.ConfigMap.Items, v.ConfigMap.Optional)
	case v.Projected != nil:
		all := map[string][]byte{}
		for _, source := range v.Projected.Sources {
			files, err := p.projected(ctx, source)
			if err != nil {
				return nil, err
			}
			maps.Copy(all, files)
		}
		return all, nil
	}
	return nil, fmt.Errorf("the tests' kubelet does not know %v", v)
}

func (p *pod) projected(ctx context.Context, source corev1.VolumeProjection) (map[string][]byte, error) {
	switch {
	case source.ServiceAccountToken != nil:
		token, err := p.token(ctx, source.ServiceAccountToken)
		return map[string][]byte{source.ServiceAccountToken.Path: token}, err
	case source.ConfigMap != nil:
		return p.configMap(ctx, source.ConfigMap.Name, source.ConfigMap.Items, source.ConfigMap.Optional)
	case source.Secret != nil:
		return p.secret(ctx, source.Secret.Name, source.Secret.Items, source.Secret.Optional)
	case source.DownwardAPI != nil:
		files := map[string][]byte{}
		for _, item := range source.DownwardAPI.Items {
			value, err := p.field(item.FieldRef.FieldPath)
			if err != nil {
				return nil, err
			}
			files[item.Path] = []byte(value)
		}
		return files, nil
	}
	return nil, fmt.Errorf("the tests' kubelet does not know %v", source)
}

// token is one of the pod's own account, good for as long as the pod is there.
func (p *pod) token(ctx context.Context, of *corev1.ServiceAccountTokenProjection) ([]byte, error) {
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{
		ExpirationSeconds: of.ExpirationSeconds,
		BoundObjectRef:    &authenticationv1.BoundObjectReference{Kind: "Pod", APIVersion: "v1", Name: p.spec.Name, UID: p.spec.UID},
	}}
	if of.Audience != "" {
		request.Spec.Audiences = []string{of.Audience}
	}
	accounts := p.cluster.client.CoreV1().ServiceAccounts(p.spec.Namespace)
	answer, err := accounts.CreateToken(ctx, p.spec.Spec.ServiceAccountName, request, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	return []byte(answer.Status.Token), nil
}

func (p *pod) secret(ctx context.Context, name string, items []corev1.KeyToPath, optional *bool) (map[string][]byte, error) {
	stored, err := p.cluster.client.CoreV1().Secrets(p.spec.Namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, unlessOptional(err, optional)
	}
	return chosen(stored.Data, items), nil
}

func (p *pod) configMap(ctx context.Context, name string, items []corev1.KeyToPath, optional *bool) (map[string][]byte, error) {
	stored, err := p.cluster.client.CoreV1().ConfigMaps(p.spec.Namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, unlessOptional(err, optional)
	}
	all := map[string][]byte{}
	for key, text := range stored.Data {
		all[key] = []byte(text)
	}
	return chosen(all, items), nil
}

func unlessOptional(err error, optional *bool) error {
	if optional != nil && *optional && apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// chosen are the files that a volume makes of keys: those that it names, or all.
func chosen(all map[string][]byte, items []corev1.KeyToPath) map[string][]byte {
	if items == nil {
		return all
	}
	some := map[string][]byte{}
	for _, item := range items {
		if data, ok := all[item.Key]; ok {
			some[item.Path] = data
		}
	}
	return some
}

func write(dir string, files map[string][]byte) error {
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}
