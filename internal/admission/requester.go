package admission

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	authenticationv1 "k8s.io/api/authentication/v1"
)

// requester is who asks for a write, as far as the API server tells (P-2). Labels
// and annotations say nothing about it (P-4).
type requester struct {
	username string
	// company is the client's name if a Company asks.
	company  string
	operator bool
	restorer bool
	support  bool
	// user is all that the API server tells; it is asked what that is authorized for.
	user *authenticationv1.UserInfo
}

func (o *Options) requester(user *authenticationv1.UserInfo) requester {
	return requester{
		username: user.Username,
		company:  o.company(user.Groups),
		operator: user.Username == o.Operator,
		restorer: slices.Contains(o.Restorers, user.Username),
		support:  o.SupportGroup != "" && slices.Contains(user.Groups, o.SupportGroup),
		user:     user,
	}
}

// company returns the name of the client whose Company group is among the groups;
// of several the first by name.
func (o *Options) company(groups []string) string {
	if o.CompanyGroupPrefix == "" {
		return ""
	}
	var first string
	for _, group := range groups {
		name, ok := strings.CutPrefix(group, o.CompanyGroupPrefix)
		if ok && name != "" && (first == "" || name < first) {
			first = name
		}
	}
	return first
}

// validate refuses options under which somebody would be whom nobody meant.
func (o *Options) validate() error {
	if slices.Contains(o.Restorers, "") {
		return errors.New("a restorer's username is empty")
	}
	if slices.Contains(o.Restorers, o.Operator) {
		return fmt.Errorf("%q is both the operator and a restorer: it creates nothing", o.Operator)
	}
	if o.CompanyGroupPrefix != "" && strings.HasPrefix(o.SupportGroup, o.CompanyGroupPrefix) {
		return fmt.Errorf("the support group %q starts with the prefix %q of company groups: support would be a company",
			o.SupportGroup, o.CompanyGroupPrefix)
	}
	return nil
}
