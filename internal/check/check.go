package check

import (
	"context"
	"slices"

	"github.com/matterplane/matterplane/internal/manifests"
)

// Files returns everything that is wrong in what was read, sorted by Compare: the
// same files give the same findings, in whatever order they were read. An error says
// that the context has ended.
func Files(ctx context.Context, set *manifests.Set) ([]Finding, error) {
	findings := problems(set)
	slices.SortStableFunc(findings, Compare)
	return findings, ctx.Err()
}
