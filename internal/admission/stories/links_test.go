package stories_test

import (
	"errors"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/test/cluster"
)

func link(namespace, name, assistant, timekeeper string) *v1alpha1.AssistantLink {
	l := &v1alpha1.AssistantLink{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace}}
	l.Spec.Assistant, l.Spec.Timekeeper = assistant, timekeeper
	return l
}

func TestALinkThatWouldNotBeAcceptedIsRefused(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := cluster.Namespace(t)
	p := by(t, "ann")
	for _, l := range []*v1alpha1.AssistantLink{
		link(namespace, "pat-carla", "pat-lee", "carla-ruiz"),
		link(namespace, "pat-ben", "pat-lee", "ben-ode"),
		link(namespace, "kim-carla", "kim", "carla-ruiz"),
	} {
		must(t, p.Create(t.Context(), l))
	}
	for name, c := range map[string]struct {
		assistant, timekeeper string
		field, message        string // empty: allowed
	}{
		"many to many": {"kim", "ben-ode", "", ""},
		"a duplicate": {
			"pat-lee", "carla-ruiz", "spec",
			`spec: Invalid value: "pat-lee assists carla-ruiz": A-4: the link pat-carla already says so; keep that one, or delete it first`,
		},
		"an assistant who has one": {
			"carla-ruiz", "amira-khan", "spec.assistant",
			`spec.assistant: Invalid value: "carla-ruiz": A-2: carla-ruiz already has an assistant (link pat-carla), and who has one cannot be one; name another assistant, or first delete every link whose timekeeper is carla-ruiz`,
		},
		"a timekeeper who is one": {
			"sam", "pat-lee", "spec.timekeeper",
			`spec.timekeeper: Invalid value: "pat-lee": A-2: pat-lee is already an assistant (link pat-carla), and who is one cannot have one; name another timekeeper, or first delete every link whose assistant is pat-lee`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, l := range []*v1alpha1.AssistantLink{link(namespace, "new-"+c.assistant, c.assistant, c.timekeeper), link(namespace, "", c.assistant, c.timekeeper)} {
				if l.Name == "" {
					l.GenerateName = "new-"
				}
				err := p.Create(t.Context(), l)
				if c.field == "" {
					must(t, err)
					return
				}
				var status apierrors.APIStatus
				if !apierrors.IsInvalid(err) || !errors.As(err, &status) || !strings.Contains(err.Error(), c.message) || status.Status().Details.Causes[0].Field != c.field {
					t.Errorf("%v", err)
				}
			}
		})
	}
}

func TestNobodyIsTheirOwnAssistant(t *testing.T) {
	t.Parallel()
	serve(t)
	err := by(t, "ann").Create(t.Context(), link(cluster.Namespace(t), "l", "ann", "ann"))
	if !apierrors.IsInvalid(err) || !strings.Contains(err.Error(), "A-3: ") {
		t.Errorf("%v", err)
	}
}

// Links that raced past admission or came without it stand in nobody's way beyond
// the effect that they have, and a Restorer brings back all of them.
func TestOnlyAcceptedLinksStandInTheWay(t *testing.T) {
	t.Parallel()
	serve(t)
	namespace := cluster.Namespace(t)
	p, restorer := by(t, "ann"), by(t, "restorer")
	must(t, p.Create(t.Context(), link(namespace, "ann-bob", "ann", "bob")))
	ineffective := link(namespace, "bob-cid", "bob", "cid") // bob has an assistant
	if err := p.Create(t.Context(), ineffective); !apierrors.IsInvalid(err) {
		t.Errorf("%v", err)
	}
	must(t, restorer.Create(t.Context(), ineffective))
	must(t, p.Create(t.Context(), link(namespace, "cid-dan", "cid", "dan"))) // cid has none
}
