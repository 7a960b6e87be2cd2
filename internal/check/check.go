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
	read := problems(set)
	refused, err := shapes(ctx, set, read)
	if err != nil {
		return nil, err
	}
	var ruled report
	for _, namespace := range set.Namespaces() {
		ruled.firm(ctx, newFirm(set, namespace))
	}
	findings := slices.Concat(read, refused, ruled.findings(set))
	slices.SortFunc(findings, Compare)
	return findings, ctx.Err()
}
