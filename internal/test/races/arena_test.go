package races

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
	"github.com/matterplane/matterplane/internal/test/firm"
	"github.com/matterplane/matterplane/internal/test/story"
)

// arena is a firm in which writes race.
type arena struct {
	*story.Firm

	t     *testing.T
	house *house

	broken map[string]bool // what has been found broken so far
}

// newArena makes a firm as a text of package firm declares it, and lets both
// servers see it; they look again by themselves unless they are to stand still.
func newArena(t *testing.T, h *house, text string, still bool) *arena {
	t.Helper()
	a := &arena{Firm: story.New(t.Context(), t, story.Webhooks), t: t, house: h, broken: map[string]bool{}}
	probe := a.as(mail("probe"))
	cluster.Eventually(t, time.Minute, func() error { // until roles are in force and the front is open
		office := &v1alpha1.Office{}
		office.Name, office.Namespace = "probe", a.Namespace
		err := probe.Create(t.Context(), office, client.DryRunAll)
		if err == nil || refused(err) {
			return nil
		}
		return err
	})
	for _, o := range cluster.ObjectsOf(firm.Parse(t, text)) {
		o.SetAnnotations(nil) // as somebody would write it
		a.must(a.made("gitops-1", o))
	}
	a.renew(still)
	return a
}

// renew lets both servers see the firm as it is.
func (a *arena) renew(still bool) {
	a.t.Helper()
	for _, server := range a.house.servers {
		server.renew(a.t, a.Namespace, still)
	}
}

// mail returns the email of a user, which is its username too.
func mail(user string) string { return user + "@firm.example" }

// as returns the client of a username.
func (a *arena) as(username string) client.Client { return clientOf(a.t, username) }

// clients are those of all arenas.
var clients sync.Map

// clientOf returns the client of a username, in the groups that go with it.
func clientOf(t testing.TB, username string) client.Client {
	t.Helper()
	if known, there := clients.Load(username); there {
		return known.(client.Client) //nolint:forcetypeassert // nothing else is in it
	}
	group := people
	switch username {
	case "gitops-1", "gitops-2":
		group = provisioners
	case "support":
		group = support
	}
	config := cluster.Config()
	config.Impersonate = rest.ImpersonationConfig{UserName: username, Groups: []string{group, "system:authenticated"}}
	made, err := client.New(config, client.Options{Scheme: cluster.Scheme(), Mapper: cluster.Client().RESTMapper()})
	must(t, err)
	clients.Store(username, made)
	return made
}

// deed is a write of somebody's.
type deed struct {
	by   string // the username
	what string
	do   func(ctx context.Context, c client.Client, options ...client.PatchOption) error
}

func (d deed) String() string { return d.by + " " + d.what }

// patched returns a deed that changes the spec of an object by a merge patch
// without a resourceVersion.
func (a *arena) patched(by string, o client.Object, spec string) deed {
	return deed{by, fmt.Sprintf("patches %T %s: %s", o, o.GetName(), spec), a.sends(types.MergePatchType, o, `{"spec":`+spec+`}`)}
}

// sends returns what sends a patch.
func (a *arena) sends(style types.PatchType, o client.Object, patch string) func(context.Context, client.Client, ...client.PatchOption) error {
	return func(ctx context.Context, c client.Client, options ...client.PatchOption) error {
		return c.Patch(ctx, a.named(o, o.GetName()), client.RawPatch(style, []byte(patch)), options...)
	}
}

// made returns a deed that creates an object.
func (a *arena) made(by string, o client.Object) deed {
	o.SetNamespace(a.Namespace)
	return deed{by, fmt.Sprintf("creates %T %s", o, o.GetName()), func(ctx context.Context, c client.Client, _ ...client.PatchOption) error {
		copied, _ := o.DeepCopyObject().(client.Object)
		return c.Create(ctx, copied)
	}}
}

// gone returns a deed that deletes an object.
func (a *arena) gone(by string, o client.Object) deed {
	return deed{by, fmt.Sprintf("deletes %T %s", o, o.GetName()), func(ctx context.Context, c client.Client, _ ...client.PatchOption) error {
		return c.Delete(ctx, a.named(o, o.GetName()))
	}}
}

func (a *arena) named(o client.Object, name string) client.Object {
	fresh, _ := o.DeepCopyObject().(client.Object)
	fresh.SetName(name)
	fresh.SetNamespace(a.Namespace)
	return fresh
}

// do does a deed.
func (a *arena) do(d deed) error {
	return d.do(a.t.Context(), a.as(d.by))
}

// must does deeds one after the other; each must succeed.
func (a *arena) must(deeds ...deed) {
	a.t.Helper()
	for _, d := range deeds {
		if err := a.do(d); err != nil {
			a.t.Fatalf("%s: %v", d, err)
		}
	}
}

// refused says whether admission refused a write: who may not, or what may not be.
func refused(err error) bool { return apierrors.IsForbidden(err) || apierrors.IsInvalid(err) }

func theFirm() *v1alpha1.Firm {
	f := &v1alpha1.Firm{}
	f.Name = v1alpha1.FirmName
	return f
}

func user(name string) *v1alpha1.FirmUser {
	u := &v1alpha1.FirmUser{}
	u.Name = name
	return u
}

// newUser returns a user with an email.
func newUser(name, email string) *v1alpha1.FirmUser {
	u := user(name)
	u.Spec.Email = email
	return u
}

func link(assistant, timekeeper string) *v1alpha1.AssistantLink {
	l := &v1alpha1.AssistantLink{Spec: v1alpha1.AssistantLinkSpec{Assistant: assistant, Timekeeper: timekeeper}}
	l.Name = assistant + "-" + timekeeper
	return l
}
