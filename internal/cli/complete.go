package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/matterplane/matterplane/internal/access"
)

// completeWithin is how long a shell waits for names.
const completeWithin = 3 * time.Second

// completion returns what can stand somewhere on the command line.
type completion func(cmd *cobra.Command) ([]cobra.Completion, cobra.ShellCompDirective)

// complete completes the value of a flag out of a list.
func complete(cmd *cobra.Command, flag string, values func() []string) {
	completeFrom(cmd, flag, func(*cobra.Command) ([]cobra.Completion, cobra.ShellCompDirective) {
		return values(), cobra.ShellCompDirectiveNoFileComp
	})
}

func completeFrom(cmd *cobra.Command, flag string, values completion) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return values(cmd)
	})
	if err != nil {
		panic(err) // a flag that is not there is a bug, not a circumstance
	}
}

func actions() []string {
	names := make([]string, 0, len(access.Actions))
	for _, action := range access.Actions {
		names = append(names, string(action))
	}
	return names
}

// users completes to the users of the firm that the flags name.
func (q *question) users(cmd *cobra.Command) ([]cobra.Completion, cobra.ShellCompDirective) {
	return q.names(cmd, func(f firm) (names []cobra.Completion) {
		for _, u := range f.objects.Users {
			person := strings.TrimSpace(u.Spec.GivenName + " " + u.Spec.FamilyName)
			names = append(names, described(u.Name, cmp.Or(person, u.Spec.Email)))
		}
		return names
	})
}

// matters completes to its matters, cases and collections.
func (q *question) matters(cmd *cobra.Command) ([]cobra.Completion, cobra.ShellCompDirective) {
	return q.names(cmd, func(f firm) (names []cobra.Completion) {
		for _, m := range f.objects.Matters {
			names = append(names, described(m.Name, m.Spec.DisplayName))
		}
		return names
	})
}

func (q *question) names(cmd *cobra.Command, of func(firm) []cobra.Completion) ([]cobra.Completion, cobra.ShellCompDirective) {
	ctx, cancel := context.WithTimeout(cmd.Context(), completeWithin)
	defer cancel()
	cmd.SetContext(ctx)
	f, err := q.read(cmd)
	if err != nil {
		return cobra.AppendActiveHelp(nil, err.Error()), cobra.ShellCompDirectiveNoFileComp
	}
	names := of(f)
	slices.Sort(names)
	return names, cobra.ShellCompDirectiveNoFileComp
}

func described(name, description string) cobra.Completion {
	return cobra.CompletionWithDesc(name, strings.Join(strings.Fields(description), " "))
}
