package admission

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/roster"
)

// Links finds the links of a firm.
type Links interface {
	// LinksOfAssistant returns the links, accepted or not, in which the user assists.
	LinksOfAssistant(ctx context.Context, namespace, user string) ([]*v1alpha1.AssistantLink, error)
	// LinksOfTimekeeper returns those in which the user is assisted.
	LinksOfTimekeeper(ctx context.Context, namespace, user string) ([]*v1alpha1.AssistantLink, error)
}

// LiveLinks returns the links as the API server has them, by the fields that it
// selects by.
func LiveLinks(live client.Reader) Links { return selected{live: live} }

type selected struct{ live client.Reader }

// LinksOfAssistant implements Links.
func (s selected) LinksOfAssistant(ctx context.Context, namespace, user string) ([]*v1alpha1.AssistantLink, error) {
	return s.by(ctx, namespace, "spec.assistant", user)
}

// LinksOfTimekeeper implements Links.
func (s selected) LinksOfTimekeeper(ctx context.Context, namespace, user string) ([]*v1alpha1.AssistantLink, error) {
	return s.by(ctx, namespace, "spec.timekeeper", user)
}

func (s selected) by(ctx context.Context, namespace, path, user string) ([]*v1alpha1.AssistantLink, error) {
	var list v1alpha1.AssistantLinkList
	err := s.live.List(ctx, &list, client.InNamespace(namespace), client.MatchingFields{path: user})
	if err != nil {
		return nil, unread("the links of "+user, err)
	}
	links := make([]*v1alpha1.AssistantLink, len(list.Items))
	for i := range list.Items {
		links[i] = &list.Items[i]
	}
	return links, nil
}

// linkView is a view of a firm's links for one judgement, which reads each of
// them once. Judging cannot tell of errors: whoever judges asks for the first of
// them afterwards.
type linkView struct {
	assisting, assisted func(user string) []*v1alpha1.AssistantLink
	err                 error
}

var _ roster.LinkView = (*linkView)(nil)

func viewOf(ctx context.Context, links Links, namespace string) *linkView {
	v := &linkView{}
	v.assisting = v.once(func(user string) ([]*v1alpha1.AssistantLink, error) {
		return links.LinksOfAssistant(ctx, namespace, user)
	})
	v.assisted = v.once(func(user string) ([]*v1alpha1.AssistantLink, error) {
		return links.LinksOfTimekeeper(ctx, namespace, user)
	})
	return v
}

func (v *linkView) once(find func(user string) ([]*v1alpha1.AssistantLink, error)) func(user string) []*v1alpha1.AssistantLink {
	known := map[string][]*v1alpha1.AssistantLink{}
	return func(user string) []*v1alpha1.AssistantLink {
		if links, asked := known[user]; asked {
			return links
		}
		links, err := find(user)
		if v.err == nil {
			v.err = err
		}
		known[user] = links
		return links
	}
}

// LinksOfAssistant implements roster.LinkView.
func (v *linkView) LinksOfAssistant(user string) []*v1alpha1.AssistantLink { return v.assisting(user) }

// LinksOfTimekeeper implements roster.LinkView.
func (v *linkView) LinksOfTimekeeper(user string) []*v1alpha1.AssistantLink { return v.assisted(user) }
