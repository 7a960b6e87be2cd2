// Package crd holds the generated CRDs, for those who read them without a cluster.
package crd

import "embed"

// Bases are the CRDs, one file for each kind, in the folder bases.
//
//go:embed bases/*.yaml
var Bases embed.FS
