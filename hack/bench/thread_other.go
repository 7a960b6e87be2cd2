//go:build !linux

package main

import "time"

// threadTime is what this process has used of the processors, where nothing tells
// of a thread.
func threadTime() time.Duration { return processorTime() }
