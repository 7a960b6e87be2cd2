package roster

import "github.com/matterplane/matterplane/api/v1alpha1"

// Add puts an object among those of its kind, the Firm in place of another. It
// says whether the kind is one of ours.
func (o *Objects) Add(object any) bool {
	switch object := object.(type) {
	case *v1alpha1.Firm:
		o.Firm = object
	case *v1alpha1.Office:
		o.Offices = append(o.Offices, object)
	case *v1alpha1.FirmUser:
		o.Users = append(o.Users, object)
	case *v1alpha1.AssistantLink:
		o.Links = append(o.Links, object)
	case *v1alpha1.Matter:
		o.Matters = append(o.Matters, object)
	default:
		return false
	}
	return true
}
