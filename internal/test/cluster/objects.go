package cluster

import (
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/internal/roster"
)

// ObjectsOf returns the objects of a firm as clients write them, one by one: the
// Firm, offices, users, links, matters.
func ObjectsOf(firm roster.Objects) []client.Object {
	var all []client.Object
	if firm.Firm != nil {
		all = append(all, firm.Firm)
	}
	all = append(all, as(firm.Offices)...)
	all = append(all, as(firm.Users)...)
	all = append(all, as(firm.Links)...)
	return append(all, as(firm.Matters)...)
}

func as[O client.Object](objects []O) []client.Object {
	some := make([]client.Object, len(objects))
	for i, o := range objects {
		some[i] = o
	}
	return some
}
