package matrix

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// claiming claims on an object to be whoever may do everything, in whatever words
// somebody could take for an identity.
func claiming(o metav1.Object) {
	claims := map[string]string{
		v1alpha1.CreatedByAnnotation:         "acme",
		"impersonate":                        "lea",
		"matterplane.dev/impersonate":        "lea",
		"matterplane.dev/requester":          "restorer",
		"matterplane.dev/provisioner":        "true",
		"rbac.authorization.kubernetes.io/x": "provision",
	}
	o.SetAnnotations(claims)
	o.SetLabels(map[string]string{"impersonate": "lea", "matterplane.dev/company": "acme"})
}

// claims are changes of who says in labels and annotations to be somebody else: it
// makes no difference (P-4).
var claims = Chapter{
	Title: "claims to be somebody else",
	Rows: []Row{
		{Change: "claim it and choose another lead", Rule: "R-1", May: "lead backup", But: "support:R-3", Does: FirmWith(func(f *fm) {
			claiming(f)
			f.Spec.Administrators.Lead = "fay"
		})},
		{Change: "claim it and create a user of london", Rule: "R-6", May: "FA foa administrator walled company open closed restorer", Does: NewUser("new", func(u *fu) { claiming(u) })},
		{Change: "claim it and make a user Firm Administrator", Rule: "R-4", May: "FA open", Does: UserWith("una", func(u *fu) {
			claiming(u)
			u.Spec.SystemRole = v1alpha1.RoleFirmAdministrator
		})},
		{
			Change: "claim to be the firm's first user, as such without a role", Rule: "R-6", May: "FA foa administrator walled company open closed restorer",
			Does: NewUser("new", func(u *fu) { u.Annotations = map[string]string{v1alpha1.FirstUserAnnotation: "true"} }),
		},
		{Change: "claim it and lift a wall", Rule: "U-5", May: "administrator compliance open closed waller", But: "walled:U-6 excluded:U-6", Does: MatterM(func(m *ma) {
			claiming(m)
			m.Spec.ConflictedUsers = nil
		})},
		{Change: "claim it and nothing else", May: "everybody", But: "walled:U-6 excluded:U-6", Does: MatterM(func(m *ma) { claiming(m) })},
	},
}
