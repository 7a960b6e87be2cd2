package importer

import (
	"slices"
	"strings"
)

// File is a file of a firm. Path has slashes.
type File struct {
	Path string
	Text []byte
}

// Mark begins every file that an import writes: one that has it may be written anew,
// and is nobody's work once no row is in it any more.
const Mark = "# Written by matterplane import, which writes it anew: change the tables.\n"

const firmFile = "firm.yaml"

// fileOf returns in which file of a folder a group is kept; what belongs to none is
// kept beside the folder.
func fileOf(folder, group string) string {
	name, ok := nameOf(group)
	if !ok {
		return folder + ".yaml"
	}
	return folder + "/" + name + ".yaml"
}

// Files returns the files of the firm, by path, and a kustomization of them and of
// other files that are to be applied with them. Objects name no namespace: the
// kustomization does, so that an overlay may rename it.
func (m *Import) Files(beside ...string) []File {
	pages, of := map[string]*page{}, map[string][]*document{}
	for _, d := range m.documents {
		of[d.file] = append(of[d.file], d)
	}
	var paths []string
	if namespace := m.options.Namespace; namespace != "" {
		p := &page{}
		p.line(nil, "apiVersion: v1")
		p.line(nil, "kind: Namespace")
		p.line(nil, "metadata:")
		p.line(nil, "  name: "+scalar(namespace))
		pages["namespace.yaml"], paths = p, append(paths, "namespace.yaml")
	}
	for _, d := range m.documents {
		if pages[d.file] == nil {
			pages[d.file] = &page{}
			pages[d.file].documents(of[d.file], "")
			paths = append(paths, d.file)
		}
	}
	slices.SortStableFunc(paths, comparePaths)
	pages["kustomization.yaml"] = m.kustomization(append(slices.Clone(beside), paths...))
	files := make([]File, 0, len(paths)+1)
	for _, path := range append(paths, "kustomization.yaml") {
		files = append(files, File{path, append([]byte(Mark), pages[path].text.Bytes()...)})
	}
	return files
}

// comparePaths orders files as people read a firm.
func comparePaths(a, b string) int {
	rank := func(path string) int {
		return slices.IndexFunc([]string{"namespace", "firm", "offices", "people", "matters", "assistants", ""}, func(begin string) bool {
			return strings.HasPrefix(path, begin)
		})
	}
	if by := rank(a) - rank(b); by != 0 {
		return by
	}
	return compareWords(a, b)
}

func (m *Import) kustomization(paths []string) *page {
	p := &page{}
	p.line(nil, "apiVersion: kustomize.config.k8s.io/v1beta1")
	p.line(nil, "kind: Kustomization")
	if m.options.Namespace != "" {
		p.line(nil, "namespace: "+scalar(m.options.Namespace))
	}
	p.line(nil, "resources:")
	slices.SortStableFunc(paths, comparePaths)
	for _, path := range slices.Compact(paths) {
		p.line(nil, "- "+scalar(path))
	}
	return p
}
