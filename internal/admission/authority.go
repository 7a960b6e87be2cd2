package admission

import (
	"context"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/ledger"
	"github.com/matterplane/matterplane/internal/roster"
)

// decide asks whether who asks may make the change (RULES sections P, R and U). The
// firm is as the caches have it, but for the Firm and the acting user, who are
// read live (P-6).
func decide[T client.Object](ctx context.Context, d *desk, k kind[T], w *write[T]) (authority.Decision, error) {
	actor := authority.Actor{
		Username:  w.username,
		Usernames: d.usernames(),
		Company:   w.company,
		Operator:  w.operator,
		Restorer:  w.restorer,
		Support:   w.support,
	}
	cached := d.cluster.Cached(w.namespace)
	if w.operator { // nobody of the firm, whatever a user's identities say
		return authority.Decide(actor, k.change(w.old, w.new), cached)
	}
	firm := meanwhile(func() { w.around.Firm() }) // almost every answer depends on it
	person, err := d.person(ctx, cached, w.namespace, w.username)
	firm()
	if err != nil {
		return authority.Decision{}, err
	}
	actor.Person = person
	actor.Authorized = d.authorized(ctx, w.user, w.namespace)
	decision, err := authority.Decide(actor, k.change(w.old, w.new), present{View: cached, around: w.around})
	if err == nil {
		err = w.around.err
	}
	return decision, err
}

// meanwhile does something while its caller goes on, who waits for it by what is
// returned. A panic is the caller's.
func meanwhile(do func()) (wait func()) {
	done := make(chan any, 1)
	go func() {
		defer func() { done <- recover() }()
		do()
	}()
	return func() {
		if broken := <-done; broken != nil {
			panic(broken)
		}
	}
}

// present is a firm as the caches have it, but for the Firm, which is read live
// and only when asked for (P-6).
type present struct {
	roster.View

	around *surroundings
}

// Firm implements roster.View.
func (p present) Firm() (*v1alpha1.Firm, ledger.Firm) { return p.around.Firm() }

func (d *desk) usernames() authority.Usernames {
	return authority.Usernames{Prefix: d.UsernamePrefix}
}

// person returns who a username is at a firm (P-1): those whom the caches know by
// it, each read again, and if none of them has it still, who has the email that it
// states. So a right, a name or an account that is taken away is gone at once (P-6).
func (d *desk) person(ctx context.Context, cached roster.View, namespace, username string) (authority.Person, error) {
	usernames := d.usernames()
	var users []v1alpha1.FirmUser
	read := map[string]bool{}
	for _, key := range usernames.Keys(username) {
		for _, known := range cached.UsersKnownAs(key) {
			if read[known.Name] {
				continue
			}
			read[known.Name] = true
			var user v1alpha1.FirmUser
			err := d.cluster.Live.Get(ctx, client.ObjectKeyFromObject(known), &user)
			if apierrors.IsNotFound(err) {
				continue
			}
			if err != nil {
				return authority.Person{}, unread("user "+known.Name, err)
			}
			users = append(users, user)
		}
	}
	if person := usernames.Person(username, users); len(person.Users) > 0 {
		return person, nil
	}
	email, states := usernames.Email(username)
	if !states {
		return authority.Person{}, nil
	}
	var list v1alpha1.FirmUserList
	if err := d.cluster.Live.List(ctx, &list, client.InNamespace(namespace), client.MatchingFields{"spec.email": email}); err != nil {
		return authority.Person{}, unread("the users known as "+email, err)
	}
	return usernames.Person(username, list.Items), nil
}
