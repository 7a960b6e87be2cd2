package profile

import "github.com/matterplane/matterplane/api/v1alpha1"

// published returns the names of some, up to what a status publishes; nil for none.
func published[T any](some []T, name func(T) string) []string {
	var names []string
	for _, one := range some[:min(len(some), v1alpha1.MaxPublished)] {
		names = append(names, name(one))
	}
	return names
}

func nameOf(u *v1alpha1.FirmUser) string { return u.Name }

func active(users []*v1alpha1.FirmUser) (count int32) {
	for _, u := range users {
		if !u.Spec.Deactivated {
			count++
		}
	}
	return count
}
