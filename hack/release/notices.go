package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/matterplane/matterplane/hack/release/licences"
)

// kept are the files that whoever hands on a module has to hand on with it.
var kept = regexp.MustCompile(`(?i)^(licen[cs]es?|copying|copyright|notice|patents)([.-].*)?$`)

// notices returns the licences and notices of all that the binary of a platform is
// linked from.
func (r *release) notices(ctx context.Context, p platform) ([]byte, error) {
	modules, err := licences.Linked(ctx, r.top, p.OS, p.Arch)
	if err != nil {
		return nil, err
	}
	var all bytes.Buffer
	for _, m := range modules {
		if err := m.MayBeLinked(); err != nil {
			return nil, err
		}
		texts, err := m.Texts(kept)
		if err != nil {
			return nil, err
		}
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			fmt.Fprintf(&all, "=== %s %s: %s\n\n%s\n\n", m.Path, m.Version, name, bytes.TrimSpace(texts[name]))
		}
	}
	return all.Bytes(), nil
}
