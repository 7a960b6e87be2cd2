package format

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
)

// fingerprints returns for each finding what tells it from others, now and when it is
// found again: not by its line, which moves with every edit above, nor by its words,
// which we may improve. What is no object has its file instead of a name. The second
// of two that would be the same is numbered.
func (r Report) fingerprints() []string {
	seen := map[string]int{}
	prints := make([]string, 0, len(r.Findings))
	for _, f := range r.Findings {
		parts := []string{f.ID, f.Kind, f.Namespace, f.Name, f.Field}
		if f.Name == "" {
			parts = append(parts, r.path(f.Position.File))
		}
		sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
		id := hex.EncodeToString(sum[:16])
		seen[id]++
		if seen[id] > 1 {
			id += ":" + strconv.Itoa(seen[id])
		}
		prints = append(prints, id)
	}
	return prints
}

var release = regexp.MustCompile(`^v\d+\.\d+\.\d+$`)

// released says whether a version is that of a release, which has a tag.
func released(version string) bool { return release.MatchString(version) }
