// Package conformance asks the libraries of Flux and Argo CD what they make of our
// objects: whether one is ready, whether it has drifted, what to apply and to prune.
//
// It is a module of its own, so that what these import never moves a version that
// the operator is built with. `make test` runs it.
package conformance
