package matrix

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
	"github.com/matterplane/matterplane/internal/authority"
	"github.com/matterplane/matterplane/internal/roster"
)

// offices: the offices (U-2).
var offices = Chapter{
	Title: "offices",
	Rows: []Row{
		{Change: "create an office", Rule: "U-2", May: "FA company open closed restorer", Does: func(roster.Objects) authority.Change {
			return authority.OfficeChange{New: &v1alpha1.Office{ObjectMeta: metav1.ObjectMeta{Name: "rome"}, Spec: v1alpha1.OfficeSpec{DisplayName: "Rome", Phone: "1"}}}
		}},
		{Change: "rename an office", Rule: "U-2", May: "FA foa open closed", Does: London(func(o *v1alpha1.Office) { o.Spec.DisplayName = "X" })},
		{Change: "an office's address", May: "everybody", Does: London(func(o *v1alpha1.Office) { o.Spec.Address = "X" })},
		{Change: "an office's phone", May: "everybody", Does: London(func(o *v1alpha1.Office) { o.Spec.Phone = "X" })},
		{Change: "delete an office", Rule: "U-2", May: "FA foa open closed", Does: func(o roster.Objects) authority.Change {
			return authority.OfficeChange{Old: Find(o.Offices, "london")}
		}},
		{Change: "give an office a finalizer", Rule: "R-8", May: "FA foa open closed", Does: London(func(o *v1alpha1.Office) { o.Finalizers = []string{"x/y"} })},
	},
}

// assistants: who assists whom (U-3).
var assistants = Chapter{
	Title: "assistants",
	Rows: []Row{
		{Change: "link an assistant to a timekeeper of london", Rule: "U-3", Firm: "no link una->otto", May: "FA foa open closed staffer restorer", Does: NewLink("rex", "una")},
		{Change: "link an assistant of london to a timekeeper of paris", Rule: "U-3", Firm: "no link una->otto", May: "FA other-foa open closed staffer restorer", Does: NewLink("una", "otto")},
		{Change: "link an assistant to nobody yet", Rule: "U-3", May: "FA open closed staffer restorer", Does: NewLink("una", "nemo")},
		{Change: "delete a link between two offices", Rule: "U-3", May: "FA foa other-foa open closed staffer", Does: func(o roster.Objects) authority.Change {
			return authority.AssistantLinkChange{Old: o.Links[0]}
		}},
		{Change: "link another timekeeper", Rule: "A-3", Schema: "A-3: a link's timekeeper cannot change", Does: func(o roster.Objects) authority.Change {
			changed := o.Links[0].DeepCopy()
			changed.Spec.Timekeeper = "una"
			return authority.AssistantLinkChange{Old: o.Links[0], New: changed}
		}},
		{Change: "give a link an owner", Rule: "R-8", May: "FA foa other-foa open closed staffer", Does: func(o roster.Objects) authority.Change {
			changed := o.Links[0].DeepCopy()
			changed.OwnerReferences = owned
			return authority.AssistantLinkChange{Old: o.Links[0], New: changed}
		}},
	},
}
