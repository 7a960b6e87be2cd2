// Package plainjson reads JSON as API servers and our own code write it, in a quarter of
// the time that a reader of all JSON takes: without white space, each key written as
// it is spelled and once, no null, and in strings no escapes but of quotes,
// backslashes, ends of lines, and the three letters that begin what a browser reads.
//
// It decides nothing about what is right: what is written otherwise, or holds
// what the Go type has no field for, it leaves to sigs.k8s.io/json, of which it
// promises only to be no more than the faster half. Whatever it reads, that reads just
// so, strictly or not (FuzzUnmarshal).
package plainjson
