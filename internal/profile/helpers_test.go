package profile_test

import (
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

func nobodyHasAccess(*v1alpha1.Matter, string) bool { return false }

func everybodyHasAccess(*v1alpha1.Matter, string) bool { return true }

func told(list []metav1.Condition) []string {
	told := make([]string, 0, len(list))
	for _, c := range list {
		told = append(told, c.Type+"="+string(c.Status)+" "+c.Reason+": "+c.Message)
	}
	return told
}

func contains(t *testing.T, told []string, want string) {
	t.Helper()
	if !slices.Contains(told, want) {
		t.Errorf("missing: %s\n%q", want, told)
	}
}

func who(contact *v1alpha1.Contact) string {
	if contact == nil {
		return ""
	}
	return contact.User
}
