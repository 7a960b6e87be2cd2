// Package compatible says what a change of our CRDs breaks for those who have objects,
// manifests or programs of the release before.
//
// Schemas are compared by crdify, which judges each constraint by itself and takes what
// it has no judgement of for a break. What a CRD promises beside its schemas (names,
// columns, selectable fields) is compared here.
package compatible

import (
	"cmp"
	"fmt"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// Break is something that was promised and no longer holds.
type Break struct {
	CRD string // its name
	At  string // a version, and the path of a field in it; empty: all of the CRD
	Is  string // what is broken
}

// String is how a Break is told, and named where it is accepted.
func (b Break) String() string {
	if b.At == "" {
		return b.CRD + ": " + b.Is
	}
	return b.CRD + " " + b.At + ": " + b.Is
}

// CRD is a CustomResourceDefinition as it is in its manifest.
type CRD = apiextensionsv1.CustomResourceDefinition

// Breaks returns what is broken for the CRDs of before, sorted. A CRD that is new
// breaks nothing.
func Breaks(before, now []CRD) (breaks []Break, err error) {
	for _, was := range before {
		i := slices.IndexFunc(now, func(is CRD) bool { return is.Name == was.Name })
		if i < 0 {
			breaks = append(breaks, Break{CRD: was.Name, Is: "is gone"})
			continue
		}
		inSchemas, err := schemas(&was, &now[i])
		if err != nil {
			return nil, fmt.Errorf("comparing %s: %w", was.Name, err)
		}
		breaks = slices.Concat(breaks, inSchemas, beside(&was, &now[i]))
	}
	slices.SortFunc(breaks, func(a, b Break) int { return cmp.Compare(a.String(), b.String()) })
	return slices.Compact(breaks), nil
}
