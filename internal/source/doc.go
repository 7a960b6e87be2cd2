// Package source is where commands read firms from: files (-f), or the cluster of
// the kubeconfig. Whichever it is, they get the same View.
package source
