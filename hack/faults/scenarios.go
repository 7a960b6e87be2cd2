package main

import (
	"context"
	"slices"
)

// scenarios are all faults, in the order of DESIGN.md's list and of what they hit.
func scenarios() []scenario {
	return slices.Concat(
		[]scenario{{
			name: "none", is: "Nothing goes wrong: what all others are compared with, judged by the model of the rules.",
			quick: []string{"tiny", "small", "edits", "wall", "link", "drawn", "samples"}, run: nothing,
		}},
		ofRequests, ofWatches, ofCrashes, ofServers, ofLeaders, ofWebhooks, ofPaths,
	)
}

// nothing has no more to do: how a workload goes undisturbed is judged before every
// fault.
func nothing(context.Context, *trial, workload) error { return nil }
