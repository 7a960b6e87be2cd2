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
			quick: []string{"small", "edits", "wall", "link", "samples"}, play: nothing,
		}},
		ofRequests, ofWatches, ofCrashes, ofServers, ofLeaders, ofWebhooks,
	)
}

// nothing plays a workload undisturbed.
func nothing(ctx context.Context, s *stage) error {
	if _, err := s.started(); err != nil {
		return err
	}
	return s.play(ctx)
}
