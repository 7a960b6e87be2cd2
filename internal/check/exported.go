package check

import (
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/matterplane/matterplane/api/v1alpha1"
)

// exported are what only a cluster writes, and files have when they were taken from one.
func exported(object client.Object, content map[string]any) []placed {
	var found []placed
	if content["status"] != nil {
		found = append(found, noteIn(object, "Status", "status",
			"a status in a file is ignored: the cluster derives its own", "Remove it."))
	}
	metadata, _ := content["metadata"].(map[string]any)
	for _, name := range []string{"resourceVersion", "managedFields"} {
		if metadata[name] != nil && metadata[name] != "" {
			found = append(found, errorIn(object, "Exported", "metadata."+name,
				"only a cluster writes this: it refuses to create an object that has it", "Remove it."))
		}
	}
	return append(found, stamped(object)...)
}

// stamped are annotations that the webhook drops for all but a Restorer (L-8).
func stamped(object client.Object) []placed {
	annotations := object.GetAnnotations()
	path := func(name string) string { return "metadata.annotations[" + name + "]" }
	var found []placed
	if _, claims := annotations[v1alpha1.FirstUserAnnotation]; claims {
		found = append(found, warningIn(object, "R-5", path(v1alpha1.FirstUserAnnotation),
			"the stamp of the firm's first user, who is Firm Administrator: it is dropped unless a Restorer creates "+object.GetName(),
			"Remove the annotation, and set spec.systemRole to FirmAdministrator if that is meant."))
	}
	for _, name := range []string{v1alpha1.LedgerAnnotation, v1alpha1.SinceAnnotation, v1alpha1.CreatedByAnnotation} {
		if _, there := annotations[name]; there {
			found = append(found, warningIn(object, "L-8", path(name),
				"history that a cluster keeps: it is dropped unless a Restorer creates "+object.GetName(),
				"Remove every matterplane.dev annotation; to bring back a backup with its history, apply it as a Restorer."))
			break // one is enough to know where the file comes from
		}
	}
	return found
}
