// Package live plays random histories of writes to a real API server with our
// webhooks and the manager, written in every style that clients have, and compares
// whole statuses with the independent model of the rules after each.
//
// A history says what an object's spec is to be. A clerk takes it there in a style
// drawn at random for each write, whatever styles wrote the object before. What the
// API server has stored after every single request is what the model is told, also
// where a style needs several: so the model never takes the clerk's word, and a
// clerk that does not arrive at the wanted spec fails the test as well.
//
// A failure names the seed that writes the same again:
//
//	go test ./internal/test/live -live.seed=N -live.histories=1
package live
