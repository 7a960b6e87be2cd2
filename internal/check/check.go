package check

import (
	"context"
	"slices"

	"github.com/matterplane/matterplane/internal/manifests"
	"github.com/matterplane/matterplane/internal/progress"
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
	ruled := rules(ctx, set)
	_, done := progress.Start(ctx, "looking up where it is written", "", 0)
	defer done()
	findings := slices.Concat(read, refused, ruled.findings(set))
	slices.SortFunc(findings, Compare)
	return findings, ctx.Err()
}

// rules applies the rules to every firm.
func rules(ctx context.Context, set *manifests.Set) *report {
	matters := 0
	for _, namespace := range set.Namespaces() {
		matters += len(set.Objects(namespace).Matters)
	}
	ctx, done := progress.Start(ctx, "checking against the rules", "matters", matters)
	defer done()
	var r report
	for _, namespace := range set.Namespaces() {
		r.firm(ctx, newFirm(set, namespace))
	}
	return &r
}
