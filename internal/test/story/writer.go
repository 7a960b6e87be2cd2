package story

import (
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

// username is what each user of a story is known as to the API server.
func username(user string) string { return "story:" + user }

// writer returns who writes an object: the administrator of the cluster, but
// whoever is lead or backup where others become that.
func (f *Firm) writer(o client.Object) (client.Client, error) {
	asked, is := o.(*v1alpha1.Firm)
	if !is {
		return f.client, nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	stored, there := f.written[idOf(o)].(*v1alpha1.Firm)
	if !there {
		return f.client, nil
	}
	had, has := stored.Spec.Administrators, asked.Spec.Administrators
	if had.Lead == has.Lead && had.Backup == has.Backup {
		return f.client, nil
	}
	for _, designated := range []string{had.Lead, had.Backup} {
		user, known := f.written[ID{Kind: "user", Name: designated}].(*v1alpha1.FirmUser)
		if known && !user.Spec.Deactivated {
			config := cluster.Config()
			config.Impersonate = rest.ImpersonationConfig{UserName: username(designated), Groups: []string{"system:masters"}}
			return client.New(config, client.Options{Scheme: cluster.Scheme()})
		}
	}
	return f.client, nil
}
